import type { Failure } from '../../shared/failures.ts';
import { type Grade, nothingShown, type Shown, type ShownSides } from '../../shared/findings.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { ClientRecord } from '../../shared/model.ts';
import { type Result, success } from '../../shared/result.ts';
import type { AttemptAsk } from '../ports.ts';
import { verify } from '../verify/engine.ts';
import { planChecks } from '../verify/plan.ts';
import type { Check, Side } from '../verify/types.ts';
import { type Context, everyEndpoint, verifyDeps } from './context.ts';
import type { ClientMark, ClientResult, RotationFacts, SideResult } from './facts.ts';
import { isProven } from './sign-in.ts';

/** Checks every client that has not been checked since the change, each distinct sign-in once. */
export async function makeRound(context: Context): Promise<Result<void>> {
  const rotation = context.desk.rotation;
  if (!rotation) return success(undefined);
  const checks = allChecks(context).filter((check) =>
    check.targets.some(({ client }) => !rotation.checked.has(client)),
  );
  return await visit(context, checks, 'app');
}

/** Checks one client again because a person asked; clients that share its sign-ins get the findings too. */
export async function visitClient(context: Context, client: ClientId): Promise<Result<void>> {
  const checks = allChecks(context).filter((check) => check.targets.some((target) => target.client === client));
  for (const { key } of checks) context.state.seen.delete(key);
  return await visit(context, checks, 'person');
}

function allChecks({ record, desk, provider }: Context): readonly Check[] {
  if (provider.manifest.mailSignIns === 'oauth') return [];
  return planChecks(record, desk.facts.current?.version ?? null, { appPasswords: false });
}

async function visit(
  context: Context,
  checks: readonly Check[],
  prompted: AttemptAsk['prompted'],
): Promise<Result<void>> {
  const { desk, id, record, board, state } = context;
  const { signal } = context.line;
  const clients = record.clients.filter((one) =>
    checks.some((check) => check.targets.some((t) => t.client === one.id)),
  );
  for (const client of clients) {
    const intent = await desk.write({ type: 'client-checking', rotation: id, client: client.id });
    if (!intent.ok) return intent;
  }
  // what pending has just proved on the way to promotion is not asked again
  const open: Check[] = [];
  for (const check of checks) {
    const seen = state.seen.get(check.key);
    if (seen?.ok) board.apply(check, { type: 'finding', key: check.key, finding: seen });
    else open.push(check);
  }
  const failure = await runChecks(context, open, prompted);
  if (signal.aborted) return success(undefined);
  // what kept an earlier visit from reading a secret is over once one has been read
  if (open.length > 0) state.failure = failure;
  for (const client of clients) {
    const noted = await noteClient(context, client);
    if (!noted.ok) return noted;
  }
  context.changed();
  return success(undefined);
}

/** Returns the keychain's failure if it did not give a secret. */
async function runChecks(
  context: Context,
  checks: readonly Check[],
  prompted: AttemptAsk['prompted'],
): Promise<Failure | null> {
  const byKey = new Map(checks.map((check) => [check.key, check]));
  let failure: Failure | null = null;
  const proven = (check: Check): boolean => isProven(context, check);
  const known = everyEndpoint(context.record);
  for await (const event of verify(verifyDeps(context), checks, { proven, prompted, read: false, known })) {
    const check = byKey.get(event.key);
    if (!check) continue;
    if (event.type === 'finding') context.state.seen.set(event.key, event.finding);
    if (event.type === 'no-secret') failure = event.failure;
    context.board.apply(check, event);
    context.changed();
  }
  return failure;
}

/** Notes what is known of a client's settings now. */
async function noteClient(context: Context, client: ClientRecord): Promise<Result<void>> {
  const { desk, id } = context;
  const receiving = sideResult(context, client, 'receiving');
  const sending = sideResult(context, client, 'sending');
  const mark = desk.rotation?.marks.get(client.id) ?? null;
  const grade = gradeOf(client, { receiving, sending }, mark, desk.rotation?.shown.get(client.id));
  const foundAt = {
    receiving: foundAtOf(context, client, 'receiving'),
    sending: foundAtOf(context, client, 'sending'),
  };
  return await desk.write({
    ...{ type: 'client-checked', rotation: id, client: client.id },
    ...{ grade, receiving, sending, foundAt },
  });
}

function foundAtOf({ board, desk, ports }: Context, { id }: ClientRecord, side: Side): number {
  return board.finding(id, side)?.at ?? desk.rotation?.checked.get(id)?.foundAt[side] ?? ports.clock.now();
}

function sideResult({ board, desk }: Context, client: ClientRecord, side: Side): SideResult {
  if (client[side] === null) return 'unused';
  const finding = board.finding(client.id, side);
  if (!finding) return desk.rotation?.checked.get(client.id)?.[side] ?? 'unchecked';
  if (finding.ok) return 'ok';
  // not tried, because another check had been refused first
  return finding.code === 'mail.stopped' ? 'unchecked' : finding.code;
}

export interface SideResults {
  readonly receiving: SideResult;
  readonly sending: SideResult;
}

/**
 * The grade of a client in a round, never more than was seen: what the device itself shows counts most, our own sign-in
 * proves settings, a person's word is told. A client with a password of its own is left alone by the change.
 */
export function gradeOf(
  client: ClientRecord,
  results: SideResults | null,
  mark: ClientMark | null,
  shown: ShownSides = nothingShown,
): Grade {
  if (mark?.mark === 'gone') return 'gone';
  if (client.signIn.how === 'app-password') return 'left-alone';
  const told = mark?.mark === 'told' ? mark : null;
  const seen = (as: Shown['as']): readonly Shown[] =>
    sides.flatMap((side) => (client[side] && shown[side]?.as === as ? [shown[side]] : []));
  const old = [...seen('holds-old'), ...seen('tried-old')];
  // whoever says so later has entered the new one since
  if (old.some(({ at }) => told === null || at > told.at)) return 'old-password';
  const used = sides.filter((side) => client[side] !== null);
  const isWhole = seen('signed-in').length + seen('stored').length === used.length;
  // one side is not the whole device: then the word of whoever was there says more
  if (seen('signed-in').length > 0 && (isWhole || !told)) return 'device-seen';
  if (used.length > 0 && isWhole) return 'stored';
  if (told) return 'told';
  if (client.signIn.how === 'elsewhere') return 'cannot-check';
  return results && allOk(results) ? 'settings-proved' : 'waiting';
}

const sides = ['receiving', 'sending'] as const;

function allOk({ receiving, sending }: SideResults): boolean {
  const used = [receiving, sending].filter((one) => one !== 'unused');
  return used.length > 0 && used.every((one) => one === 'ok');
}

/** The grade and when it was earned, from a rotation's facts alone: for the face, the report and the history. */
export function gradeFromFacts(
  rotation: RotationFacts,
  client: ClientRecord,
): { readonly grade: Grade; readonly at: number | null } {
  const result = rotation.checked.get(client.id) ?? null;
  const mark = rotation.marks.get(client.id) ?? null;
  const shown = rotation.shown.get(client.id) ?? nothingShown;
  const grade = gradeOf(client, result, mark, shown);
  return { grade, at: earnedAt(grade, { result, mark, shown }) };
}

interface Grounds {
  readonly result: ClientResult | null;
  readonly mark: ClientMark | null;
  readonly shown: ShownSides;
}

const shownFor: Partial<Record<Grade, readonly Shown['as'][]>> = {
  'device-seen': ['signed-in'],
  stored: ['stored'],
  'old-password': ['holds-old', 'tried-old'],
};

function earnedAt(grade: Grade, { result, mark, shown }: Grounds): number | null {
  if (grade === 'told' || grade === 'gone') return mark?.at ?? null;
  if (grade === 'settings-proved') return result ? provedAt(result) : null;
  const times = sides.flatMap((side) =>
    shown[side] && shownFor[grade]?.includes(shown[side].as) ? [shown[side].at] : [],
  );
  return times.length === 0 ? null : Math.max(...times);
}

/** When the last of its sides was. */
function provedAt(result: ClientResult): number {
  return Math.max(...sides.flatMap((side) => (result[side] === 'ok' ? [result.foundAt[side]] : [])));
}

/**
 * Notes what was seen of one side of a client. What is already known, or older than it, is not written again, and the time
 * of a sight is never later than now. A device that has signed in has shown more than its store can.
 */
export async function noteShown(context: Context, { client, side, as, at }: Sight): Promise<Result<void>> {
  const { desk, id, ports } = context;
  const known = desk.rotation?.shown.get(client)?.[side] ?? null;
  const seenAt = Math.min(at, ports.clock.now());
  if (known && (seenAt < known.at || (seenAt === known.at && known.as === as))) return success(undefined);
  if (known?.as === 'signed-in' && as === 'stored') return success(undefined);
  return await desk.write({ type: 'client-shown', rotation: id, client, side, shows: as, seenAt });
}

/** What was seen of one side of a client itself, and when it was so. */
export interface Sight extends Shown {
  readonly client: ClientId;
  readonly side: Side;
}
