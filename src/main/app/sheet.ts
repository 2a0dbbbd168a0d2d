import type { MailboxFacts } from '../../core/rotation/facts.ts';
import { reduce } from '../../core/rotation/reduce.ts';
import { type FailureCode, failure } from '../../shared/failures.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { SheetVersion, SheetView } from '../../shared/views.ts';
import { keptVersions } from './mailbox-view.ts';
import type { Workspace, World } from './workspace.ts';

/** How long each part is waited for, in ms. The keychain itself may be asking for its password, so it gets longer. */
const patience = { keychain: 20_000, record: 5_000, journal: 2_000 } as const;

/** What the sheet is read from. Neither a provider nor a mail server is among it. */
interface SheetSources extends Pick<Workspace, 'allKept' | 'lost'> {
  readonly world: Pick<World, 'records' | 'journal' | 'clock'>;
}

/**
 * The emergency sheet: every password of this space as the keychain lists it, with whatever record and journal still say
 * about it. It waits for no rotation and for no network; a part that does not answer in time is left out and named.
 * Fails only where the keychain does not list: `keychain.*`.
 */
export async function readSheet(workspace: SheetSources): Promise<Result<SheetView>> {
  const kept = await inTime(workspace.allKept(), patience.keychain, 'keychain.no-answer');
  if (!kept.ok) return kept;
  const versionsOf = new Map<MailboxId, VersionId[]>();
  for (const { mailbox, version } of kept.value) {
    versionsOf.set(mailbox, [...(versionsOf.get(mailbox) ?? []), version]);
  }
  const [lost, mailboxes] = await Promise.all([
    inTime(workspace.lost(), patience.record, 'journal.failed'),
    Promise.all([...versionsOf].map(([mailbox, versions]) => readMailbox(workspace, mailbox, versions))),
  ]);
  const readAt = workspace.world.clock.now();
  const name = (one: SheetView['mailboxes'][number]): string => `${one.address ?? '\u{10FFFF}'} ${one.mailbox}`;
  mailboxes.sort((a, b) => name(a).localeCompare(name(b)));
  return success({ readAt, mailboxes, lost: lost.ok ? lost.value.length : 0 });
}

async function readMailbox(
  { world }: SheetSources,
  mailbox: MailboxId,
  versions: readonly VersionId[],
): Promise<SheetView['mailboxes'][number]> {
  const [record, entries] = await Promise.all([
    inTime(world.records.load(mailbox), patience.record, 'keychain.no-answer'),
    inTime(world.journal.read(mailbox), patience.journal, 'journal.failed'),
  ]);
  const facts = reduce(entries.ok ? entries.value : []);
  const rows = versions.map((version) => rowOf(version, facts, record.ok ? record.value : null));
  return {
    mailbox,
    address: record.ok ? record.value.address : null,
    journal: entries.ok ? null : entries.failure,
    record: record.ok ? null : record.failure,
    versions: rows.sort((a, b) => order.indexOf(a.label) - order.indexOf(b.label) || (b.since ?? 0) - (a.since ?? 0)),
  };
}

const order: readonly SheetVersion['label'][] = [
  'current',
  'pending',
  'previous',
  'abandoned',
  'unknown',
  'credential',
  'app-password',
];

function rowOf(version: VersionId, facts: MailboxFacts, record: MailboxRecord | null): SheetVersion {
  const known = keptVersions(facts, record).find((one) => one.version === version);
  if (known) return { version, label: known.label, since: known.since, forgetAt: known.forgetAt, device: null };
  const nothing = { version, since: null, forgetAt: null, device: null };
  if (record?.credential === version) return { ...nothing, label: 'credential' };
  const client = record?.clients.find(({ signIn }) => signIn.how === 'app-password' && signIn.version === version);
  return client ? { ...nothing, label: 'app-password', device: client.name } : { ...nothing, label: 'unknown' };
}

/** What `work` answers, or this failure if it does not within the time or throws. It goes on by itself all the same. */
export async function inTime<T>(work: Promise<Result<T>>, milliseconds: number, late: FailureCode): Promise<Result<T>> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Result<T>>((resolve) => {
    timer = setTimeout(() => resolve(failed(failure(late))), milliseconds);
  });
  try {
    return await Promise.race([work.catch(() => failed(failure('app.bug'))), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
