import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { sameAddress } from '../address-parts.ts';
import type { CallTrouble } from '../http-call.ts';
import { callJson, type JsonAnswer } from '../json-call.ts';
import { passwordRefusal } from './refusals.ts';
import { type ModoboaSession, odd, refusal, turnedAway } from './session.ts';
import { accountsSchema, changedSchema } from './types.ts';

/**
 * The number of the account with exactly this mailbox: the search finds all that begin alike. An international domain is
 * left out of it, because Modoboa takes both of its forms (modoboa/lib/validators.py) and keeps the one that it was given.
 * Reads only.
 */
export async function findAccount(session: ModoboaSession): Promise<Result<number, CallTrouble>> {
  const { address, local, domain } = session;
  const beginning = /(^|\.)xn--/.test(domain) ? `${local}@` : address;
  const searched = encodeURIComponent(beginning).replaceAll('%40', '@');
  const answer = await ask(session, 'GET', `?search=${searched}&page_size=100`, null);
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const away = turnedAway(session, 'accounts', status, body);
  if (away !== null) return failed(away);
  const listed = accountsSchema.safeParse(body);
  if (!listed.success || status !== 200) return failed(odd(session.words(`accounts: answer ${status}`)));
  const { next, results } = listed.data;
  const [found, ...others] = results.filter(({ mailbox }) => sameAddress(mailbox?.full_address ?? '', address));
  if (found !== undefined && others.length === 0) return success(found.pk);
  if (found !== undefined || next !== null) return failed(odd(session.words('accounts: not one account')));
  return failed(refusal('provider.no-such-mailbox', session.words('accounts: none with this mailbox')));
}

/**
 * Sets the password, and nothing else. `PUT accounts/<number>/password/` would ask for the current one, and the interface
 * v1 would take an administrator's domains away.
 */
export async function setPassword(session: ModoboaSession, account: number, next: Secret): Promise<CallTrouble | null> {
  const answer = await ask(session, 'PATCH', `${account}/`, { password: next.reveal() });
  if (!answer.ok) return answer.failure;
  const { status, body } = answer.value;
  const changed = changedSchema.safeParse(body);
  if (status === 200 && changed.success && changed.data.pk === account) return null;
  const away = turnedAway(session, 'accounts', status, body);
  return away ?? passwordRefusal(session, answer.value, 'password');
}

async function ask(
  session: ModoboaSession,
  method: 'GET' | 'PATCH',
  path: string,
  body: object | null,
): Promise<Result<JsonAnswer, CallTrouble>> {
  const { door, limits, signal, credential } = session;
  const headers = { authorization: `Token ${credential}`, 'accept-language': 'en' };
  return await callJson(door, { method, path: `/api/v2/accounts/${path}`, headers, body }, limits, signal);
}
