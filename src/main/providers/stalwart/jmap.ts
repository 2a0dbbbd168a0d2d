import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { sameAddress } from '../address-parts.ts';
import type { CallTrouble } from '../http-call.ts';
import type { JsonAnswer } from '../json-call.ts';
import { trouble } from '../outcome.ts';
import { oddAnswer, refusedWhole, type StalwartSession } from './session.ts';
import { accountsSchema, answersSchema, methodErrorSchema, ownCapability, type SetError, setSchema } from './types.ts';

/** Which password is to be set: of which object, and where in it. */
export interface Target {
  readonly object: 'x:AccountPassword' | 'x:Account';
  readonly id: string;
  readonly change: (next: string) => Readonly<Record<string, string>>;
}

type Call = readonly [name: string, parameters: object, id: string];

/** Stands for a password that is not shown, and as a new one changes nothing with the answer of a change (`MASKED_PASSWORD`). */
const shownInstead = '****';
/** What an administrator may also set instead of a password (crates/directory/src/core/secret.rs, `is_password_hash`). */
const likeHash = /^(\$(argon2|pbkdf2|scrypt|2|1\$|5\$|6\$|sha1\$)|\{[^}]*\})/;

/** Whether this password would be taken for something else. */
const isMistakable = (mode: StalwartSession['mode'], next: string): boolean =>
  next === shownInstead || (mode === 'admin' && likeHash.test(next));

/** The owner's password, or the one password of the account with exactly this address. Reads only. */
export async function findTarget(session: StalwartSession, accountId: string): Promise<Result<Target, CallTrouble>> {
  if (session.mode === 'self') {
    const change = (secret: string) => ({ currentSecret: session.current, secret });
    return success({ object: 'x:AccountPassword', id: 'singleton', change });
  }
  const filter = { '@type': 'User', name: session.local.toLowerCase() };
  const ids = { resultOf: 'q', name: 'x:Account/query', path: '/ids' };
  const answer = await ask(session, [
    ['x:Account/query', { accountId, filter }, 'q'],
    ['x:Account/get', { accountId, '#ids': ids, properties: ['emailAddress', 'credentials'] }, 'g'],
  ]);
  if (!answer.ok) return answer;
  const said = answersIn(answer.value);
  const error = said?.find(([name]) => name === 'error');
  if (error !== undefined) return failed(methodTrouble(session, error[1]) ?? oddAnswer(session, 'query', answer.value));
  const read = accountsSchema.safeParse(said?.find(([name, , id]) => name === 'x:Account/get' && id === 'g')?.[1]);
  if (!read.success) return failed(oddAnswer(session, 'query', answer.value));
  const isAsked = (name: string) => sameAddress(name, session.address);
  const [account, ...others] = read.data.list.filter(({ emailAddress }) => isAsked(emailAddress ?? ''));
  if (account === undefined || others.length > 0) {
    const words = session.words('no account has this address as its own');
    return failed({ ...trouble('provider.no-such-mailbox', words), sent: false });
  }
  const at = Object.entries(account.credentials ?? {}).find(([, { '@type': type }]) => type === 'Password')?.[0];
  if (at === undefined) {
    return failed({ ...trouble('provider.not-allowed', session.words('the account has no password')), sent: false });
  }
  return success({ object: 'x:Account', id: account.id, change: (next) => ({ [`credentials/${at}/secret`]: next }) });
}

/** The one request that sets the password. Success only where it was read that the object was updated. */
export async function setByJmap(
  session: StalwartSession,
  accountId: string,
  target: Target,
  next: Secret,
): Promise<Result<null, CallTrouble>> {
  if (isMistakable(session.mode, next.reveal())) {
    return failed({ ...trouble('provider.policy', 'Stalwart would take it for something else'), sent: false });
  }
  const name = `${target.object}/set`;
  const update = { [target.id]: target.change(next.reveal()) };
  const answer = await ask(session, [[name, { accountId, update }, 'c1']]);
  if (!answer.ok) return answer;
  const odd = failed(oddAnswer(session, name, answer.value));
  const [said, ...others] = answersIn(answer.value) ?? [];
  if (said === undefined || others.length > 0 || said[2] !== 'c1') return odd;
  if (said[0] === 'error') return failed(methodTrouble(session, said[1]) ?? odd.failure);
  return said[0] === name ? verdictOf(session, target, name, said[1], odd) : odd;
}

/** What an answer says of one object: only one that is updated and has no error is. */
function verdictOf(
  session: StalwartSession,
  { id }: Target,
  name: string,
  said: unknown,
  odd: Result<null, CallTrouble>,
): Result<null, CallTrouble> {
  const read = setSchema.safeParse(said);
  if (!read.success) return odd;
  const updated = Object.hasOwn(read.data.updated ?? {}, id);
  const error = Object.entries(read.data.notUpdated ?? {}).find(([key]) => key === id)?.[1];
  if (error === undefined) return updated ? success(null) : odd;
  if (updated) return odd;
  const words = session.words(`${name}: ${error.type} ${error.description ?? ''}`);
  return failed({ ...trouble(refusalCode(error), words), sent: false });
}

async function ask(session: StalwartSession, methodCalls: readonly Call[]): Promise<Result<JsonAnswer, CallTrouble>> {
  const using = ['urn:ietf:params:jmap:core', ownCapability];
  const answer = await session.ask('POST', '/jmap/', { using, methodCalls });
  if (!answer.ok) return answer;
  const refusal = refusedWhole(session, answer.value);
  return refusal === null ? answer : failed(refusal);
}

function answersIn({ status, body }: JsonAnswer) {
  const read = answersSchema.safeParse(body);
  return status === 200 && read.success ? read.data.methodResponses : null;
}

/** Of RFC 8620 section 3.6.2: those errors before which nothing is done. All others leave open what was. */
const methodRefusals: Readonly<Record<string, ProviderFailureCode>> = {
  forbidden: 'provider.not-allowed',
  unknownMethod: 'provider.not-allowed',
  invalidArguments: 'provider.not-allowed',
  accountNotFound: 'provider.not-allowed',
  accountNotSupportedByMethod: 'provider.not-allowed',
  accountReadOnly: 'provider.not-allowed',
};

function methodTrouble(session: StalwartSession, said: unknown): CallTrouble | null {
  const error = methodErrorSchema.safeParse(said);
  const code = error.success && Object.hasOwn(methodRefusals, error.data.type) ? methodRefusals[error.data.type] : null;
  if (!error.success || code === null || code === undefined) return null;
  return { ...trouble(code, session.words(`${error.data.type} ${error.data.description ?? ''}`)), sent: false };
}

/** Stalwart's words are always English (crates/jmap/src/registry/mapping, crates/common/src/network/security.rs). */
function refusalCode({ type, description, properties }: SetError): ProviderFailureCode {
  const words = description ?? '';
  if (type === 'notFound') return 'provider.no-such-mailbox';
  if (type === 'forbidden' && words === 'Current secret is incorrect.') return 'provider.wrong-current';
  if (type !== 'invalidProperties' || properties?.includes('secret') !== true) return 'provider.not-allowed';
  if (/ at least \d/.test(words)) return 'provider.too-short';
  if (/ at most \d/.test(words)) return 'provider.too-long';
  return words.includes('too weak') ? 'provider.too-simple' : 'provider.policy';
}
