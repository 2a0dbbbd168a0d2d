import { type MailboxId, mailboxIdSchema, type VersionId, versionIdSchema } from '../../shared/ids.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import { type Result, success } from '../../shared/result.ts';
import type { DiskJournal } from './journal.ts';
import type { Keychain } from './keychain.ts';

interface Name {
  readonly mailbox: MailboxId;
  readonly version: VersionId;
}

/**
 * What the keychain keeps, by the names of its entries `<prefix>/<mailbox>/<version>` alone; no password leaves it. For
 * recovery and for the emergency sheet: it asks for all entries of the service.
 */
export function createKeptNames(
  keychain: Pick<Keychain, 'accounts'>,
  journal: Pick<DiskJournal, 'salvage'>,
  prefix: string,
) {
  const all = async (): Promise<Result<readonly Name[]>> => {
    const accounts = await keychain.accounts();
    return accounts.ok ? success(accounts.value.flatMap((account) => parse(prefix, account))) : accounts;
  };
  return {
    all,
    /** One mailbox's versions, newest first as far as its journal, sound or not, still tells their order. */
    async of(mailbox: MailboxId): Promise<Result<readonly VersionId[]>> {
      const listed = await all();
      if (!listed.ok) return listed;
      const salvaged = await journal.salvage(mailbox);
      const order = salvaged.ok ? versionsInOrder(salvaged.value) : [];
      const own = listed.value.filter((one) => one.mailbox === mailbox).map(({ version }) => version);
      // what the journal does not know came after what it knows
      const unnamed = own.filter((version) => !order.includes(version)).sort();
      const named = order.filter((version) => own.includes(version));
      return success([...unnamed, ...named.reverse()]);
    },
  };
}

function parse(prefix: string, account: string): Name[] {
  if (!account.startsWith(`${prefix}/`)) return [];
  const [mailbox, version, ...more] = account.slice(prefix.length + 1).split('/');
  const id = mailboxIdSchema.safeParse(mailbox);
  const name = versionIdSchema.safeParse(version);
  return id.success && name.success && more.length === 0 ? [{ mailbox: id.data, version: name.data }] : [];
}

/** Versions in the order in which they came, the oldest first. */
function versionsInOrder(entries: readonly JournalEntry[]): VersionId[] {
  const versions = entries.flatMap(({ fact }) => {
    if (fact.type === 'adopted' || fact.type === 'staging') return [fact.version];
    return fact.type === 'unsure' ? fact.versions.toReversed() : [];
  });
  return [...new Set(versions)];
}
