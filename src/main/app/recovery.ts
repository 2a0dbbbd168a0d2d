import { candidates, doubtFailure, newestFirst, noteInstallation, readWithDoubt } from '../../core/rotation/doubt.ts';
import { isChanging } from '../../core/rotation/old.ts';
import { readRecovery, recoveryView } from '../../core/rotation/recovery.ts';
import { reduce } from '../../core/rotation/reduce.ts';
import { type Failure, failure } from '../../shared/failures.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import type { Doubt } from '../../shared/journal.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { RecoveryView } from '../../shared/views.ts';
import type { Workspace, World } from './workspace.ts';

/** What the mailbox's page says while it is not known which password is right; null while it is. */
export async function recoveryOf(world: World, record: MailboxRecord): Promise<Result<RecoveryView | null>> {
  const read = await readRecovery(world, record.id);
  if (!read.ok) return read;
  const { doubt, facts } = read.value;
  if (doubt === null) return success(null);
  const kept = await candidates(world, record);
  if (!kept.ok) return kept;
  return success(recoveryView(facts, doubt, newestFirst(facts, kept.value), world.clock.now()));
}

/** Why nothing but recovery may be done for this mailbox; null where its journal can be relied on. */
export async function doubtAbout(world: World, mailbox: MailboxId): Promise<Failure | null> {
  const read = await readWithDoubt(world, mailbox);
  return read.ok ? doubtFailure(read.value) : read.failure;
}

/**
 * Whether a typed password may be taken although the journal is in doubt. A change that was under way there could still
 * send another one: its notes have to be set aside first.
 */
export async function mayTypeInDoubt(world: World, mailbox: MailboxId): Promise<boolean> {
  const read = await readRecovery(world, mailbox);
  if (!read.ok) return false;
  const { doubt, facts } = read.value;
  return doubt !== null && doubt !== 'emptied' && !isChanging(facts);
}

/** Whether this mailbox's journal may be set aside, and why it would be. `request.wrong-stage` where it is relied on. */
export async function maySetAside(world: World, mailbox: MailboxId): Promise<Result<Doubt>> {
  const read = await readRecovery(world, mailbox);
  if (!read.ok) return read;
  const { doubt, facts } = read.value;
  if (doubt === null || doubt === 'missing' || facts.unsure) return failed(failure('request.wrong-stage'));
  return success(doubt);
}

/**
 * Puts the journal aside and begins a new one that says which versions the keychain keeps, newest first as far as the old
 * one still tells. Nothing is deleted. A crash in between leaves a mailbox without a journal, which is in doubt as well.
 */
export async function setJournalAside(workspace: Workspace, record: MailboxRecord, why: Doubt): Promise<Result<void>> {
  const { world } = workspace;
  const kept = await candidates(world, record);
  if (!kept.ok) return kept;
  const read = await world.journal.read(record.id);
  const versions = newestFirst(reduce(read.ok ? read.value : []), kept.value);
  const aside = await workspace.setJournalAside(record.id);
  return aside.ok ? await beginNotes(world, record.id, why, versions) : aside;
}

/** The first lines of a journal that is in doubt. */
export async function beginNotes(
  world: World,
  mailbox: MailboxId,
  why: Doubt,
  versions: readonly VersionId[],
): Promise<Result<void>> {
  const begun = await world.journal.append(mailbox, { type: 'unsure', why, versions: versions.slice(0, 200) });
  return begun.ok ? await noteInstallation(world, mailbox, reduce([])) : begun;
}
