import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppAccount, KnownPasswords, Swap } from '../../../core/apps/mail-app.ts';
import { Secret } from '../../../core/secret.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { scratchHome } from '../apps.test-kit.ts';
import { thunderbird } from './app.ts';
import { openValue } from './ciphers.ts';
import { openKeyStore } from './key-store.ts';
import {
  anna,
  type Entry,
  host,
  type KeyOptions,
  loginsJson,
  makeKeys,
  prefsJs,
  putProfile,
} from './profile.test-kit.ts';

export const newFolder = temporaryFolders();
/** A primary password is made slow to try; on a computer that is busy it takes a test long. */
export const patient = { timeout: 60_000 };
export const old = 'Old-Pass-1 „ä€“';
export const fresh = 'New-Pass-2 \\"ß';
export const swap: Swap = { from: new Secret(old), to: new Secret(fresh) };
export const known: KnownPasswords = { right: swap.to, earlier: [new Secret('older'), swap.from] };

export const entry = (more: Partial<Entry> = {}): Entry => ({
  origin: `imap://${host}`,
  user: anna,
  password: old,
  how: 'aes',
  ...more,
});
const usual: readonly Entry[] = [
  entry({ origin: 'https://shop.example.test', password: 'of a shop' }),
  entry({ how: 'tripleDes' }),
  entry({ origin: `smtp://${host}` }),
  entry({ user: 'bert@example.test', password: old }),
  entry({ origin: `mailbox://${host}`, user: 'bert@example.test', password: 'of bert' }),
];

/** Other bytes wherever these stand. */
export function instead(bytes: Buffer, from: string, to: string): Buffer {
  const text = bytes.toString('hex');
  if (!text.includes(from)) throw new Error(`no ${from}`);
  return Buffer.from(text.replaceAll(from, to), 'hex');
}

interface SceneParts {
  readonly entries?: readonly Entry[];
  readonly keys?: KeyOptions;
  readonly prefs?: string;
  readonly logins?: (text: string) => string;
}

export async function scene({
  entries = usual,
  keys: options = {},
  prefs = prefsJs,
  logins = (text) => text,
}: SceneParts = {}) {
  const scratch = scratchHome(newFolder());
  const { db, keys } = await makeKeys(options);
  const folder = putProfile(scratch.home, { prefs, keys: db, logins: logins(loginsJson(entries, keys)) });
  const app = thunderbird(scratch);
  const { accounts, troubles } = await app.find();
  const of = (protocol: string): AppAccount => {
    const account = accounts.find((one) => one.protocol === protocol);
    if (!account) throw new Error(`no ${protocol} account`);
    return account;
  };
  const path = join(folder, 'logins.json');
  return { scratch, app, accounts, troubles, of, folder, path, keys, db, before: readFileSync(path, 'utf8') };
}
export type Scene = Awaited<ReturnType<typeof scene>>;

/** What a profile holds now, as somebody else would read it: every entry, opened. */
export async function holding({ path, db }: Scene, primary = ''): Promise<string[]> {
  const store = await openKeyStore(db, primary);
  if (store.state !== 'open') throw new Error(store.state);
  const { logins } = JSON.parse(readFileSync(path, 'utf8'));
  return logins.map(({ encryptedPassword }: { encryptedPassword: string }) => openValue(encryptedPassword, store.keys));
}

/** The entries without what a change of passwords may touch. */
export function rest(text: string, changed: readonly number[]): unknown {
  const store = JSON.parse(text);
  for (const i of changed) {
    for (const key of ['encryptedPassword', 'timePasswordChanged', 'syncCounter']) delete store.logins[i][key];
  }
  return store;
}
