import { type Failure, type FailureCode, failure } from '../../shared/failures.ts';
import { type Finding, isRefusal, nothingShown, refusalCodes } from '../../shared/findings.ts';
import type { ClientRecord } from '../../shared/model.ts';
import type { ClientView, Lamp, RotationStage, RotationView } from '../../shared/views.ts';
import type { Side } from '../verify/types.ts';
import { actNow } from './advance.ts';
import type { Context } from './context.ts';
import { ownEndpoints, proofFor } from './context.ts';
import { type RotationFacts, type SideResult, signedIn } from './facts.ts';
import type { Act } from './machine.ts';
import { gradeFromFacts } from './round.ts';
import { keyOf } from './sign-in.ts';

/** The whole rotation as the face shows it. It holds no secret. */
export function viewOf(context: Context): RotationView {
  const { desk, state, record, provider } = context;
  const rotation = desk.rotation;
  const act = state.doing ?? actNow(context);
  const stage = stageOf(context, act);
  return {
    id: context.id,
    mailbox: context.mailbox,
    address: record.address,
    mode: context.mode,
    stage,
    provedBy: provedBy(context),
    recovered: state.recovered,
    checks: state.checks,
    warnings: state.warnings,
    rules: state.rules,
    endsSessions: provider.manifest.capabilities.endsSessions,
    page: context.mode === 'by-hand' ? pageOf(context) : null,
    failure: whyOf(context, stage, act),
    waitUntil: waitUntil(context, stage, act),
    rung: rotation?.waits.at(-1)?.rung ?? 0,
    refusedSignIns: refusedSignIns(context),
    clients: record.clients.map((client) => clientView(context, client)),
    pending: desk.facts.pending?.version ?? null,
    startedAt: rotation?.startedAt ?? context.ports.clock.now(),
    changedAt: rotation?.promotedAt ?? null,
    finishedAt: rotation?.ended?.at ?? null,
  };
}

/** Once it is proved, by what it was; the mailbox may have gone to another provider since. */
function provedBy(context: Context): RotationView['provedBy'] {
  const rotation = context.desk.rotation;
  const proved = rotation?.provenAt ? rotation.pending : null;
  if (rotation && proved) return signedIn(rotation, proved.version) ? 'sign-in' : 'answer';
  return proofFor(context) === 'answer' ? 'answer' : 'sign-in';
}

function stageOf(context: Context, act: Act): RotationStage {
  const { state, desk } = context;
  if (state.left) return 'reverted';
  const ended = desk.rotation?.ended;
  if (ended) return ended.as;
  if (act.kind === 'ask-password') return state.phase;
  if (state.stalled) return 'needs-help';
  if (act.kind === 'submit' && act.attempt === 1 && !state.consented) return state.phase;
  // the budget's wait, between two tries
  if (act.kind === 'sign-in' && state.hold && !state.doing) return 'waiting';
  return stageOfAct(act, state.phase, desk.rotation);
}

function stageOfAct(act: Act, phase: RotationStage, rotation: RotationFacts | null): RotationStage {
  switch (act.kind) {
    case 'ask-password':
      return phase;
    case 'submit':
      return 'submitting';
    case 'your-turn':
      return 'your-turn';
    case 'sign-in':
      return act.purpose === 'verify' ? 'verifying' : 'settling';
    case 'climb':
    case 'wait':
      return 'waiting';
    case 'prove':
    case 'promote':
      return 'verifying';
    case 'revert':
      return 'reverted';
    case 'call-for-help':
    case 'rest':
      return 'needs-help';
    case 'round':
      return 'round';
    case 'none':
      return rotation ? 'needs-help' : phase;
  }
}

/** A code with the technical line that belongs to it, where this run still knows it. */
function explained({ state }: Context, code: FailureCode): Failure {
  return state.lastFailure?.code === code ? state.lastFailure : failure(code);
}

function whyOf(context: Context, stage: RotationStage, act: Act): Failure | null {
  const { state, desk } = context;
  switch (stage) {
    case 'reverted':
      // on its way back the reason is known before its line is written
      return explained(context, desk.rotation?.ended?.code ?? (act.kind === 'revert' ? act.code : 'request.cancelled'));
    case 'needs-help':
      return state.stalled ?? explained(context, desk.rotation?.needsHelp?.code ?? 'request.cancelled');
    case 'waiting':
      if (act.kind === 'wait' && act.code) return explained(context, act.code);
      return state.hold?.failure ?? null;
    default:
      return state.failure;
  }
}

function waitUntil({ state }: Context, stage: RotationStage, act: Act): number | null {
  if (stage === 'waiting') return act.kind === 'wait' || act.kind === 'climb' ? act.until : (state.hold?.until ?? null);
  // nothing goes on by itself here: from then on a click is of use
  if (state.pause && (stage === 'not-ready' || stage === 'reverted')) return state.pause.until;
  const isHeld = stage === 'not-ready' || (stage === 'needs-help' && state.stalled === state.hold?.failure);
  return isHeld ? (state.hold?.until ?? null) : null;
}

/** The address of the page that a person changes the password on, as the mailbox's record has it. */
function pageOf({ provider, record }: Context): string | null {
  const field = provider.manifest.fields.find((one) => one.kind === 'https-url');
  return field ? (record.provider.settings[field.key] ?? null) : null;
}

/** Refused sign-ins of this rotation, and none whose answer was never seen, those of the round included as far as this run has seen them. */
function refusedSignIns(context: Context): number {
  const { desk, state, record } = context;
  const own = (desk.rotation?.probes ?? []).filter((one) => one.outcome === 'refused');
  const versions = new Set((desk.rotation?.probes ?? []).map((one) => one.version));
  const ownKeys = new Set([...versions].flatMap((one) => ownEndpoints(record).map((at) => keyOf(context, at, one))));
  const others = [...state.seen].filter(([key, finding]) => !ownKeys.has(key) && isRefusal(finding));
  return own.length + others.length;
}

function clientView(context: Context, client: ClientRecord): ClientView {
  const rotation = context.desk.rotation;
  const graded = rotation ? gradeFromFacts(rotation, client) : { grade: 'waiting' as const, at: null };
  return {
    client,
    receiving: lampOf(context, client, 'receiving'),
    sending: lampOf(context, client, 'sending'),
    grade: graded.grade,
    gradedAt: graded.at,
    shown: rotation?.shown.get(client.id) ?? nothingShown,
  };
}

function lampOf({ board, desk }: Context, client: ClientRecord, side: Side): Lamp {
  const live = board.lamp(client, side);
  if (live.state !== 'unchecked') return live;
  const noted = desk.rotation?.checked.get(client.id);
  const finding = noted ? findingFrom(client, side, noted[side], noted.foundAt[side]) : null;
  return finding ? { state: 'known', finding } : live;
}

/** After a restart: what the journal still says of a finding. Where it was tried stands in the client's record. */
function findingFrom(client: ClientRecord, side: Side, result: SideResult, at: number): Finding | null {
  const settings = client[side];
  if (!settings || result === 'unused' || result === 'unchecked') return null;
  const protocol = 'protocol' in settings ? settings.protocol : ('smtp' as const);
  const { host, port, security } = settings;
  const where = { protocol, host, port, security, at, took: 0 };
  if (result === 'ok') return { ok: true, ...where, tls: '', mechanism: '', messages: null };
  const refused = (refusalCodes as readonly string[]).includes(result);
  const stage = refused ? 'signing-in' : 'connecting';
  return { ok: false, ...where, code: result, stage, passwordSent: refused, serverText: '' };
}
