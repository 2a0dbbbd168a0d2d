import { once } from 'node:events';
import { createServer } from 'node:https';
import { issueCertificate, makeAuthority } from '../../practice/certificates.ts';
import { onlyAt, part, readXml, textAt, writeXml, type XmlElement, type XmlPart } from '../xml.ts';

/*
 * A fake, made from the sources that `manifest.ts` names: it proves that the provider does what they say, not that a
 * Zimbra server does.
 */

export const zimbraHost = '127.0.0.1';
export const zimbraAdmin = 'admin@example.test';
export const zimbraAdminPassword = 'Admin-Umber-Wicket-70';
const anna = 'anna@example.test';
const annaId = '5b1f7a0e-3c1b-4f0e-9a53-2f4f9a1d3c77';
const token = '0_d3a1f7e2_69643d33363a';
const soap = 'http://www.w3.org/2003/05/soap-envelope';

export interface FakeZimbra {
  readonly port: number;
  /** Of the certificate that it shows. */
  readonly authority: string;
  /** Bodies of all requests, in order. */
  readonly requests: string[];
  password: string;
  /** What every request that sets a password is refused with. */
  refusal: string | null;
  /** What signing in is refused with, with the right password. */
  signInRefusal: string | null;
  /** Wants a second factor after the password. */
  secondFactor: boolean;
  stop(): Promise<void>;
}

/** A server with the mailbox anna@example.test, its alias ann@example.test and one administrator. */
export async function startFakeZimbra(): Promise<FakeZimbra> {
  const authority = await makeAuthority('Fake');
  const keyed = await issueCertificate(authority, { addresses: [zimbraHost] });
  const requests: string[] = [];
  const server = createServer({ key: keyed.privateKey, cert: keyed.certificate }, async (request, response) => {
    let text = '';
    for await (const piece of request.setEncoding('utf8')) text += String(piece);
    requests.push(text);
    const { fault, part: said } = answerTo(fake, request.url ?? '', text);
    const body = part('soap:Envelope', [part('soap:Header'), part('soap:Body', [said])], { 'xmlns:soap': soap });
    response.writeHead(fault ? 500 : 200, { 'content-type': 'text/xml; charset=utf-8' }).end(writeXml(body));
  });
  server.listen(0, zimbraHost);
  await once(server, 'listening');
  const bound = server.address();
  const fake: FakeZimbra = {
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    authority: authority.certificate,
    requests,
    password: '',
    refusal: null,
    signInRefusal: null,
    secondFactor: false,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return fake;
}

interface Said {
  readonly fault: boolean;
  readonly part: XmlPart;
}

const faultWith = (code: string, words: string, rules: readonly string[] = []): Said => {
  const error = part('Error', [part('Code', code), ...rules.map((rule) => part('a', '8', { t: 'NUM', n: rule }))], {
    xmlns: 'urn:zimbra',
  });
  const reason = part('soap:Reason', [part('soap:Text', words)]);
  const kind = part('soap:Code', [part('soap:Value', 'soap:Sender')]);
  return { fault: true, part: part('soap:Fault', [kind, reason, part('soap:Detail', [error])]) };
};
const yes = (name: string, space: string, content: readonly XmlPart[] = []): Said => ({
  fault: false,
  part: part(`${name}Response`, content, { xmlns: space }),
});

function answerTo(fake: FakeZimbra, url: string, text: string): Said {
  const root = readXml(text);
  const [asked] = (root === null ? null : onlyAt(root, ['Body']))?.children ?? [];
  if (root === null || asked === undefined) return faultWith('service.PARSE_ERROR', 'parse error');
  if (url === '/service/admin/soap/' && asked.namespace === 'urn:zimbraAdmin') return answerAdmin(fake, root, asked);
  if (url === '/service/soap/' && asked.namespace === 'urn:zimbraAccount') return answerSelf(fake, root, asked);
  return faultWith('service.UNKNOWN_DOCUMENT', 'unknown document');
}

const unknownRequest = faultWith('service.UNKNOWN_DOCUMENT', 'unknown document');
const notSignedIn = faultWith('service.AUTH_REQUIRED', 'no valid authtoken present');

function holdsToken(root: XmlElement): boolean {
  const head = onlyAt(root, ['Header']);
  return head !== null && textAt(head, ['context', 'authToken'], 'urn:zimbra') === token;
}

function answerAdmin(fake: FakeZimbra, root: XmlElement, asked: XmlElement): Said {
  if (asked.name === 'AuthRequest') return authAdmin(asked);
  if (!holdsToken(root)) return notSignedIn;
  if (asked.name === 'GetAccountRequest') return getAccount(asked);
  return asked.name === 'SetPasswordRequest' ? setPassword(fake, asked) : unknownRequest;
}

function answerSelf(fake: FakeZimbra, root: XmlElement, asked: XmlElement): Said {
  if (asked.name === 'AuthRequest') return authSelf(fake, asked);
  // Some versions want the owner to be signed in, others do not; nobody is while the password has to be changed.
  if (!holdsToken(root) && fake.signInRefusal !== 'account.CHANGE_PASSWORD') return notSignedIn;
  return asked.name === 'ChangePasswordRequest' ? changePassword(fake, asked) : unknownRequest;
}

function authAdmin(asked: XmlElement): Said {
  const { attributes } = asked;
  const right = attributes.get('name') === zimbraAdmin && attributes.get('password') === zimbraAdminPassword;
  return right
    ? yes('Auth', 'urn:zimbraAdmin', [part('authToken', token), part('lifetime', '43200000')])
    : faultWith('account.AUTH_FAILED', 'authentication failed for [admin]');
}

function authSelf(fake: FakeZimbra, asked: XmlElement): Said {
  const right = textAt(asked, ['account']) === anna && onlyAt(asked, ['password'])?.text === fake.password;
  if (!right) return faultWith('account.AUTH_FAILED', 'authentication failed for [anna]');
  if (fake.signInRefusal !== null) return faultWith(fake.signInRefusal, 'must change password');
  const second = fake.secondFactor ? [part('twoFactorAuthRequired', '1')] : [];
  return yes('Auth', 'urn:zimbraAccount', [part('authToken', token), part('lifetime', '172800000'), ...second]);
}

function getAccount(asked: XmlElement): Said {
  const name = textAt(asked, ['account']);
  if (name !== anna && name !== 'ann@example.test') return faultWith('account.NO_SUCH_ACCOUNT', 'no such account');
  const id = part('a', annaId, { n: 'zimbraId' });
  return yes('GetAccount', 'urn:zimbraAdmin', [part('account', [id], { id: annaId, name: anna })]);
}

function setPassword(fake: FakeZimbra, asked: XmlElement): Said {
  const next = asked.attributes.get('newPassword') ?? '';
  if (asked.attributes.get('id') !== annaId) return faultWith('account.NO_SUCH_ACCOUNT', 'no such account');
  return refusalOf(fake, next) ?? keep(fake, next, yes('SetPassword', 'urn:zimbraAdmin'));
}

function changePassword(fake: FakeZimbra, asked: XmlElement): Said {
  const next = onlyAt(asked, ['password'])?.text ?? '';
  const right = textAt(asked, ['account']) === anna && onlyAt(asked, ['oldPassword'])?.text === fake.password;
  if (!right) return faultWith('account.AUTH_FAILED', 'authentication failed for [anna]');
  const answer = [part('authToken', token), part('lifetime', '172799999')];
  return refusalOf(fake, next) ?? keep(fake, next, yes('ChangePassword', 'urn:zimbraAccount', answer));
}

function refusalOf(fake: FakeZimbra, next: string): Said | null {
  if (fake.refusal !== null) return faultWith(fake.refusal, `refused: ${next}`);
  return next.length < 8
    ? faultWith('account.INVALID_PASSWORD', `invalid password: too short ${next}`, ['zimbraPasswordMinLength'])
    : null;
}

function keep(fake: FakeZimbra, next: string, answer: Said): Said {
  fake.password = next;
  return answer;
}
