import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { addressParts, sameAddress } from '../address-parts.ts';
import { beforehand, type CallTrouble, callHttp } from '../http-call.ts';
import { jsonOf, statusFits } from '../json-call.ts';
import { trouble } from '../outcome.ts';
import type { CpanelSession } from './session.ts';
import { mailboxesSchema, type UapiResult, uapiAnswerSchema } from './types.ts';

/**
 * Sees whether the sign-in is taken and, as the hosting account, whether the mailbox is there. Gives what the server writes
 * before the @. Reads only; a mailbox is itself the proof that it is there.
 */
export async function lookUp(session: CpanelSession): Promise<Result<string, CallTrouble>> {
  if (session.mode === 'self') {
    const answer = await ask(session, nameOf(session.address), null);
    // Who may not ask for this was let in all the same.
    return answer.ok ? success(session.local) : failed(beforehand(answer.failure));
  }
  const listed = await list(session, `^${literal(session.address)}$`);
  if (!listed.ok) return listed;
  // The list can hold the hosting account itself, too, which is no mailbox of this name.
  const local = addressParts(listed.value.find((email) => sameAddress(email, session.address)) ?? '')?.local;
  return local === undefined ? refused(session, 'provider.no-such-mailbox', { errors: [] }) : success(local);
}

/** All mailboxes of the domain, as the hosting account that they belong to. */
export const listAll = (session: CpanelSession): Promise<Result<readonly string[], CallTrouble>> =>
  list(session, `@${literal(session.domain)}$`);

async function list(session: CpanelSession, filter: string): Promise<Result<readonly string[], CallTrouble>> {
  const answer = await ask(session, listOf(filter), null);
  if (!answer.ok) return failed(beforehand(answer.failure));
  if (answer.value.status === 0) return refused(session, 'provider.not-allowed', answer.value);
  const mailboxes = mailboxesSchema.safeParse(answer.value.data);
  if (!mailboxes.success) return failed(beforehand(odd(session.words('list_pops: a list that is none'))));
  return success(mailboxes.data.map(({ email }) => email));
}

/**
 * Sets the password: the one request here that changes anything. The domain is said although it may be left out, because
 * the server would put the account's main domain in its place.
 */
export async function setPassword(
  session: CpanelSession,
  local: string,
  next: string,
): Promise<Result<null, CallTrouble>> {
  const { domain } = session;
  const answer = await ask(session, 'Email/passwd_pop', { email: local, domain, password: next });
  if (!answer.ok) return answer;
  if (answer.value.status === 1) return success(null);
  return refused(session, refusalCode(answer.value.errors), answer.value);
}

/** Says what it was told, and is there for mailboxes, too (api.docs.cpanel.net/openapi/cpanel/operation/account_name). */
const nameOf = (address: string): string => `Email/account_name?account=${encodeURIComponent(address)}`;
/**
 * The filter is a regular expression of Perl's, in which a backslash makes every sign mean itself. It takes large and small
 * letters for the same: somebody may write a mailbox otherwise than the server does.
 */
const listOf = (filter: string): string => `Email/list_pops?regex=${encodeURIComponent(`(?i)${filter}`)}`;
const literal = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '\\$&');

/** Its words are in the language of the account; those in English are known. */
function refusalCode(errors: readonly string[]): ProviderFailureCode {
  const said = errors.join(' ');
  if (/too weak|strength rating/i.test(said)) return 'provider.too-simple';
  return /do not have an email account/i.test(said) ? 'provider.no-such-mailbox' : 'provider.policy';
}

const refused = (session: CpanelSession, code: ProviderFailureCode, { errors }: Pick<UapiResult, 'errors'>) =>
  failed<CallTrouble>({ ...trouble(code, session.words(`UAPI: ${errors.join(' ')}`)), sent: false });
const odd = (technical: string): CallTrouble => ({ ...trouble('provider.odd-answer', technical), sent: true });

/** Calls one function. Without fields it is only asked, and otherwise they go into the body, never into the address. */
async function ask(
  session: CpanelSession,
  call: string,
  fields: Readonly<Record<string, string>> | null,
): Promise<Result<UapiResult, CallTrouble>> {
  const { door, authorization, words, mode } = session;
  const headers = { authorization, accept: 'application/json' };
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  const request =
    fields === null
      ? ({ method: 'GET', headers, body: null } as const)
      : ({ method: 'POST', headers: form, body: new URLSearchParams(fields).toString() } as const);
  const answer = await callHttp(door, { ...request, path: `/execute/${call}` }, session.limits, session.signal);
  if (!answer.ok) return answer;
  const { status } = answer.value;
  // A page follows in whatever form; the status alone says that nothing was done (RFC 9110 section 15.5.2).
  if (status === 401) {
    const code = mode === 'self' ? 'provider.wrong-current' : 'provider.credential-refused';
    return failed({ ...trouble(code, words('answer 401')), sent: false });
  }
  const json = jsonOf(door, answer.value);
  if (!json.ok) return json;
  const said = uapiAnswerSchema.safeParse(json.value.body);
  // A yes with an error beside it, or a no without a reason, is neither.
  const clear = said.success && (said.data.status === 0) === said.data.errors.length > 0;
  if (!clear || !statusFits(status, said.data.status === 1)) return failed(odd(words(`answer ${status} says nothing`)));
  return success(said.data);
}
