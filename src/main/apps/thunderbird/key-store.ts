import { readTable, type SqliteRow } from '../sqlite-file.ts';
import { type StoreKey, unwrap } from './ciphers.ts';

export type KeyStore =
  | { readonly state: 'open'; readonly keys: readonly StoreKey[] }
  /** It has a primary password, and the one given is not it. */
  | { readonly state: 'locked' }
  | { readonly state: 'not-understood' };

const proof = 'password-check';

async function passes(check: SqliteRow, primary: string): Promise<boolean> {
  const { item1: salt, item2: value } = check;
  if (!Buffer.isBuffer(salt) || !Buffer.isBuffer(value)) return false;
  try {
    return (await unwrap(value, salt, primary)).toString('latin1') === proof;
  } catch {
    // Another password shows as padding that does not fit as often as it shows as another text.
    return false;
  }
}

async function keysOf(rows: readonly SqliteRow[], salt: Buffer, primary: string): Promise<StoreKey[]> {
  const keys: StoreKey[] = [];
  for (const { a102: id, a11: value } of rows) {
    if (!Buffer.isBuffer(id) || !Buffer.isBuffer(value)) continue;
    keys.push({ id: id.toString('hex'), key: await unwrap(value, salt, primary) });
  }
  return keys;
}

/**
 * The keys of a `key4.db`, which is only ever read. `primary` is empty where there is no primary password. The tables are
 * NSS's: the salt and a known text under the row `password` of `metaData`, and the keys in `nssPrivate`, named by `a102`.
 */
export async function openKeyStore(bytes: Buffer, primary: string): Promise<KeyStore> {
  try {
    const check = readTable(bytes, 'metaData')?.find(({ id }) => id === 'password');
    const rows = readTable(bytes, 'nssPrivate');
    if (!check || !rows || !Buffer.isBuffer(check['item1'])) return { state: 'not-understood' };
    if (!(await passes(check, primary))) return { state: 'locked' };
    return { state: 'open', keys: await keysOf(rows, check['item1'], primary) };
  } catch {
    return { state: 'not-understood' };
  }
}
