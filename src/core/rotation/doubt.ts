import { type Failure, failure } from '../../shared/failures.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import type { Doubt, JournalEntry, JournalFactType } from '../../shared/journal.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { type Result, success } from '../../shared/result.ts';
import type { RotationPorts } from './context.ts';
import type { MailboxFacts } from './facts.ts';
import { reduce } from './reduce.ts';

/** What the journal says, and why it is not to be relied on; `doubt` is null where it is. */
export interface Reading {
  readonly entries: readonly JournalEntry[];
  readonly facts: MailboxFacts;
  readonly doubt: Doubt | null;
}

/**
 * Reads a mailbox's journal and asks whether it may be acted upon. Not if it cannot be read, if it or its beginning is
 * absent while the keychain keeps versions, if it was begun anew and no version has signed in since, or if another
 * installation wrote it. In doubt nothing is sent by itself, nothing is changed and nothing is forgotten. Fails only where
 * the keychain or the disk gives no answer.
 */
export async function readWithDoubt(ports: RotationPorts, mailbox: MailboxId): Promise<Result<Reading>> {
  const read = await ports.journal.read(mailbox);
  if (!read.ok) {
    if (read.failure.code !== 'journal.unreadable') return read;
    return success({ entries: [], facts: reduce([]), doubt: 'unreadable' });
  }
  const entries = read.value;
  const facts = reduce(entries);
  if (facts.unsure) return success({ entries, facts, doubt: facts.unsure.why });
  if (!entries.some(({ fact }) => beginnings.includes(fact.type))) {
    const record = await ports.records.load(mailbox);
    if (!record.ok) return record;
    const kept = await candidates(ports, record.value);
    if (!kept.ok) return kept;
    return success({ entries, facts, doubt: kept.value.length > 0 ? 'missing' : null });
  }
  const elsewhere = await writtenElsewhere(ports, facts);
  return elsewhere.ok ? success({ entries, facts, doubt: elsewhere.value ? 'other-computer' : null }) : elsewhere;
}

/** A journal that names a version or its installation has one of these lines; one without has lost its beginning. */
const beginnings: readonly JournalFactType[] = ['adopted', 'opened', 'staging', 'unsure'];

async function writtenElsewhere(ports: RotationPorts, facts: MailboxFacts): Promise<Result<boolean>> {
  if (!ports.installation || facts.installation === null) return success(false);
  const here = await ports.installation();
  return here.ok ? success(here.value !== facts.installation) : here;
}

/** Why nothing may be done for this mailbox now, as a failure with a sentence. */
export function doubtFailure({ facts, doubt }: Pick<Reading, 'facts' | 'doubt'>): Failure | null {
  if (doubt === null) return null;
  if (facts.unsure) return failure('journal.set-aside');
  return failure(doubt === 'emptied' ? 'keychain.emptied' : `journal.${doubt}`);
}

/**
 * Versions that the keychain keeps and that may be the mailbox's password, in the keychain's order: all but those that
 * the record names as something else.
 */
export async function candidates(
  { kept }: RotationPorts,
  record: MailboxRecord,
): Promise<Result<readonly VersionId[]>> {
  if (!kept) return success([]);
  const listed = await kept(record.id);
  if (!listed.ok) return listed;
  const others = new Set<VersionId | null>([
    record.credential,
    ...record.clients.map(({ signIn }) => (signIn.how === 'app-password' ? signIn.version : null)),
  ]);
  return success(listed.value.filter((version) => !others.has(version)));
}

/**
 * Newest first, as far as it can be told: what the journal never heard of came after it; then pending, current, and what
 * they replaced. Only what is kept.
 */
export function newestFirst(facts: MailboxFacts, kept: readonly VersionId[]): readonly VersionId[] {
  const named = [
    ...(facts.pending ? [facts.pending] : []),
    ...(facts.current ? [facts.current] : []),
    ...facts.previous.toReversed(),
    ...facts.abandoned.toReversed(),
  ].map((one) => one.version);
  const all = [...named, ...(facts.unsure?.versions ?? [])];
  return [...new Set([...kept.filter((version) => !all.includes(version)), ...all])].filter((version) =>
    kept.includes(version),
  );
}

/** The keychain no longer has the version that the journal calls current: its entry was removed, or all were. */
export async function isEmptied({ secrets }: RotationPorts, mailbox: MailboxId, facts: MailboxFacts): Promise<boolean> {
  if (!facts.current) return false;
  const current = await secrets.get(mailbox, facts.current.version);
  return !current.ok && current.failure.code === 'keychain.entry-missing';
}

/**
 * Notes that this installation keeps the journal from now on; for one that has no such line yet. Nothing is written in
 * doubt, or where the line is there.
 */
export async function claimJournal(ports: RotationPorts, mailbox: MailboxId): Promise<Result<void>> {
  const read = await readWithDoubt(ports, mailbox);
  if (!read.ok) return read;
  if (read.value.doubt !== null || read.value.facts.installation !== null) return success(undefined);
  return await noteInstallation(ports, mailbox, read.value.facts);
}

/** Writes the line with this installation's id unless it is the last of its kind already. */
export async function noteInstallation(
  ports: RotationPorts,
  mailbox: MailboxId,
  facts: MailboxFacts,
): Promise<Result<void>> {
  if (!ports.installation) return success(undefined);
  const here = await ports.installation();
  if (!here.ok) return here;
  if (facts.installation === here.value) return success(undefined);
  const noted = await ports.journal.append(mailbox, { type: 'opened', installation: here.value });
  return noted.ok ? success(undefined) : noted;
}
