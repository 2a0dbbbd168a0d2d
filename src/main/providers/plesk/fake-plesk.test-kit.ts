import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import * as z from 'zod';
import { issueCertificate, makeAuthority } from '../../practice/certificates.ts';
import { onlyAt, part, readXml, textAt, writeXml, type XmlPart } from '../xml.ts';

/*
 * A fake, made from the documents that `manifest.ts` names: it proves that the provider does what they say, not that a
 * Plesk server does. Where the documents give words, they are used as they stand there.
 */

export const pleskHost = '127.0.0.1';
export const adminUser = 'admin';
/** Beyond ASCII, which a header carries as the bytes of UTF-8. */
export const adminPassword = 'Admin-\u00dcmber-Wicket-70';
export const secretKey = 'a61be0a9-52a4-4e79-a5bd-0c5d3a1f7e23';
export const tooSimple =
  'Your password is not complex enough. According to the server policy, the minimal password strength is Strong.';

/** What every request that sets a password is refused with. */
interface SetAnswer {
  readonly code: number;
  readonly text: string;
}

export interface FakePlesk {
  readonly port: number;
  /** Of the certificate that it shows. */
  readonly authority: string;
  /** Bodies of all requests, in order. */
  readonly requests: string[];
  password: string;
  refusal: SetAnswer | null;
  /** Wants to be told the version of each packet, as servers before Plesk 12 do. */
  old: boolean;
  stop(): Promise<void>;
}

/** A server with the site example.test and the one mailbox anna. */
export async function startFakePlesk(): Promise<FakePlesk> {
  const authority = await makeAuthority('Fake');
  const keyed = await issueCertificate(authority, { addresses: [pleskHost] });
  const requests: string[] = [];
  const server = createServer({ key: keyed.privateKey, cert: keyed.certificate }, async (request, response) => {
    let text = '';
    for await (const piece of request.setEncoding('utf8')) text += String(piece);
    requests.push(text);
    const { url, headers } = request;
    if (url === '/enterprise/control/agent.php') {
      response.setHeader('content-type', 'text/xml').end(writeXml(answerXml(fake, headers, text)));
    } else if (url === '/api/v2/cli/mail/call') {
      const { status, body } = answerRest(fake, headers, text);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } else {
      response.writeHead(404).end('<html>Not Found</html>');
    }
  });
  server.listen(0, pleskHost);
  await once(server, 'listening');
  const bound = server.address();
  const fake: FakePlesk = {
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    authority: authority.certificate,
    requests,
    password: '',
    refusal: null,
    old: false,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return fake;
}

const failureOf = (code: number, text: string): XmlPart[] => [
  part('status', 'error'),
  part('errcode', String(code)),
  part('errtext', text),
];
const nested = (names: readonly string[], content: readonly XmlPart[]): XmlPart =>
  part(
    'packet',
    [names.reduceRight<readonly XmlPart[]>((inner, name) => [part(name, inner)], content)[0] ?? part('x')],
    {
      version: '1.6.9.1',
    },
  );

/** How Node gives a header whose bytes are UTF-8. */
const inHeader = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

function answerXml(fake: FakePlesk, headers: IncomingHttpHeaders, text: string): XmlPart {
  const trusted =
    headers['key'] === secretKey ||
    (headers['http_auth_login'] === adminUser && headers['http_auth_passwd'] === inHeader(adminPassword));
  if (!trusted) return nested(['system'], failureOf(1001, 'Authentication failed - wrong password.'));
  const packet = readXml(text);
  if (packet?.name !== 'packet') return nested(['system'], failureOf(1014, 'Parser error: Request is invalid.'));
  for (const [path, answer] of operations) {
    const asked = onlyAt(packet, path);
    if (asked === null) continue;
    if (fake.old && packet.attributes.get('version') !== '1.6.3.0') {
      return nested([...path, 'result'], failureOf(1017, 'Feature not supported.'));
    }
    const filter = onlyAt(asked, ['filter']);
    const named = (names: readonly string[]) => (filter === null ? null : textAt(filter, names));
    const set = filter === null ? null : onlyAt(filter, ['mailname', 'password', 'value']);
    return nested([...path, 'result'], answer(fake, named, set?.text ?? null));
  }
  return nested(['system'], failureOf(1014, 'Parser error: Request is invalid.'));
}

type Answer = (fake: FakePlesk, named: (path: readonly string[]) => string | null, set: string | null) => XmlPart[];

const siteInfo: Answer = (_, named) => {
  const name = named(['name']);
  if (name !== 'example.test') return failureOf(1013, 'Object not found.');
  const info = part('gen_info', [part('cr_date', '2026-01-01'), part('name', name), part('ascii-name', name)]);
  return [part('status', 'ok'), part('filter-id', name), part('id', '7'), part('data', [info])];
};
const mailInfo: Answer = (_, named) => {
  const known = named(['site-id']) === '7' && named(['name']) === 'anna';
  if (!known) return failureOf(1013, 'Object not found.');
  return [part('status', 'ok'), part('mailname', [part('id', '5'), part('name', 'anna')])];
};
const mailSet: Answer = (fake, named, set) => {
  const known = named(['site-id']) === '7' && named(['mailname', 'name']) === 'anna';
  if (!known) return failureOf(1013, 'Object not found.');
  if (fake.refusal !== null) return failureOf(fake.refusal.code, fake.refusal.text);
  if (set === null || set.length < 5) return failureOf(1019, `${tooSimple} ${set}`);
  fake.password = set;
  return [part('status', 'ok'), part('mailname', [part('name', 'anna')])];
};
const operations: readonly (readonly [readonly string[], Answer])[] = [
  [['site', 'get'], siteInfo],
  [['mail', 'get_info'], mailInfo],
  [['mail', 'update', 'set'], mailSet],
];

const paramsSchema = z.object({ params: z.array(z.string()) });

function answerRest(fake: FakePlesk, headers: IncomingHttpHeaders, text: string): { status: number; body: object } {
  const basic = `Basic ${Buffer.from(`${adminUser}:${adminPassword}`).toString('base64')}`;
  if (headers['x-api-key'] !== secretKey && headers.authorization !== basic) {
    return { status: 401, body: { code: 0, message: 'You are not authorized.' } };
  }
  const { params } = paramsSchema.parse(JSON.parse(text));
  const [act, address, option, set] = params;
  const said = (code: number, stdout: string, stderr: string) => ({ status: 200, body: { code, stdout, stderr } });
  if (address !== 'anna@example.test') return said(1, '', 'The mail name does not exist.');
  if (act === '--info' && params.length === 2) return said(0, 'Mail name: anna', '');
  if (act !== '--update' || option !== '-passwd' || params.length !== 4) return said(1, '', 'Unknown command.');
  if (fake.refusal !== null) return said(fake.refusal.code, '', fake.refusal.text);
  if (set === undefined || set.length < 5) return said(1, '', `${tooSimple} ${set}`);
  fake.password = set;
  return said(0, "SUCCESS: Update of mail name 'anna' complete.", '');
}
