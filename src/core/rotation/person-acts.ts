import { type Failure, failure } from '../../shared/failures.ts';
import type { ByHandAnswer } from '../../shared/journal.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { Secret } from '../secret.ts';
import { actNow } from './advance.ts';
import type { Context } from './context.ts';
import { getReady } from './ready.ts';
import { isCurrent, stageOrReuse } from './submit.ts';

/** What a person asks of a rotation, as far as it is noted; what follows from it is `advance`. */

type Done = Promise<Result<void>>;

export const wrongStage = (): Result<void> => failed(failure('request.wrong-stage'));

export function nothingSent({ desk }: Context): boolean {
  const { rotation } = desk;
  return rotation === null || (rotation.submissions.length === 0 && !rotation.ended);
}

/** Stores the new password; from now on it may be sent. */
export async function takeNew(
  context: Context,
  next: Secret,
  { endSessions }: { readonly endSessions: boolean },
): Done {
  const { state, provider } = context;
  if (endSessions && !provider.manifest.capabilities.endsSessions) {
    return failed(failure('request.invalid', '', 'endSessions'));
  }
  if (!nothingSent(context) || state.phase === 'not-ready') return wrongStage();
  if (state.readied === 0) {
    const ready = await getReady(context);
    if (!ready.ok) return ready;
  }
  if (await isCurrent(context, next)) return notTaken(context, failure('password.same-as-current'));
  const staged = await stageOrReuse(context, next);
  if (!staged.ok) return notTaken(context, staged.failure);
  state.phase = 'new-password';
  state.failure = null;
  state.stalled = null;
  state.consented = true;
  return success(undefined);
}

/** Notes what the person found on the provider's page. */
export async function takeAnswer(context: Context, answer: ByHandAnswer, typed: Secret | null): Done {
  const act = actNow(context);
  if (act.kind !== 'your-turn') return wrongStage();
  if (answer === 'different') {
    if (!typed) return failed(failure('request.invalid', '', 'password'));
    if (await isCurrent(context, typed)) return failed(failure('password.same-as-current', '', 'password'));
    // stored before the answer is noted: after a crash between the two the question is still open
    const staged = await stageOrReuse(context, typed);
    if (!staged.ok) return staged;
  }
  const { id, desk } = context;
  return await desk.write({ type: 'person-answered', rotation: id, attempt: act.attempt, answer });
}

/** Which decisions of a person count now: none, any, or all but sending the same password again. */
export function decisions(context: Context): 'none' | 'any' | 'not-sending' {
  const { stalled, hold } = context.state;
  const held = stalled !== null || hold !== null;
  const now = actNow(context).kind;
  // it would be sent again by itself, and the budget or the keychain keeps it from that
  const resends = now === 'submit' && !nothingSent(context) && held;
  if (now === 'rest' || resends) return 'any';
  return now === 'wait' || (now === 'sign-in' && held) ? 'not-sending' : 'none';
}

/** Leaves before anything was sent. */
export async function leaveNow({ desk, id, state }: Context): Done {
  if (desk.rotation?.pending) {
    const written = await desk.write({ type: 'reverted', rotation: id, code: 'request.cancelled' });
    if (!written.ok) return written;
  }
  state.left = true;
  state.parked?.release();
  return success(undefined);
}

function notTaken({ state }: Context, why: Failure): Result<void> {
  state.phase = 'new-password';
  state.failure = why;
  return failed(why);
}
