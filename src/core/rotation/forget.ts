import { type MailboxId, rotationIdSchema, type VersionId } from '../../shared/ids.ts';
import type { JournalFact } from '../../shared/journal.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { attemptSignIn } from '../verify/attempt.ts';
import type { Attempt } from '../verify/types.ts';
import { askServer } from './ask.ts';
import { Desk, ownEndpoints, type RotationPorts } from './context.ts';
import { doubtFailure, readWithDoubt } from './doubt.ts';
import { isOver, type MailboxFacts, signedIn } from './facts.ts';
import { outcomeOf } from './sign-in.ts';

const day = 24 * 3_600_000;
/** How long a version is kept after it has lost its place, in milliseconds. */
export const keptFor = { previous: 14 * day, abandoned: day } as const;

/** Versions whose time is over, or whose removal was begun before a crash. Never current, never pending. */
export function dueToForget(facts: MailboxFacts, now: number): readonly VersionId[] {
  const rotation = facts.rotation;
  // while it is open which password is the right one, nothing is thrown away
  if (rotation && !isOver(rotation) && rotation.promotedAt === null) return [];
  const due = [
    ...facts.previous.filter((one) => one.since + keptFor.previous <= now),
    ...facts.abandoned.filter((one) => one.since + keptFor.abandoned <= now),
  ].map((one) => one.version);
  const kept = new Set([facts.current?.version, facts.pending?.version]);
  return [...new Set([...due, ...facts.forgetting])].filter((version) => !kept.has(version));
}

/**
 * Removes versions that are due, after current has signed in once more just now: if it does not, everything stays and the
 * next call tries again. Returns the versions removed. A removal cut short is repeated; absence is fine. In doubt about
 * the journal nothing is removed.
 */
export async function forgetOld(
  ports: RotationPorts,
  mailbox: MailboxId,
  signal: AbortSignal,
): Promise<Result<readonly VersionId[]>> {
  const read = await readWithDoubt(ports, mailbox);
  if (!read.ok) return read;
  const doubt = doubtFailure(read.value);
  if (doubt) return failed(doubt);
  const id = rotationIdSchema.parse(ports.newId());
  const desk = new Desk(ports.journal, mailbox, id, read.value.entries);
  const due = dueToForget(desk.facts, ports.clock.now());
  if (due.length === 0) return success([]);
  const proved = await currentSignsIn(ports, mailbox, desk, signal);
  if (!proved.ok) return proved;
  if (!proved.value) return success([]);
  for (const version of due) {
    const intent = await desk.write({ type: 'forgetting', version });
    if (!intent.ok) return intent;
    const removed = await ports.secrets.remove(mailbox, version);
    if (!removed.ok) return removed;
    const noted = await desk.write({ type: 'forgotten', version });
    if (!noted.ok) return noted;
  }
  return success(due);
}

/** One sign-in with current on the mailbox's own server, journaled like any other. */
async function currentSignsIn(
  ports: RotationPorts,
  mailbox: MailboxId,
  desk: Desk,
  signal: AbortSignal,
): Promise<Result<boolean>> {
  const { rotation, current } = desk.facts;
  const record = await ports.records.load(mailbox);
  if (!record.ok) return record;
  const [endpoint] = ownEndpoints(record.value);
  if (!current || !endpoint) return success(false);
  const { version } = current;
  if (!rotation) {
    const known = desk.facts.asks.some((one) => one.version === version && one.outcome === 'signed-in');
    const standing = known ? 'proven' : 'unproven';
    const question = { version, purpose: 'forget', prompted: 'app', standing } as const;
    const asked = await askServer(ports, record.value, desk, question, signal);
    return asked.ok ? success(asked.value.outcome === 'signed-in') : asked;
  }
  const { protocol } = endpoint;
  const attempt = (rotation.probes.at(-1)?.attempt ?? 0) + 1;
  const line = { rotation: rotation.id, attempt };
  const probing: JournalFact = { type: 'probing', ...line, version, label: 'current', purpose: 'forget', protocol };
  const intent = await desk.write(probing);
  if (!intent.ok) return intent;
  const { secrets, ledger, probe, clock } = ports;
  const shown: Attempt = await attemptSignIn(
    { secrets, ledger, probe, clock, authorities: record.value.authorities, signal },
    {
      ...{ mailbox, endpoint, user: record.value.user, version, prompted: 'app', read: false },
      standing: signedIn(rotation, version) ? 'proven' : 'unproven',
    },
  );
  const outcome = outcomeOf(shown);
  if (outcome === null) return success(false);
  const noted = await desk.write({ type: 'probed', ...line, ...outcome });
  return noted.ok ? success(outcome.outcome === 'signed-in') : noted;
}
