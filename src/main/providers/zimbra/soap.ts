import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { type CallTrouble, callHttp } from '../http-call.ts';
import { trouble } from '../outcome.ts';
import type { PanelSession } from '../panel-session.ts';
import { onlyAt, part, readXml, textAt, writeXml, type XmlElement, type XmlPart } from '../xml.ts';
import { refusalCode } from './faults.ts';

/** Names of Zimbra's parts: its own, those for mailboxes and those for administrators. */
const namespaces = {
  envelope: 'http://www.w3.org/2003/05/soap-envelope',
  own: 'urn:zimbra',
  self: 'urn:zimbraAccount',
  admin: 'urn:zimbraAdmin',
} as const;
const paths = { self: '/service/soap/', admin: '/service/admin/soap/' } as const;

/** Who asks, and what every request has in common. */
export interface ZimbraSession extends PanelSession {
  readonly mode: 'self' | 'admin';
}

/** `CallTrouble` with Zimbra's own code, where a fault was read. */
export interface ZimbraTrouble extends CallTrouble {
  readonly fault?: string;
}

/**
 * Sends one request and gives its answer, the one part in the body that is called `name` with `Response` behind it.
 * A refusal is a SOAP fault and comes with the status 500 (store/src/java/com/zimbra/soap/SoapServlet.java), so that
 * status alone says nothing here.
 */
export async function callZimbra(
  session: ZimbraSession,
  name: string,
  content: readonly XmlPart[],
  more: { readonly token: Secret | null; readonly attributes?: Readonly<Record<string, string>> },
): Promise<Result<XmlElement, ZimbraTrouble>> {
  const { mode, door } = session;
  const words = (text: string) => session.words(`${name}: ${text}`, more.token === null ? [] : [more.token]);
  const asked = part(`${name}Request`, content, { xmlns: namespaces[mode], ...more.attributes });
  const call = {
    method: 'POST',
    path: paths[mode],
    headers: { 'content-type': 'application/soap+xml; charset=utf-8', accept: 'application/soap+xml' },
    body: writeXml(envelope(asked, more.token)),
  } as const;
  const answer = await callHttp(door, call, session.limits, session.signal);
  if (!answer.ok) return answer;
  const { status, text } = answer.value;
  const odd = failed<ZimbraTrouble>({ ...trouble('provider.odd-answer', words(`answer ${status}`)), sent: true });
  const body = bodyOf(text);
  if (body === null) return odd;
  if (body.name !== 'Fault') {
    const fits = status === 200 && body.name === `${name}Response` && body.namespace === namespaces[mode];
    return fits ? success(body) : odd;
  }
  const said = faultIn(body);
  if (said === null || !(status === 500 || (status >= 400 && status < 500))) return odd;
  const technical = words(`${said.fault} ${said.reason}`);
  const code = refusalCode(said.fault, said.rules, mode);
  return failed(
    code === null
      ? { ...trouble('provider.odd-answer', technical), sent: true, fault: said.fault }
      : { ...trouble(code, technical), sent: false, fault: said.fault },
  );
}

/** The text of a part of an answer, in the answer's own namespace. */
export const answerText = (answer: XmlElement, name: string): string => textAt(answer, [name]) ?? '';

function envelope(asked: XmlPart, token: Secret | null): XmlPart {
  const context = part('context', token === null ? [] : [part('authToken', token.reveal())], { xmlns: namespaces.own });
  return part('soap:Envelope', [part('soap:Header', [context]), part('soap:Body', [asked])], {
    'xmlns:soap': namespaces.envelope,
  });
}

/** The one part of the body; null for anything that is not a whole SOAP 1.2 answer. */
function bodyOf(text: string): XmlElement | null {
  const root = readXml(text);
  if (root?.name !== 'Envelope' || root.namespace !== namespaces.envelope) return null;
  const [first, ...others] = onlyAt(root, ['Body'])?.children ?? [];
  if (first === undefined || others.length > 0) return null;
  return first.name === 'Fault' && first.namespace !== namespaces.envelope ? null : first;
}

/** What a fault says: Zimbra's code, its words, and the names of the rules that were not met. */
function faultIn(fault: XmlElement): { fault: string; reason: string; rules: readonly string[] } | null {
  const detail = onlyAt(fault, ['Detail']);
  const error = detail === null ? null : onlyAt(detail, ['Error'], namespaces.own);
  const code = error === null ? null : textAt(error, ['Code']);
  if (error === null || code === null || !/^[a-zA-Z]+\.[A-Z_0-9]{1,60}$/.test(code)) return null;
  const rules = error.children.filter(({ name }) => name === 'a').map(({ attributes }) => attributes.get('n') ?? '');
  return { fault: code, reason: textAt(fault, ['Reason', 'Text']) ?? '', rules };
}
