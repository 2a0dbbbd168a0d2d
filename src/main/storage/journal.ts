import { join } from 'node:path';
import type { Journal } from '../../core/ports.ts';
import { failure } from '../../shared/failures.ts';
import { type MailboxId, mailboxIdSchema } from '../../shared/ids.ts';
import { type JournalEntry, type JournalFact, journalFactSchema } from '../../shared/journal.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { fileFailure } from './file-failure.ts';
import type { FileLayer } from './file-layer.ts';
import type { IntegrityKey } from './integrity-key.ts';
import { readJournal, readSoundPart, type Tail, writeLine } from './journal-lines.ts';
import { createQueue } from './one-at-a-time.ts';

/** The journals of one space on the disk: `<folder>/<mailbox>.jsonl`, each line signed, chained and synced. */
export interface DiskJournal extends Journal {
  /** The mailboxes that have a journal. */
  mailboxes(): Promise<Result<readonly MailboxId[]>>;
  /** Removes a mailbox's journal; for a mailbox that is removed as a whole. */
  remove(mailbox: MailboxId): Promise<Result<void>>;
  /**
   * Puts an unreadable journal aside as `<mailbox>.unreadable-<n>`, so that a new one can begin. It is never deleted, and
   * never put aside by itself: from here on nothing is known of this mailbox's passwords but what the keychain lists.
   */
  setAside(mailbox: MailboxId): Promise<Result<void>>;
  /**
   * The lines that are ours of a journal that is not sound, or was set aside last. Only a hint about the order in which
   * versions came: nothing may be believed, sent or removed for it.
   */
  salvage(mailbox: MailboxId): Promise<Result<readonly JournalEntry[]>>;
}

export interface JournalOptions {
  readonly folder: string;
  readonly files: FileLayer;
  readonly key: IntegrityKey;
  /** Wall-clock milliseconds. */
  readonly now: () => number;
  /** Asked right before anything is written: may this process still? Left out where only one process can be. */
  readonly mayWrite?: (() => Promise<Result<void>>) | undefined;
}

interface Loaded {
  readonly entries: JournalEntry[];
  tail: Tail;
  /** All of it is known to be on the disk. */
  synced: boolean;
}

const extension = '.jsonl';
/** Tens of thousands of lines; no mailbox of ours comes near it. */
const largestJournal = 16 * 1_048_576;

const anybody = () => Promise.resolve(success(undefined));

export function createJournal({ folder, files, key, now, mayWrite = anybody }: JournalOptions): DiskJournal {
  const pathOf = (mailbox: MailboxId) => join(folder, `${mailbox}${extension}`);
  const loaded = new Map<MailboxId, Loaded>();
  /** Bytes of each journal that this process has seen on the disk. A journal that is shorter now was taken from us. */
  const seen = new Map<MailboxId, number>();
  const queues = new Map<MailboxId, ReturnType<typeof createQueue>>();

  const inTurn = <T>(mailbox: MailboxId, work: () => Promise<Result<T>>): Promise<Result<T>> => {
    const queue = queues.get(mailbox) ?? createQueue();
    queues.set(mailbox, queue);
    return queue(async () => {
      try {
        return await work();
      } catch (error) {
        // After a failed write nobody knows what the disk holds: read it again before the next line.
        loaded.delete(mailbox);
        return failed(fileFailure(error));
      }
    });
  };

  /** The journal as it is on the disk now; what was read before serves while the length is the same. */
  const load = async (mailbox: MailboxId, secret: Uint8Array): Promise<Result<Loaded>> => {
    const known = loaded.get(mailbox);
    const size = (await files.size(pathOf(mailbox))) ?? 0;
    if (known && known.tail.bytes === size) return success(known);
    loaded.delete(mailbox);
    if (size < (seen.get(mailbox) ?? 0)) return failed(failure('journal.unreadable', 'it has become shorter'));
    if (size > largestJournal) return failed(failure('journal.unreadable', 'too large'));
    const content = await files.read(pathOf(mailbox));
    const reading = readJournal(secret, mailbox, content ?? new Uint8Array());
    if (!reading.sound) return failed(failure('journal.unreadable', `line ${reading.line}`));
    const fresh: Loaded = { entries: [...reading.entries], tail: reading.tail, synced: size === 0 };
    loaded.set(mailbox, fresh);
    seen.set(mailbox, fresh.tail.bytes);
    return success(fresh);
  };

  const append = async (mailbox: MailboxId, fact: JournalFact): Promise<Result<JournalEntry>> => {
    // Before the key, which may be made now: after a crash the folder is what says that there is something to remove.
    await files.makeFolder(folder);
    const secret = await key();
    if (!secret.ok) return secret;
    const state = await load(mailbox, secret.value);
    if (!state.ok) return state;
    const { entries, tail } = state.value;
    const right = await mayWrite();
    if (!right.ok) return right;
    // A torn line is cut off before a new one follows.
    if (((await files.size(pathOf(mailbox))) ?? 0) > tail.bytes) await files.truncate(pathOf(mailbox), tail.bytes);
    const at = now();
    const { text, next } = writeLine(secret.value, tail, at, journalFactSchema.parse(fact));
    try {
      await files.append(pathOf(mailbox), Buffer.from(text, 'utf8'));
    } catch (error) {
      await undo(files, pathOf(mailbox), tail.bytes);
      throw error;
    }
    const entry: JournalEntry = { v: 1, seq: next.seq, at, fact };
    entries.push(entry);
    state.value.tail = next;
    state.value.synced = true;
    seen.set(mailbox, next.bytes);
    return success(entry);
  };

  const letGo = (mailbox: MailboxId): void => {
    loaded.delete(mailbox);
    seen.delete(mailbox);
  };

  const asides = async (mailbox: MailboxId): Promise<readonly number[]> => {
    const start = `${mailbox}.unreadable-`;
    const names = (await files.names(folder)).filter((name) => name.startsWith(start));
    return names.map((name) => Number(name.slice(start.length))).filter((number) => Number.isInteger(number));
  };

  return {
    append: (mailbox, fact) => inTurn(mailbox, () => append(mailbox, fact)),
    read: (mailbox) =>
      inTurn(mailbox, async () => {
        const size = await files.size(pathOf(mailbox));
        // A mailbox without a journal needs no keychain to say so.
        if (size === null && !seen.has(mailbox)) return success([]);
        const secret = await key();
        if (!secret.ok) return secret;
        const state = await load(mailbox, secret.value);
        return state.ok ? success([...state.value.entries]) : state;
      }),
    secure: (mailbox) =>
      inTurn(mailbox, async () => {
        const secret = await key();
        if (!secret.ok) return secret;
        const state = await load(mailbox, secret.value);
        if (!state.ok || state.value.synced) return state.ok ? success(undefined) : state;
        const right = await mayWrite();
        if (!right.ok) return right;
        await files.sync(pathOf(mailbox));
        state.value.synced = true;
        return success(undefined);
      }),
    mailboxes: () => listJournals(files, folder),
    remove: (mailbox) =>
      inTurn(mailbox, async () => {
        const right = await mayWrite();
        if (!right.ok) return right;
        await files.remove(pathOf(mailbox));
        letGo(mailbox);
        return success(undefined);
      }),
    setAside: (mailbox) =>
      inTurn(mailbox, async () => {
        const right = await mayWrite();
        if (!right.ok) return right;
        if ((await files.size(pathOf(mailbox))) !== null) {
          const number = Math.max(0, ...(await asides(mailbox))) + 1;
          await files.rename(pathOf(mailbox), join(folder, `${mailbox}.unreadable-${number}`));
        }
        letGo(mailbox);
        return success(undefined);
      }),
    salvage: (mailbox) =>
      inTurn(mailbox, async () => {
        const secret = await key();
        if (!secret.ok) return secret;
        const last = Math.max(0, ...(await asides(mailbox)));
        const aside = join(folder, `${mailbox}.unreadable-${last}`);
        const path = (await files.size(pathOf(mailbox))) === null ? aside : pathOf(mailbox);
        if (((await files.size(path)) ?? 0) > largestJournal) return success([]);
        const content = (await files.read(path)) ?? new Uint8Array();
        return success(readSoundPart(secret.value, mailbox, content).entries);
      }),
  };
}

/** Takes back what a failed write may have left, if the disk lets us; if not, the next reading leaves it out. */
async function undo(files: FileLayer, path: string, bytes: number): Promise<void> {
  try {
    if (((await files.size(path)) ?? 0) > bytes) await files.truncate(path, bytes);
  } catch {
    return;
  }
}

async function listJournals(files: FileLayer, folder: string): Promise<Result<MailboxId[]>> {
  try {
    const names = (await files.names(folder)).filter((name) => name.endsWith(extension));
    const ids = names.map((name) => mailboxIdSchema.safeParse(name.slice(0, -extension.length)));
    return success(ids.flatMap((id) => (id.success ? [id.data] : [])));
  } catch (error) {
    return failed(fileFailure(error));
  }
}
