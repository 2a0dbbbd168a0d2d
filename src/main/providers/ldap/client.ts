import type { Secret } from '../../../core/secret.ts';
import type { Security } from '../../../shared/model.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { type Door, dialPlain, dialTls, secure } from '../dial.ts';
import { type Limits, type Trouble, trouble } from '../outcome.ts';
import {
  bindRequest,
  type LdapMessage,
  passwordModifyRequest,
  readMessage,
  searchRequest,
  startTlsRequest,
  unbindRequest,
} from './messages.ts';
import type { LdapAnswer, LdapEntry, LdapSearch } from './types.ts';
import { type Wire, type WireTrouble, wireOver } from './wire.ts';

/*
 * ldapts supplies the search filters, not the connection: its client opens a lost connection again without TLS, even
 * between StartTLS and the next request, and under NODE_DEBUG prints the body of extended requests.
 */

/** A directory over an encrypted, checked connection. Requests run one after another. */
export interface Directory {
  bind(dn: string, password: Secret): Promise<Result<LdapAnswer, WireTrouble>>;
  /** Entries found, at most `limit`, with the answer that ended the search. */
  search(
    search: LdapSearch,
  ): Promise<Result<{ readonly entries: readonly LdapEntry[]; readonly answer: LdapAnswer }, WireTrouble>>;
  /** Password Modify (RFC 3062): the only request here that changes anything. */
  modifyPassword(parts: {
    readonly identity: string | null;
    readonly old: Secret | null;
    readonly next: Secret;
  }): Promise<Result<LdapAnswer, WireTrouble>>;
  close(): void;
}

/** Connects by LDAPS or by LDAP with StartTLS, which is required: without it the connection is closed again. */
export async function openDirectory(
  door: Door,
  security: Security,
  limits: Limits,
  signal: AbortSignal,
): Promise<Result<Directory, Trouble>> {
  const options = { limit: limits.connect, signal };
  const place = `${door.host}:${door.port}`;
  if (security === 'tls') {
    const dialled = await dialTls(door, options);
    return dialled.ok ? success(directoryOver(wireOver(dialled.value, place, signal), place, limits)) : dialled;
  }
  const plain = await dialPlain(door, options);
  if (!plain.ok) return plain;
  const wire = wireOver(plain.value, place, signal);
  const answer = await exchange(wire, place, 1, 'extended', startTlsRequest(1), limits.connect);
  // Bytes that came before TLS may be anybody's.
  const refusal = !answer.ok ? answer.failure : wire.hasUnread() ? 'unread bytes' : answer.value.answer.result;
  if (refusal !== 0) {
    wire.close();
    const lost =
      typeof refusal === 'object' ? refusal : trouble('provider.needs-encryption', `${place} StartTLS ${refusal}`);
    // Nothing that changes anything has left yet.
    const silent = lost.code === 'provider.no-answer' || lost.code === 'provider.odd-answer';
    return failed(silent ? { ...lost, code: 'provider.unreachable' } : lost);
  }
  wire.release();
  const secured = await secure(plain.value, door, options);
  return secured.ok ? success(directoryOver(wireOver(secured.value, place, signal), place, limits)) : secured;
}

function directoryOver(wire: Wire, place: string, limits: Limits): Directory {
  // 1 was StartTLS.
  let lastId = 1;
  const ask = async (kind: AnswerKind, make: (id: number) => Buffer) => {
    lastId += 1;
    const answer = await exchange(wire, place, lastId, kind, make(lastId), limits.answer);
    return answer;
  };
  const answerOnly = async (kind: AnswerKind, make: (id: number) => Buffer) => {
    const result = await ask(kind, make);
    return result.ok ? success(result.value.answer) : result;
  };
  return {
    bind: async (dn, password) => await answerOnly('bind', (id) => bindRequest(id, dn, password)),
    search: async (search) =>
      await ask('search-done', (id) => searchRequest(id, search, Math.ceil(limits.answer / 1000))),
    modifyPassword: async (parts) => await answerOnly('extended', (id) => passwordModifyRequest(id, parts)),
    close: () => {
      wire.send(unbindRequest(lastId + 1));
      wire.close();
    },
  };
}

type AnswerKind = Exclude<LdapMessage['kind'], 'entry' | 'reference'>;
const mostEntries = 100;

/** Sends one request and reads until its answer; entries on the way are collected. `limit` is for the whole of it. */
async function exchange(
  wire: Wire,
  place: string,
  id: number,
  kind: AnswerKind,
  request: Buffer,
  limit: number,
): Promise<Result<{ readonly entries: readonly LdapEntry[]; readonly answer: LdapAnswer }, WireTrouble>> {
  const odd = failed<WireTrouble>({ ...trouble('provider.odd-answer', `${place} answer is not as asked`), sent: true });
  // What is there before its question was sent is not its answer.
  if (wire.hasUnread()) return failed({ ...odd.failure, sent: false });
  if (!wire.send(request)) {
    return failed({ ...trouble('provider.no-answer', `${place} closed the connection`), sent: false });
  }
  const end = performance.now() + limit;
  const entries: LdapEntry[] = [];
  for (let messages = 0; messages <= mostEntries; messages += 1) {
    const bytes = await wire.next(Math.max(0, end - performance.now()));
    if (!bytes.ok) return bytes;
    const message = parsed(bytes.value);
    if (message === null || message.id !== id) return odd;
    if (message.kind === 'entry') entries.push(message.entry);
    else if (message.kind === kind) return success({ entries, answer: message.answer });
    else if (message.kind !== 'reference') return odd;
  }
  return odd;
}

function parsed(bytes: Buffer): LdapMessage | null {
  try {
    return readMessage(bytes);
  } catch {
    return null;
  }
}
