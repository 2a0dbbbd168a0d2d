import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { type CallTrouble, callHttp } from '../http-call.ts';
import { odd, refusal, refusalCode } from './answers.ts';
import type { PleskSession } from './session.ts';
import { type CliAnswer, cliAnswerSchema } from './types.ts';

/** What the program returns for every error (docs.plesk.com/current/cli-linux, "Getting Started"). */
const anyError = 1;

/** Asks whether the server has this mailbox. Reads only. */
export async function findByRest(session: PleskSession): Promise<Result<null, CallTrouble>> {
  const answer = await runMail(session, ['--info', session.address]);
  if (!answer.ok) return answer;
  const { code, stderr } = answer.value;
  if (code === 0) return success(null);
  const technical = session.words(`mail --info: ${code} ${stderr}`);
  return failed(code === anyError ? refusal('provider.no-such-mailbox', technical) : odd(technical));
}

/** Sets the password: the one request here that changes anything. `next` must not look like an option. */
export async function setByRest(session: PleskSession, next: Secret): Promise<Result<null, CallTrouble>> {
  const answer = await runMail(session, ['--update', session.address, '-passwd', next.reveal()]);
  if (!answer.ok) return answer;
  const { code, stderr } = answer.value;
  if (code === 0) return success(null);
  // The program has only one number for all its errors, so its words decide. Without words that are known, it may have
  // failed after the password was set.
  const known = code === anyError ? refusalCode(0, stderr, 'set') : null;
  const technical = session.words(`mail --update: ${code} ${stderr}`);
  return failed(known === null ? odd(technical) : refusal(known, technical));
}

/** Runs Plesk's program `mail` on the server. */
async function runMail(session: PleskSession, params: readonly string[]): Promise<Result<CliAnswer, CallTrouble>> {
  const call = {
    method: 'POST',
    path: '/api/v2/cli/mail/call',
    headers: { ...session.headers, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ params }),
  } as const;
  const answer = await callHttp(session.door, call, session.limits, session.signal);
  if (!answer.ok) return answer;
  const { status, text } = answer.value;
  // Both say that the request was not carried out, whatever else they say (RFC 9110 sections 15.5.2 and 15.5.4).
  if (status === 401) return failed(refusal('provider.credential-refused', session.words('answer 401')));
  if (status === 403) return failed(refusal('provider.not-allowed', session.words('answer 403')));
  const said = cliAnswerSchema.safeParse(parsed(text));
  return said.success && status === 200 ? success(said.data) : failed(odd(session.words(`answer ${status}`)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
