import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { type CallTrouble, callHttp } from '../http-call.ts';
import { statusFits } from '../json-call.ts';
import { onlyAt, part, readXml, textAt, writeXml, type XmlElement, type XmlPart } from '../xml.ts';
import { odd, refusal, refusalCode } from './answers.ts';
import type { PleskSession } from './session.ts';

/** A mailbox that the server knows, as its requests name it. */
export interface XmlMailbox {
  readonly site: string;
  /** Of the packets; null where the server takes its own. */
  readonly version: string | null;
}

/** Servers that answer 1017 to a packet without a version know this one (roundcube plugins/password/drivers/plesk.php). */
const oldVersion = '1.6.3.0';

/** Asks for the site's number and whether it has this mailbox. Reads only. */
export async function findByXml(session: PleskSession): Promise<Result<XmlMailbox, CallTrouble>> {
  let version: string | null = null;
  let site = await askForSite(session, version);
  if (!site.ok && site.failure.unsupported) {
    version = oldVersion;
    site = await askForSite(session, version);
  }
  if (!site.ok) return site;
  const id = siteIn(site.value, session.domain);
  if (id === null) return failed(odd(session.words('site get: another site than asked for')));
  const filter = part('filter', [part('site-id', id), part('name', session.local)]);
  const mailbox = await ask(session, version, ['mail', 'get_info'], [filter]);
  if (!mailbox.ok) return mailbox;
  if (textAt(mailbox.value, ['mailname', 'name'])?.toLowerCase() !== session.local.toLowerCase()) {
    return failed(odd(session.words('mail get_info: another mailbox than asked for')));
  }
  return success({ site: id, version });
}

/** Sets the password: the one request here that changes anything. `next` has to fit into XML. */
export async function setByXml(
  session: PleskSession,
  { site, version }: XmlMailbox,
  next: Secret,
): Promise<Result<null, CallTrouble>> {
  const password = part('password', [part('value', next.reveal()), part('type', 'plain')]);
  const mailname = part('mailname', [part('name', session.local), password]);
  const filter = part('filter', [part('site-id', site), mailname]);
  const answer = await ask(session, version, ['mail', 'update', 'set'], [filter]);
  if (!answer.ok) return answer;
  const named = onlyAt(answer.value, ['mailname']);
  if (named !== null && textAt(named, ['name'])?.toLowerCase() !== session.local.toLowerCase()) {
    return failed(odd(session.words('mail update: another mailbox than asked for')));
  }
  return success(null);
}

interface XmlTrouble extends CallTrouble {
  /** The server wants the version of the packet said. */
  readonly unsupported?: boolean;
}

const askForSite = async (session: PleskSession, version: string | null) =>
  await ask(
    session,
    version,
    ['site', 'get'],
    [part('filter', [part('name', session.domain)]), part('dataset', [part('gen_info')])],
  );

function siteIn(result: XmlElement, domain: string): string | null {
  const id = textAt(result, ['id']) ?? '';
  const names = ['name', 'ascii-name'].map((name) => textAt(result, ['data', 'gen_info', name])?.toLowerCase());
  return /^[1-9]\d{0,9}$/.test(id) && names.includes(domain.toLowerCase()) ? id : null;
}

/** Sends one operation and gives the one `result` of it, if that says `ok`. */
async function ask(
  session: PleskSession,
  version: string | null,
  operation: readonly string[],
  content: readonly XmlPart[],
): Promise<Result<XmlElement, XmlTrouble>> {
  const nested = operation.reduceRight<readonly XmlPart[]>((inner, name) => [part(name, inner)], content);
  const call = {
    method: 'POST',
    path: '/enterprise/control/agent.php',
    headers: { ...session.headers, 'content-type': 'text/xml', accept: 'text/xml' },
    body: writeXml(part('packet', nested, version === null ? {} : { version })),
  } as const;
  const answer = await callHttp(session.door, call, session.limits, session.signal);
  if (!answer.ok) return answer;
  const { status, text } = answer.value;
  const said = readPacket(text, operation);
  const act = operation.slice(0, 2).join(' ');
  if (said === null || !statusFits(status, said.kind === 'ok')) {
    return failed(odd(session.words(`${act}: answer ${status}`)));
  }
  if (said.kind === 'ok') return success(said.result);
  const code = refusalCode(said.code, said.text, operation.includes('set') ? 'set' : 'find');
  const technical = session.words(`${act}: Plesk ${said.code} ${said.text}`);
  const found: XmlTrouble = code === null ? odd(technical) : refusal(code, technical);
  return failed(said.code === 1017 && version === null ? { ...found, unsupported: true } : found);
}

type Said =
  | { readonly kind: 'ok'; readonly result: XmlElement }
  | { readonly kind: 'error'; readonly code: number; readonly text: string };

/**
 * Reads one packet of answers ("Handling Errors" of the XML API's guide): either `system` for a request that was not
 * begun, or the operation with exactly one `result`. Null for everything else, and where yes and no stand side by side.
 */
export function readPacket(text: string, operation: readonly string[]): Said | null {
  const packet = readXml(text);
  if (packet?.name !== 'packet' || packet.namespace !== '') return null;
  const [first, ...others] = packet.children.filter(({ name }) => name !== 'output');
  if (first === undefined || others.length > 0) return null;
  const result = first.name === 'system' ? onlyAt(packet, ['system']) : onlyAt(packet, [...operation, 'result']);
  if (result === null) return null;
  const [status, code] = [textAt(result, ['status']), textAt(result, ['errcode'])];
  if (status === 'ok') {
    const contradicts = result.name === 'system' || saysError(packet);
    return contradicts ? null : { kind: 'ok', result };
  }
  if (status !== 'error' || code === null || !/^\d{1,6}$/.test(code)) return null;
  return { kind: 'error', code: Number(code), text: textAt(result, ['errtext']) ?? '' };
}

/**
 * Whether there is an error anywhere inside, as Plesk's own library asks of the whole packet (plesk/api-php-lib
 * `_verifyResponse`): an error beside the one result belongs to somebody, too.
 */
function saysError({ name, text, children }: XmlElement): boolean {
  return /^err(code|text)$/.test(name) || (name === 'status' && text.trim() === 'error') || children.some(saysError);
}
