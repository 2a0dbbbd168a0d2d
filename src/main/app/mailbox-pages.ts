import { limits } from '../../core/rotation/budget.ts';
import { ownEndpoints } from '../../core/rotation/context.ts';
import type { MailboxFacts } from '../../core/rotation/facts.ts';
import { reduce } from '../../core/rotation/reduce.ts';
import { serverOf } from '../../core/verify/attempt.ts';
import { failure } from '../../shared/failures.ts';
import type { MailboxId } from '../../shared/ids.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { ClientView, MailboxListItem, MailboxView } from '../../shared/views.ts';
import type { LiveCheckups } from './live-checkups.ts';
import type { LiveRotations } from './live-rotations.ts';
import { listState, mailboxView, refreshed } from './mailbox-view.ts';
import { doubtAbout, recoveryOf } from './recovery.ts';
import type { Workspace, World } from './workspace.ts';

/** What a page shows of a space: its mailboxes, and what was seen of their clients. */
interface Visited {
  readonly workspace: Workspace;
  readonly checkups: Pick<LiveCheckups, 'lastVisit'>;
  readonly rotations: Pick<LiveRotations, 'lastRound'>;
}

/** The record and what its journal says: nearly every page needs both. */
export async function openMailbox(
  workspace: Workspace,
  id: MailboxId,
): Promise<Result<{ readonly record: MailboxRecord; readonly facts: MailboxFacts }>> {
  const record = await workspace.world.records.load(id);
  if (!record.ok) return record;
  const entries = await workspace.world.journal.read(id);
  return entries.ok ? success({ record: record.value, facts: reduce(entries.value) }) : entries;
}

/** What was last seen of the clients since the app was started: by a round or by a check-up, whichever is newer. */
function lastVisit(
  space: Visited,
  record: MailboxRecord,
): { readonly clients: readonly ClientView[]; readonly at: number | null } | null {
  const checkup = space.checkups.lastVisit(record.id);
  const round = space.rotations.lastRound(record.id);
  const newest = round && (!checkup || checkup.at === null || round.at > checkup.at) ? round : checkup;
  if (!newest) return null;
  const known = new Map(newest.clients.map((view) => [view.client.id, view]));
  // what was seen of other settings than the client has now is left out
  const clients = record.clients.flatMap((client) => refreshed(client, known.get(client.id)) ?? []);
  return { clients, at: newest.at };
}

/** As `openMailbox`, also where the journal cannot be relied on: then the page says so, and what helps. */
async function openInDoubt(
  workspace: Workspace,
  id: MailboxId,
): Promise<Result<{ record: MailboxRecord; facts: MailboxFacts; recovery: MailboxView['recovery'] }>> {
  const record = await workspace.world.records.load(id);
  if (!record.ok) return record;
  const entries = await workspace.world.journal.read(id);
  if (!entries.ok && entries.failure.code !== 'journal.unreadable') return entries;
  const recovery = await recoveryOf(workspace.world, record.value);
  if (!recovery.ok) return recovery;
  const facts = reduce(entries.ok ? entries.value : []);
  return success({ record: record.value, facts, recovery: recovery.value });
}

export async function readMailbox(space: Visited, id: MailboxId): Promise<Result<MailboxView>> {
  const opened = await openInDoubt(space.workspace, id);
  if (!opened.ok) return opened;
  const { record, facts, recovery } = opened.value;
  const provider = space.workspace.world.provider(record.provider.id);
  if (!provider) return failed(failure('request.not-found', record.provider.id));
  const visit = lastVisit(space, record);
  return success(
    mailboxView({
      record,
      facts,
      manifest: provider.manifest,
      clients: visit?.clients ?? null,
      checkedAt: visit?.at ?? null,
      recovery,
      refusals: await refusalsOf(space.workspace.world, record),
    }),
  );
}

/** What one more sign-in on the mailbox's own first server would come on top of. */
async function refusalsOf({ ledger }: World, record: MailboxRecord): Promise<MailboxView['refusals']> {
  const [endpoint] = ownEndpoints(record);
  const standing = endpoint ? await ledger.standing(serverOf(endpoint)) : null;
  return standing && { thisWeek: standing.inSevenDays, limit: limits.inSevenDays };
}

/** The list at the side, in the order in which mailboxes were added. One that cannot be read is listed all the same. */
export async function listMailboxes(space: Visited): Promise<Result<MailboxListItem[]>> {
  const listed = await space.workspace.world.records.list();
  if (!listed.ok) return listed;
  const items = listed.value.map(async ({ id, address }): Promise<MailboxListItem> => {
    const doubt = await doubtAbout(space.workspace.world, id);
    const opened = await openMailbox(space.workspace, id);
    const clients = opened.ok ? opened.value.record.clients.length : 0;
    if (doubt?.code.startsWith('journal.')) return { id, address, clients, state: 'in-doubt' };
    if (doubt || !opened.ok) return { id, address, clients, state: 'attention' };
    const { record, facts } = opened.value;
    return {
      ...{ id, address, clients },
      state: listState(facts, lastVisit(space, record)?.clients ?? null),
    };
  });
  return success(await Promise.all(items));
}

/**
 * Forgets a mailbox: every kept password first, then its record and its journal, readable or not. The person has
 * confirmed it, and nothing of it is under way any more.
 */
export function removeMailbox(workspace: Workspace, id: MailboxId): Promise<Result<void>> {
  return workspace.forget(id);
}
