import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { beforehand, type CallTrouble, callHttp, type HttpAnswer, type HttpCall } from '../http-call.ts';
import { jsonOf, statusFits } from '../json-call.ts';
import { trouble } from '../outcome.ts';
import { readSaid, type Said } from './answers.ts';
import type { DirectAdminSession } from './session.ts';
import { type Mailbox, mailboxListSchema, mailboxSchema, namedSchema } from './types.ts';

/** Lists of a domain with some thousand mailboxes. */
const longestList = 4 * 1024 * 1024;

/**
 * Proves the mailbox's password without an account in the panel, by asking how full the mailbox is
 * (ductrung-nguyen/DA_connector objects/users/user.go). `CMD_API_EMAIL_AUTH`, which is made for this, is for the owner of
 * the domain only.
 */
export async function proveCurrent(session: DirectAdminSession): Promise<Result<null, CallTrouble>> {
  const { domain, local, current } = session;
  const said = await order(session, 'CMD_EMAIL_ACCOUNT_QUOTA', { domain, user: local, password: current, api: '1' });
  if (!said.ok) return failed(beforehand(said.failure));
  return said.value.error ? refusal(session, 'provider.wrong-current', said.value) : success(null);
}

/** Sets the password as the mailbox. Once the current one is proven, what is wrong is the new one. */
export async function changeOwn(session: DirectAdminSession, next: string): Promise<Result<null, CallTrouble>> {
  const { address, current } = session;
  const fields = { email: address, oldpassword: current, password1: next, password2: next, api: '1' };
  const said = await order(session, 'CMD_CHANGE_EMAIL_PASSWORD', fields);
  if (!said.ok) return said;
  return said.value.error ? refusal(session, 'provider.policy', said.value) : success(null);
}

/**
 * Looks the mailbox up in the list of its domain, exactly as it is called. Reads only. It is not asked for bytes: a change
 * takes megabytes.
 */
export async function findMailbox(session: DirectAdminSession): Promise<Result<Mailbox, CallTrouble>> {
  const listed = await entriesOf(session);
  if (!listed.ok) return listed;
  const entries = listed.value;
  const isAsked = (entry: unknown) =>
    namedSchema.safeParse(entry).data?.account.toLowerCase() === session.local.toLowerCase();
  const found = entries.find(isAsked);
  const mailbox = mailboxSchema.safeParse(found);
  if (mailbox.success) return success(mailbox.data);
  if (found !== undefined) return failed(beforehand(odd(session, 'EMAIL_POP of a mailbox', { status: 200 })));
  const words = session.words(`EMAIL_POP: not among the ${entries.length} that it lists`);
  return failed({ ...trouble('provider.no-such-mailbox', words), sent: false });
}

/** The addresses of all mailboxes of the domain, as its list has them. */
export async function listAll(session: DirectAdminSession): Promise<Result<readonly string[], CallTrouble>> {
  const listed = await entriesOf(session);
  if (!listed.ok) return listed;
  const names = listed.value.flatMap((entry) => namedSchema.safeParse(entry).data?.account ?? []);
  return success(names.map((name) => `${name}@${session.domain}`));
}

async function entriesOf(session: DirectAdminSession): Promise<Result<readonly unknown[], CallTrouble>> {
  const path = `/CMD_EMAIL_POP?json=yes&domain=${encodeURIComponent(session.domain)}`;
  const answer = await call(session, { method: 'GET', path, body: null, longest: longestList });
  if (!answer.ok) return failed(beforehand(answer.failure));
  const said = readSaid(answer.value.text);
  if (said?.error === true && statusFits(answer.value.status, false)) {
    return refusal(session, 'provider.not-allowed', said);
  }
  const json = jsonOf(session.door, answer.value);
  const list = mailboxListSchema.safeParse(json.ok ? json.value.body : null);
  if (!list.success || !statusFits(answer.value.status, true)) {
    return failed(beforehand(odd(session, 'EMAIL_POP', answer.value)));
  }
  return success(Object.values(list.data.emails));
}

/** Sets the password as an administrator. Quota and limit are said again, because what is left out may be reset. */
export async function changeFor(
  session: DirectAdminSession,
  { account, usage, sent }: Mailbox,
  next: string,
): Promise<Result<null, CallTrouble>> {
  const { domain } = session;
  const fields = { action: 'modify', domain, user: account, passwd: next, passwd2: next, quota: usage.quota };
  const limit = sent === null ? {} : { limit: sent.send_limit };
  const said = await order(session, 'CMD_API_POP', { ...fields, ...limit, json: 'yes' });
  if (!said.ok) return said;
  return said.value.error ? refusal(session, 'provider.policy', said.value) : success(null);
}

/** Sends one order and reads what it came to. */
async function order(
  session: DirectAdminSession,
  command: string,
  fields: Readonly<Record<string, string>>,
): Promise<Result<Said, CallTrouble>> {
  const body = new URLSearchParams(fields).toString();
  const answer = await call(session, { method: 'POST', path: `/${command}`, body });
  if (!answer.ok) return answer;
  const said = readSaid(answer.value.text);
  if (said === null || !statusFits(answer.value.status, !said.error))
    return failed(odd(session, command, answer.value));
  return success(said);
}

async function call(
  session: DirectAdminSession,
  request: Omit<HttpCall, 'headers'>,
): Promise<Result<HttpAnswer, CallTrouble>> {
  const { authorization, door, limits, signal, words } = session;
  const headers = {
    ...(authorization === null ? {} : { authorization }),
    ...(request.body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const answer = await callHttp(door, { ...request, headers }, limits, signal);
  if (!answer.ok || answer.value.status !== 401) return answer;
  // The status alone says that nothing was done (RFC 9110 section 15.5.2).
  const code = authorization === null ? 'provider.wrong-current' : 'provider.credential-refused';
  return failed({ ...trouble(code, words('answer 401')), sent: false });
}

const refusal = (session: DirectAdminSession, code: ProviderFailureCode, { text }: Said) =>
  failed<CallTrouble>({ ...trouble(code, session.words(`DirectAdmin: ${text}`)), sent: false });
const odd = (session: DirectAdminSession, command: string, { status }: Pick<HttpAnswer, 'status'>): CallTrouble => ({
  ...trouble('provider.odd-answer', session.words(`${command}: answer ${status} says nothing`)),
  sent: true,
});
