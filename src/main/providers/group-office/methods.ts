import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { type CallTrouble, callHttp } from '../http-call.ts';
import { jsonOf } from '../json-call.ts';
import { trouble } from '../outcome.ts';
import type { GroupOfficeSession } from './session.ts';
import { type SignedIn, sameHeaders } from './sign-in.ts';
import { answersSchema, methodErrorSchema } from './types.ts';

/** One method with its arguments; the id is its own name again in everything that is sent here. */
export type MethodCall = readonly [method: string, args: object];

/** The settings of every module are in one of these answers. */
const longestAnswer = 4 * 1024 * 1024;

/**
 * Sends methods in one request and gives their answers in the same order. Not the envelope of RFC 8620: a bare list there
 * and back (www/go/core/jmap/Router.php). An error of a method comes with the status 200; the first one ends everything.
 */
export async function callMethods(
  session: GroupOfficeSession,
  signedIn: SignedIn,
  calls: readonly MethodCall[],
): Promise<Result<readonly unknown[], CallTrouble>> {
  const { door, folder, limits, signal, words } = session;
  const unauthorized = codeOfUnauthorized(session, signedIn);
  const headers = { ...sameHeaders, authorization: signedIn.authorization, 'content-type': 'application/json' };
  const body = JSON.stringify(calls.map(([method, args]) => [method, args, method]));
  const path = `${folder}api/jmap.php`;
  const call = { method: 'POST', path, headers, body, longest: longestAnswer } as const;
  const answer = await callHttp(door, call, limits, signal);
  if (!answer.ok) return answer;
  const { status } = answer.value;
  if (status === 401) return refused(unauthorized, words('jmap: answer 401'));
  const json = jsonOf(door, answer.value);
  if (!json.ok) return json;
  const said = answersSchema.safeParse(json.value.body);
  const whole = said.success && said.data.length === calls.length && status === 200;
  if (!whole) return odd(words(`jmap: answer ${status}`));
  const results: unknown[] = [];
  for (const [index, [method, args, id]] of said.data.entries()) {
    const asked = calls[index]?.[0];
    const error = method === 'error' ? methodErrorSchema.safeParse(args) : null;
    if (error?.success === true && id === asked) return failed(errorOf(session, asked, error.data, unauthorized));
    if (method !== asked || id !== asked) return odd(words(`jmap: ${method} for ${asked ?? ''}`));
    results.push(args);
  }
  return success(results);
}

/** What it means that the server does not know a session or a key (any more). */
function codeOfUnauthorized({ mode }: GroupOfficeSession, { byCode }: SignedIn): ProviderFailureCode {
  if (byCode) return 'provider.sign-in-ended';
  return mode === 'self' ? 'provider.not-allowed' : 'provider.credential-refused';
}

/** Errors that a method is left with before it does anything; every other may come from the middle of it. */
function errorOf(
  { words }: GroupOfficeSession,
  method: string,
  { type, message }: { readonly type: string; readonly message: string },
  unauthorized: ProviderFailureCode,
): CallTrouble {
  const technical = words(`${method}: ${type} ${message}`);
  if (type === 'unauthorized') return { ...trouble(unauthorized, technical), sent: false };
  if (type === 'forbidden') return { ...trouble('provider.not-allowed', technical), sent: false };
  // Two changes at once wait for each other, and one gives up (EntityController.php `defaultSet`).
  if (/could not obtain lock/i.test(message)) return { ...trouble('provider.busy', technical), sent: false };
  return { ...trouble('provider.odd-answer', technical), sent: true };
}

const odd = (technical: string) => failed<CallTrouble>({ ...trouble('provider.odd-answer', technical), sent: true });
const refused = (code: ProviderFailureCode, technical: string) =>
  failed<CallTrouble>({ ...trouble(code, technical), sent: false });
