import type { RecordStore } from '../../core/ports.ts';
import { failure } from '../../shared/failures.ts';
import type { MailboxId } from '../../shared/ids.ts';
import { type MailboxRecord, mailboxRecordSchema } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { fileFailure } from './file-failure.ts';
import type { FileLayer } from './file-layer.ts';
import type { IntegrityKey } from './integrity-key.ts';
import type { Keychain } from './keychain.ts';
import { createQueue } from './one-at-a-time.ts';
import { type IndexItem, type RecordIndex, readIndex, writeIndex } from './record-index.ts';

export interface RecordOptions {
  readonly keychain: Keychain;
  /** Where the index lies, beside the journals. */
  readonly folder: string;
  readonly files: FileLayer;
  readonly key: IntegrityKey;
  /** `mailbox`, or `session/<id>` for a helpdesk session. */
  readonly prefix?: string;
}

/**
 * Mailbox records in the keychain, one entry each, with an index in a file so that the list needs no keychain search.
 * The keychain decides: an index that is missing, forged or left in the middle of an act is made anew from it.
 */
export function createRecordStore(options: RecordOptions): RecordStore {
  const { keychain, prefix = 'mailbox' } = options;
  const account = (mailbox: MailboxId) => `${prefix}/${mailbox}`;
  const inTurn = createQueue();
  const index = createIndex(options, prefix);
  const guarded = <T>(work: () => Promise<Result<T>>): Promise<Result<T>> =>
    inTurn(async () => {
      try {
        return await work();
      } catch (error) {
        return failed(fileFailure(error));
      }
    });

  return {
    load: (mailbox) => loadRecord(keychain, account(mailbox), mailbox),
    save: (record) =>
      guarded(async () => {
        const now = await index.read();
        if (!now.ok) return now;
        const item = { id: record.id, address: record.address };
        const before = now.value.items.find((one) => one.id === record.id);
        const sameItem = before?.address === record.address;
        if (!sameItem) await index.write({ ...now.value, unsure: record.id });
        const written = await keychain.set(account(record.id), JSON.stringify(mailboxRecordSchema.parse(record)));
        if (written.ok && !sameItem) await index.write(withItem(now.value, record.id, item));
        return written;
      }),
    remove: (mailbox) =>
      guarded(async () => {
        const now = await index.read();
        if (!now.ok) return now;
        await index.write({ ...now.value, unsure: mailbox });
        const removed = await keychain.remove(account(mailbox));
        if (removed.ok) await index.write(withItem(now.value, mailbox, null));
        return removed;
      }),
    list: () =>
      guarded(async () => {
        const now = await index.read();
        return now.ok ? success(now.value.items) : now;
      }),
  };
}

async function loadRecord(keychain: Keychain, account: string, mailbox: MailboxId): Promise<Result<MailboxRecord>> {
  const found = await keychain.get(account);
  if (!found.ok) return found;
  if (found.value === null) return failed(failure('keychain.entry-missing'));
  const record = parseRecord(found.value);
  // An entry under another mailbox's name is not this mailbox's record.
  if (record?.id !== mailbox) return failed(failure('keychain.failed', 'a mailbox entry is damaged'));
  return success(record);
}

function parseRecord(text: string): MailboxRecord | null {
  try {
    const parsed = mailboxRecordSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function withItem(index: RecordIndex, id: MailboxId, item: IndexItem | null): RecordIndex {
  const present = index.items.some((one) => one.id === id);
  const replaced = index.items.flatMap((one) => (one.id !== id ? [one] : item ? [item] : []));
  return { v: 1, items: present || !item ? replaced : [...replaced, item], unsure: null };
}

function createIndex({ keychain, folder, files, key }: RecordOptions, prefix: string) {
  const write = async (index: RecordIndex): Promise<void> => {
    const secret = await key();
    if (secret.ok) await writeIndex(files, folder, secret.value, index);
  };

  /** Every record the keychain lists under our prefix. Damaged entries are left where they are. */
  const fromKeychain = async (): Promise<Result<RecordIndex>> => {
    const entries = await keychain.list();
    if (!entries.ok) return entries;
    const items = entries.value.flatMap(({ account, text }) => {
      const record = account.startsWith(`${prefix}/`) ? parseRecord(text) : null;
      return record && account === `${prefix}/${record.id}` ? [{ id: record.id, address: record.address }] : [];
    });
    return success({ v: 1, items, unsure: null });
  };

  const settle = async (index: RecordIndex, unsure: MailboxId): Promise<Result<RecordIndex>> => {
    const found = await keychain.get(`${prefix}/${unsure}`);
    if (!found.ok) return found;
    const record = found.value === null ? null : parseRecord(found.value);
    return success(withItem(index, unsure, record ? { id: unsure, address: record.address } : null));
  };

  const read = async (): Promise<Result<RecordIndex>> => {
    const secret = await key();
    if (!secret.ok) return secret;
    const stored = await readIndex(files, folder, secret.value);
    if (stored && stored.unsure === null) return success(stored);
    const made = stored?.unsure ? await settle(stored, stored.unsure) : await fromKeychain();
    if (made.ok) await write(made.value);
    return made;
  };
  return { read, write };
}
