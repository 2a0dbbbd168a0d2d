import { type Failure, failure } from '../../shared/failures.ts';
import { type Result, success } from '../../shared/result.ts';
import { agesOn, byAge, holdUntil } from './ages.ts';
import { type Context, ownEndpoints, proofFor } from './context.ts';
import { longestHold } from './ladder.ts';
import { type Act, nextAct, type SignInAct } from './machine.ts';
import { makeRound } from './round.ts';
import { journaledSignIn } from './sign-in.ts';
import { submit } from './submit.ts';

/** `wait`: come back at that time. `rest`: nothing more without a person. */
export type Pause = { readonly kind: 'rest' } | { readonly kind: 'wait'; readonly until: number };

type Step = Result<'again' | Pause>;
const again: Step = success('again');
const rest: Step = success({ kind: 'rest' });

/**
 * Goes on as far as the journal allows without a person: one act at a time, each derived anew from what is written. A
 * failure of the keychain or the disk ends it where it stands; nothing is guessed and nothing is lost.
 */
export async function advance(context: Context): Promise<Pause> {
  const { state } = context;
  for (;;) {
    if (context.signal.aborted || state.stalled || state.left || state.suspended) return { kind: 'rest' };
    const act = actNow(context);
    state.doing = act;
    context.changed();
    const step = await perform(context, act);
    state.doing = null;
    if (!step.ok) return stall(context, step.failure);
    if (step.value === 'again') continue;
    context.changed();
    return step.value;
  }
}

export function actNow(context: Context): Act {
  const { desk, ports } = context;
  const now = ports.clock.now();
  const rotation = desk.rotation ? byAge(desk.rotation, agesOn(ports.clock), now) : null;
  return nextAct(rotation, proofFor(context), now);
}

function stall(context: Context, why: Failure): Pause {
  if (!context.signal.aborted) context.state.stalled = why;
  context.changed();
  return { kind: 'rest' };
}

async function perform(context: Context, act: Act): Promise<Step> {
  const { desk, id: rotation, state } = context;
  switch (act.kind) {
    case 'none':
    case 'ask-password':
    case 'rest':
      state.parked?.release();
      return rest;
    case 'your-turn':
      return await handOver(context);
    case 'submit':
      // the first time only a person may say so, in this very run
      if (act.attempt === 1 && !state.consented) return rest;
      return andAgain(await submit(context, act));
    case 'sign-in':
      return await signIn(context, act);
    case 'climb':
      return andAgain(await desk.write({ type: 'waiting', rotation, rung: act.rung, until: act.until }));
    case 'wait':
      state.parked?.release();
      return success({ kind: 'wait', until: act.until });
    case 'prove':
      state.parked?.release();
      return andAgain(await desk.write({ type: 'proven', rotation }));
    case 'promote':
      return andAgain(await desk.write({ type: 'promoted', rotation, current: act.current, previous: act.previous }));
    case 'revert':
      state.parked?.release();
      return andAgain(await desk.write({ type: 'reverted', rotation, code: act.code }));
    case 'call-for-help':
      return andAgain(await desk.write({ type: 'needs-help', rotation, code: act.code }));
    case 'round': {
      const made = await makeRound(context);
      return made.ok ? rest : made;
    }
  }
}

/** The person goes to the page because of a line, which may be an earlier life's and not be on the disk yet. */
async function handOver({ state, ports, mailbox }: Context): Promise<Step> {
  state.parked?.release();
  const kept = (await ports.journal.secure?.(mailbox)) ?? success(undefined);
  return kept.ok ? rest : kept;
}

function andAgain(done: Result<void>): Step {
  return done.ok ? again : done;
}

async function signIn(context: Context, act: SignInAct): Promise<Step> {
  const { state, ports, desk, id: rotation } = context;
  const now = ports.clock.now();
  if (state.hold && act.prompted !== 'person' && act.label === 'pending') {
    if (state.hold.until > now) return success({ kind: 'wait', until: state.hold.until });
    state.hold = null;
  }
  const endpoint = ownEndpoints(context.record).find((one) => one.protocol === act.protocol);
  if (!endpoint) return { ok: false, failure: failure('request.wrong-stage') };
  if (act.label === 'current' && state.spareCurrent) return await spare(context, act);
  const connection = act.label === 'pending' ? ((await state.parked?.take(act.protocol)) ?? null) : null;
  const { label, version, purpose, prompted } = act;
  const tried = await journaledSignIn(context, { label, version, purpose, endpoint, prompted, connection });
  if (!tried.ok) return tried;
  // current is asked only if the budget has room; without it the ladder goes on
  if (tried.value.kind !== 'held-back' || label === 'current') return again;
  const { freeAt } = tried.value;
  if (freeAt - now > longestHold) {
    return andAgain(await desk.write({ type: 'needs-help', rotation, code: 'mail.budget-spent' }));
  }
  state.hold = holdUntil(ports.clock, freeAt, tried.value.failure);
  return again;
}

/** The directory asked us to spare current: it is noted as asked without a result, and nothing is sent. */
async function spare({ desk, id: rotation }: Context, act: SignInAct): Promise<Step> {
  const { attempt, version, label, purpose, protocol } = act;
  const intent = await desk.write({ type: 'probing', rotation, attempt, version, label, purpose, protocol });
  if (!intent.ok) return intent;
  return andAgain(
    await desk.write({ type: 'probed', rotation, attempt, outcome: 'inconclusive', code: 'mail.stopped' }),
  );
}
