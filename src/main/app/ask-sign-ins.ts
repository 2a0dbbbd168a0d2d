import { isLocalAddress, isLocalHost, isLoopback, isThisComputer } from '../../core/evidence/addresses.ts';
import type { WatchedClient } from '../../core/evidence/candidates.ts';
import type { Span } from '../../core/evidence/clock.ts';
import type { ClientNames } from '../../core/evidence/names.ts';
import type { OwnSignIn } from '../../core/evidence/own.ts';
import { type Reading, readLog } from '../../core/evidence/read-log.ts';
import type { Clock } from '../../core/ports.ts';
import { signedIn } from '../../core/rotation/facts.ts';
import { actsAsAdministrator } from '../../core/rotation/provider-attempt.ts';
import { reduce } from '../../core/rotation/reduce.ts';
import type { RotationRun } from '../../core/rotation/run.ts';
import type { SignInLog } from '../../shared/at-provider.ts';
import type { Failure } from '../../shared/failures.ts';
import type { Shown } from '../../shared/findings.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import type { RotationView } from '../../shared/views.ts';
import { askProvider } from './ask-provider.ts';
import type { Workspace } from './workspace.ts';

/** `cannot`: the provider does not tell, or must not be asked. `failure` beside what was told: it could not be noted. */
type Told =
  | { readonly kind: 'cannot' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | ({ readonly kind: 'told'; readonly failure: Failure | null } & Pick<Reading, 'unclear' | 'knocking'>);

export interface AskParts {
  readonly workspace: Workspace;
  /** What devices call themselves. */
  readonly names: ClientNames;
}

const hour = 3_600_000;
/** So far back our own sign-ins are known, in ms. */
const week = 7 * 24 * hour;

/**
 * Asks the provider once who has signed in since the change, takes our own sign-ins out, and notes in the rotation what is
 * left of its devices. In the mailbox's own name it asks only with a password that has signed in since the change.
 */
export async function askSignIns(
  { workspace, names }: AskParts,
  run: RotationRun,
  { proven, signal }: { readonly proven: boolean; readonly signal: AbortSignal },
): Promise<Told> {
  const { world } = workspace;
  const [record, journal] = [await world.records.load(run.mailbox), await world.journal.read(run.mailbox)];
  if (!record.ok) return { kind: 'failed', failure: record.failure };
  if (!journal.ok) return { kind: 'failed', failure: journal.failure };
  const provider = world.provider(record.value.provider.id);
  const changed = changeOf(journal.value, run);
  if (!provider?.signIns || changed === null) return { kind: 'cannot' };
  if (!changed.proven && !actsAsAdministrator(provider.manifest, record.value)) return { kind: 'cannot' };
  const { now } = world.clock;
  let asked: Span = { from: now(), to: now() };
  const standing = proven ? 'proven' : 'unproven';
  const told = await askProvider<SignInLog>(
    workspace,
    run.mailbox,
    ({ signIns }, access) => {
      if (!signIns) return null;
      const from = now();
      // a server's clock may be behind ours
      const answer = signIns(access, Math.max(changed.at - hour, from - week));
      return answer.finally(() => {
        asked = { from, to: now() };
      });
    },
    { prompted: 'app', standing },
  );
  if (!told.ok) return { kind: 'failed', failure: told.failure };
  if (signal.aborted) return { kind: 'cannot' };
  const own = await ownSince(workspace, record.value, changed.at - hour);
  // in this order: an edit of the list is in the journal before it is in the list
  const view = run.view();
  const edits = await world.journal.read(run.mailbox);
  if (!edits.ok) return { kind: 'failed', failure: edits.failure };
  const reading = readLog(told.value, {
    clients: clientsOf(view, edits.value),
    // what our own sign-ins were before is not known, and neither is whose the others are
    changedAt: Math.max(changed.at + provider.manifest.propagationSeconds * 1_000, own.knownFrom),
    own: own.signIns,
    names,
    ...standsOf(workspace, record.value),
    asked,
    setForward: Math.max(stepSince(world.clock, clockBefore(workspace, changed.at)), 0),
  });
  const failure = await note(run, reading, asked, signal);
  const listed = new Set(view.clients.map(({ client }) => client.id));
  // one that was taken out of the list has no name any more
  const unclear = reading.unclear.filter((one) => one.clients.every((id) => listed.has(id)));
  return { kind: 'told', failure, unclear, knocking: reading.knocking };
}

/** When this rotation's password became the mailbox's, and whether a mail server has taken it. */
function changeOf(entries: readonly JournalEntry[], { id }: RotationRun) {
  const { rotation } = reduce(entries);
  if (rotation?.id !== id || rotation.promotedAt === null || !rotation.pending) return null;
  return { at: rotation.promotedAt, proven: signedIn(rotation, rotation.pending.version) };
}

/**
 * The devices of the list, and those that were taken out of it: what signed in before that may have been one of them, and
 * nobody knows any more what it used.
 */
function clientsOf({ clients }: RotationView, entries: readonly JournalEntry[]): readonly WatchedClient[] {
  const edited = new Map(entries.flatMap(({ fact, at }) => (fact.type === 'client-edited' ? [[fact.client, at]] : [])));
  const listed = clients.map(
    ({ client, grade, gradedAt }): WatchedClient => ({
      record: client,
      goneSince: grade === 'gone' ? gradedAt : null,
      editedAt: edited.get(client.id) ?? null,
    }),
  );
  const here = new Set(clients.map(({ client }) => client.id));
  const removed = [...edited].flatMap(([id, editedAt]): WatchedClient[] =>
    here.has(id) ? [] : [{ record: { ...unknownClient, id }, goneSince: null, editedAt }],
  );
  return [...listed, ...removed];
}

const unknownClient = { kind: 'other', receiving: null, sending: null, signIn: { how: 'mailbox-password' } } as const;

const sameCase = (text: string): string => text.toLowerCase();

/** Our own sign-ins to this mailbox: those of this process exactly, those of earlier ones as the ledger has them. */
async function ownSince(
  { world, ownSignIns }: Workspace,
  record: MailboxRecord,
  since: number,
): Promise<{ readonly signIns: readonly OwnSignIn[]; readonly knownFrom: number }> {
  const users = new Set([record.user, record.address, ...record.clients.map(({ user }) => user)].map(sameCase));
  const now = world.clock.now();
  const mine = ownSignIns.made
    .filter(({ user, to }) => users.has(sameCase(user)) && (to ?? now) >= since)
    .map(
      ({ protocol, outcome, from, to, port, clockAt }): OwnSignIn => ({
        ...{ protocol, outcome, from, to: to ?? now, port, stepped: Math.abs(stepSince(world.clock, clockAt)) },
      }),
    );
  const earlier = (await world.ledger.made?.(record.id, since)) ?? null;
  if (earlier === null) return { signIns: mine, knownFrom: ownSignIns.since };
  const stepped = Math.abs(stepSince(world.clock, ownSignIns.clockAt));
  const before = earlier
    .filter(({ from }) => from < ownSignIns.since)
    .map((one): OwnSignIn => ({ ...one, protocol: null, port: null, stepped }));
  return { signIns: [...before, ...mine], knownFrom: Math.min(ownSignIns.since, now - week) };
}

/** Clocks drift by less in a round. In ms. */
const drift = 1_000;

/** By how much the wall clock was set since it stood so to the steady one: more than 0 is forwards. */
function stepSince({ now, elapsed = now }: Clock, clockAt: number): number {
  const step = now() - elapsed() - clockAt;
  return Math.abs(step) > drift ? step : 0;
}

/** How the wall clock stood to the steady one at this time, as far back as this process knows. */
function clockBefore({ ownSignIns }: Workspace, at: number): number {
  return ownSignIns.made.findLast(({ from }) => from <= at)?.clockAt ?? ownSignIns.clockAt;
}

/** Where the mail server stands as we see it: by its name, or by where our own sign-ins have gone. */
function standsOf({ ownSignIns }: Workspace, { receiving, sending, user }: MailboxRecord) {
  const hosts = [receiving, sending].flatMap((one) => (one ? [one.host] : []));
  const peers = ownSignIns.made.flatMap((one) => (one.user === user && one.peer !== null ? [one.peer] : []));
  return {
    near: hosts.some(isLocalHost) || peers.some(isLocalAddress),
    onHost: hosts.some(isThisComputer) || peers.some(isLoopback),
  };
}

/** By how much the time of one entry may differ from one look to the next, besides how long the questions took. In ms. */
const jitter = 5_000;

/**
 * Writes what is new, refusals first; returns why something could not be written. A device that goes on signing in is no
 * news, and one that goes on trying the old password only at another time.
 */
async function note(run: RotationRun, { sights }: Reading, asked: Span, signal: AbortSignal): Promise<Failure | null> {
  const again = jitter + asked.to - asked.from;
  const refusedFirst = sights.toSorted((a, b) => Number(b.as === 'tried-old') - Number(a.as === 'tried-old'));
  for (const sight of refusedFirst) {
    const shown = run.view().clients.find(({ client }) => client.id === sight.client)?.shown[sight.side] ?? null;
    if (shown && (shown.at >= sight.at || isKnown(shown, sight, again))) continue;
    const noted = await run.noteShown(sight);
    // a round that ends meanwhile takes no more, and that is no failure
    if (!noted.ok) return signal.aborted ? null : noted.failure;
  }
  return null;
}

const isKnown = (shown: Shown, sight: Shown, again: number): boolean =>
  shown.as === sight.as && (sight.as === 'signed-in' || sight.at - shown.at < again);
