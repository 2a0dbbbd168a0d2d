import { type Failure, failure } from '../../shared/failures.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import type { Endpoint } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { defaultRules } from '../password/policy.ts';
import type { PasswordRules, Provider, ProviderAccess } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { holdUntil, pauseFor } from './ages.ts';
import { askedEndpoints, type CheckStep, type Context, proofFor, type RotationPorts } from './context.ts';
import { backOff } from './ladder.ts';
import { usableCurrent } from './machine.ts';
import { reserveAtProvider } from './provider-attempt.ts';
import { journaledSignIn } from './sign-in.ts';

export const stepsBefore = (): CheckStep[] =>
  (['keychain', 'receiving', 'provider', 'rules', 'sending'] as const).map((key) => ({
    key,
    state: 'waiting',
    failure: null,
  }));

/** The rules known without asking anybody. */
export function rulesBeforeAsking(provider: Provider): PasswordRules {
  return provider.manifest.rules ?? defaultRules;
}

/** The directory says that signing in with the current password costs something or cannot work. */
const sparing: readonly string[] = ['provider.must-change', 'provider.grace-running-out'];

type StepKey = CheckStep['key'];
/** Null: it went well. `skipped`: there was nothing to try. */
type StepOutcome = Failure | 'skipped' | null;

/**
 * Step 1: everything that can be known before anything is changed, one after another; the first failure ends it. The mail
 * server comes before the provider, so that a wrong current password costs one refused sign-in. An administrator's
 * credential is asked first: it does not depend on the current password, and may say that it is to be spared.
 */
export async function getReady(context: Context): Promise<Result<void>> {
  const { state } = context;
  state.phase = 'getting-ready';
  state.failure = null;
  state.warnings = [];
  state.checks = stepsBefore();
  state.spareCurrent = false;
  state.hold = null;
  state.pause = null;
  state.readied += 1;
  context.changed();
  const planned = await plan(context);
  const firstFailure = planned.ok ? await runSteps(context) : planned.failure;
  state.phase = firstFailure ? 'not-ready' : 'new-password';
  state.failure = firstFailure;
  context.changed();
  return firstFailure ? failed(firstFailure) : success(undefined);
}

/** Notes the rotation, or notes it anew when current has become another version since. */
async function plan({ desk, id, mode }: Context): Promise<Result<void>> {
  const current = desk.facts.current?.version ?? null;
  const rotation = desk.rotation;
  if (rotation && (rotation.pending || rotation.current === current)) return success(undefined);
  return await desk.write({ type: 'planned', rotation: id, mode, current });
}

async function runSteps(context: Context): Promise<Failure | null> {
  const steps: readonly (readonly [StepKey, () => Promise<StepOutcome>])[] = [
    ['keychain', () => tryKeychain(context)],
    ...inOrder(context),
  ];
  for (const [key, act] of steps) {
    note(context, key, 'running', null);
    const outcome = await act();
    if (outcome !== null && outcome !== 'skipped') {
      note(context, key, 'failed', outcome);
      return outcome;
    }
    note(context, key, outcome === 'skipped' ? 'skipped' : 'ok', null);
  }
  return null;
}

function inOrder(context: Context): (readonly [StepKey, () => Promise<StepOutcome>])[] {
  const [first, second] = askedEndpoints(context);
  const firstKey = context.record.receiving ? 'receiving' : 'sending';
  const otherKey = firstKey === 'receiving' ? 'sending' : 'receiving';
  const mailServer = [firstKey, () => tryCurrent(context, first)] as const;
  const provider = [
    ['provider', () => askProvider(context)],
    ['rules', () => Promise.resolve(null)],
  ] as const;
  const front = context.mode === 'admin' ? [...provider, mailServer] : [mailServer, ...provider];
  return [...front, [otherKey, () => tryCurrent(context, second)]];
}

function note({ state, changed }: Context, key: StepKey, to: CheckStep['state'], why: Failure | null): void {
  state.checks = state.checks.map((step) => (step.key === key ? { key, state: to, failure: why } : step));
  changed();
}

async function tryKeychain(context: Context): Promise<StepOutcome> {
  // without a server of its own nothing could ever prove that the new password works
  const proof = proofFor(context);
  if (proof !== 'answer' && proof.length === 0) return failure('request.invalid', '', 'receiving');
  const tried = await context.ports.secrets.tryOut();
  return tried.ok ? null : tried.failure;
}

async function tryCurrent(context: Context, endpoint: Endpoint | undefined): Promise<StepOutcome> {
  const { desk, state, mode, signal } = context;
  const version = desk.rotation?.current ?? null;
  if (mode !== 'admin' && !version) return failure('keychain.entry-missing');
  if (!endpoint || !version || state.spareCurrent) return 'skipped';
  const prompted = state.readied > 1 ? 'person' : 'app';
  const plan = { label: 'current', version, purpose: 'get-ready', endpoint, prompted, connection: null } as const;
  const tried = await journaledSignIn(context, plan);
  if (signal.aborted) return failure('request.cancelled');
  if (!tried.ok) return tried.failure;
  if (tried.value.kind === 'signed-in') return null;
  if (tried.value.kind === 'refused' && mode === 'admin') {
    // what we took for current is not; the administrator's change works all the same, without a way back
    state.warnings = [...state.warnings, tried.value.failure];
    state.spareCurrent = true;
    return 'skipped';
  }
  const { clock } = context.ports;
  const why = tried.value.failure;
  if (tried.value.kind === 'held-back') state.hold = holdUntil(clock, tried.value.freeAt, why);
  else if (why.code === 'mail.address-blocked') state.hold = holdUntil(clock, clock.now() + backOff(1, why.code), why);
  return why;
}

async function askProvider(context: Context): Promise<StepOutcome> {
  const { provider, state } = context;
  const access = await providerAccess(context);
  if (!access.ok) return access.failure;
  const right = await reserveAtProvider(context, state.readied > 1 ? 'person' : 'app');
  if (!right.ok) return right.failure;
  const answer = await provider.check(access.value);
  const ready = answer.kind === 'ready';
  // cut short by ourselves: nobody knows what the server made of it, so it goes on counting
  if (!access.value.signal.aborted || ready) {
    await right.value.settle({ ok: ready, code: ready ? null : answer.failure.code });
  }
  if (context.signal.aborted) return failure('request.cancelled');
  if (answer.kind === 'not-ready') {
    state.pause = pauseFor(context.ports.clock, answer.failure, answer.pause);
    return answer.failure;
  }
  state.rules = answer.rules ?? rulesBeforeAsking(provider);
  state.warnings = [...state.warnings, ...answer.warnings];
  if (answer.warnings.some((warning) => sparing.includes(warning.code))) state.spareCurrent = true;
  return null;
}

/** What the provider is told, with the secrets it needs read from the keychain just now. */
export async function providerAccess(context: Context): Promise<Result<ProviderAccess>> {
  const { record, desk } = context;
  const { signal } = context.line;
  const version = desk.rotation ? usableCurrent(desk.rotation) : null;
  const current = await secretOrNull(context.ports, context.mailbox, version);
  if (!current.ok) return current;
  const credential = await secretOrNull(context.ports, context.mailbox, record.credential);
  if (!credential.ok) return credential;
  const { address, user, authorities, provider } = record;
  const secrets = { current: current.value, credential: credential.value };
  return success({ address, user, settings: provider.settings, authorities, ...secrets, signal });
}

/** The secret of a version that there may be none of. */
export async function secretOrNull(
  { secrets }: Pick<RotationPorts, 'secrets'>,
  mailbox: MailboxId,
  version: VersionId | null,
): Promise<Result<Secret | null>> {
  return version === null ? success(null) : await secrets.get(mailbox, version);
}
