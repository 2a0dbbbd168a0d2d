import { join } from 'node:path';
import type { AppHolding } from '../../../core/apps/mail-app.ts';
import type { Secret } from '../../../core/secret.ts';
import type { AppTrouble } from '../../../shared/apps.ts';
import type { AppFile, AppFiles } from '../app-files.ts';
import { readTable } from '../sqlite-file.ts';
import type { ProfileAccount } from './accounts.ts';
import { openValue, type StoreKey } from './ciphers.ts';
import { openKeyStore } from './key-store.ts';
import { type Login, type Logins, readLogins } from './logins.ts';

/** An entry of just this account, open. */
export interface OpenLogin extends Login {
  readonly password: string;
}

export interface OpenStore {
  readonly open: true;
  readonly file: AppFile;
  readonly logins: Logins;
  readonly keys: readonly StoreKey[];
  readonly entries: readonly OpenLogin[];
}

export type Store = OpenStore | ({ readonly open: false } & AppHolding);

const longestLogins = 32_000_000;
const longestKeys = 16_000_000;
const longestNewer = 64_000_000;

const closed = (holds: AppHolding['holds'], why: AppTrouble | null): Store => ({ open: false, holds, why });

/**
 * Whether passwords live in the store that is to follow `logins.json`. It is created empty by Thunderbird 153; as soon as
 * anything is in it, nobody can say which of the two counts.
 */
async function newerStoreTrouble(files: AppFiles, folder: string): Promise<AppTrouble | null> {
  const read = await files.read(join(folder, 'logins.db'), longestNewer);
  if (read.state === 'absent') return null;
  if (read.state === 'refused') return read.why;
  try {
    const tables = ['loginsL', 'loginsM'].map((table) => readTable(read.file.bytes, table) ?? []);
    return tables.some((rows) => rows.length > 0) ? 'newer-store' : null;
  } catch {
    return 'newer-store';
  }
}

/** The same right before a write, when Thunderbird is closed: then nothing of that store waits in a file beside it. */
export async function newerStoreForbids(files: AppFiles, folder: string): Promise<AppTrouble | null> {
  const waiting = await files.read(join(folder, 'logins.db-wal'), longestNewer);
  if (waiting.state === 'refused') return waiting.why;
  if (waiting.state === 'read' && waiting.file.bytes.length > 0) return 'changed';
  return await newerStoreTrouble(files, folder);
}

async function keysOf(files: AppFiles, folder: string, unlock: Secret | null) {
  const read = await files.read(join(folder, 'key4.db'), longestKeys);
  if (read.state !== 'read') return closed('unsupported', read.state === 'refused' ? read.why : 'not-understood');
  // Beside a journal of a write that was cut short, the database is not what it will be.
  const journal = await files.read(join(folder, 'key4.db-journal'), longestKeys);
  if (journal.state === 'refused' || (journal.state === 'read' && journal.file.bytes.length > 0)) {
    return closed('unsupported', 'changed');
  }
  const { bytes } = read.file;
  const plain = await openKeyStore(bytes, '');
  const store = plain.state === 'locked' && unlock ? await openKeyStore(bytes, unlock.reveal()) : plain;
  if (store.state === 'locked') return closed('locked', unlock ? 'wrong-unlocking' : 'needs-unlocking');
  return store.state === 'open' ? store.keys : closed('unsupported', 'not-understood');
}

const isKeys = (answer: readonly StoreKey[] | Store): answer is readonly StoreKey[] => !('open' in answer);

/** Opens what a profile keeps for one account, and nothing else of it. Never throws. */
export async function openStore(files: AppFiles, at: ProfileAccount, unlock: Secret | null): Promise<Store> {
  const { folder, origin, account } = at;
  const read = await files.read(join(folder, 'logins.json'), longestLogins);
  const newer = await newerStoreTrouble(files, folder);
  if (newer) return closed('unsupported', newer);
  if (read.state === 'absent') return closed('none', null);
  if (read.state === 'refused') return closed('unsupported', read.why);
  const logins = readLogins(read.file.bytes);
  if (typeof logins === 'string') return closed('unsupported', logins);
  if (!logins.has(origin)) return closed('none', null);
  const keys = await keysOf(files, folder, unlock);
  if (!isKeys(keys)) return keys;
  try {
    const entries = logins
      .of(origin, account.user, keys)
      .map((login) => ({ ...login, password: openValue(login.encryptedPassword, keys) }));
    return { open: true, file: read.file, logins, keys, entries };
  } catch {
    return closed('unsupported', 'not-understood');
  }
}
