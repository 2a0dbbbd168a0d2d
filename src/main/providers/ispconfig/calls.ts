import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { type HostedSession, oddAnswer, seenRefusal } from '../hosted.ts';
import { type CallTrouble, callHttp } from '../http-call.ts';
import { jsonOf } from '../json-call.ts';
import type { Limits } from '../outcome.ts';
import { type Said, saidSchema } from './types.ts';

/** Those of the functions of `remoting` that are called here. */
export type Method = 'login' | 'mail_user_get' | 'mail_user_update' | 'logout';

/** What every one of them says where programs are kept out (interface/web/remote/json.php): words, no JSON. */
const keptOut = /^\s*Remote API is disabled/;

/** Calls one function. Everything that it is given goes into the body. */
export async function callIspconfig(
  { door, signal, words }: HostedSession,
  method: Method,
  given: object,
  limits: Limits,
): Promise<Result<Said, CallTrouble>> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const call = { method: 'POST', path: `/remote/json.php?${method}`, headers, body: JSON.stringify(given) } as const;
  const answer = await callHttp(door, call, limits, signal);
  if (!answer.ok) return answer;
  const { status, text } = answer.value;
  if (status === 200 && keptOut.test(text)) return seenRefusal('provider.not-allowed', words(`${method}: ${text}`));
  const json = jsonOf(door, answer.value);
  if (!json.ok) return json;
  const said = saidSchema.safeParse(json.value.body);
  return said.success && status === 200 ? success(said.data) : oddAnswer(words(`${method}: answer ${status}`));
}

/** Faults of which the words are known (remoting.inc.php, remote.d/mail.inc.php); all others come from the form. */
const known: readonly (readonly [RegExp, ProviderFailureCode])[] = [
  [/^This ISPConfig installation is currently under maintenance/, 'provider.busy'],
  [/^The login is not allowed from /, 'provider.not-allowed'],
  [/^The (login|Session)/, 'provider.credential-refused'],
  [/^You do not have the permissions /, 'provider.not-allowed'],
  [/^Mail domain - .* - does not exist as primary/s, 'provider.not-allowed'],
];

/** What a fault's words stand for, or null. */
export const knownFault = (message: string): ProviderFailureCode | null =>
  known.find(([words]) => words.test(message))?.[1] ?? null;

/** Words of the database come with the whole statement, which has the record and the new hash in it. */
export const isOfDatabase = (message: string): boolean => /\bUPDATE\s+`?mail_user\b/i.test(message);

/**
 * Whether only fields other than the password did not suit: the form names them by keys, one a line, and says of the password
 * a sentence in the server's language, or the one key that looks as if it were the address's.
 */
export function isOfOtherFields(message: string): boolean {
  const lines = message.split(/<br\s*\/?>|[\r\n]+/).filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => /^\s*(?!email_error_isascii)[a-z]+(_[a-z\d]+)+\s*$/.test(line));
}
