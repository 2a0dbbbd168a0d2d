import { readTable, type SqliteRow } from '../sqlite-file.ts';
import { mostIterationsTogether, type StoreKey, UnknownStore, type Wrapped, wrappedIn } from './ciphers.ts';

export type KeyStore =
  | { readonly state: 'open'; readonly keys: readonly StoreKey[] }
  /** It has a primary password, and the one given is not it. */
  | { readonly state: 'locked' }
  | { readonly state: 'not-understood' };

const proof = 'password-check';
/** Two are usual: one for each cipher. */
const mostKeys = 16;
/** `CKO_SECRET_KEY`, and the types `CKK_DES3` and `CKK_AES`, as NSS writes numbers: four bytes, the highest first. */
const secretKey = 0x04;
const keyTypes: readonly number[] = [0x15, 0x1f];

const numberIn = (value: SqliteRow[string] | undefined): number | null =>
  Buffer.isBuffer(value) && value.length === 4 ? value.readUInt32BE(0) : null;

interface WrappedKey {
  readonly id: string;
  readonly wrapped: Wrapped;
}

/** The keys that seal passwords: whatever else Thunderbird keeps there (those of S/MIME) is none of ours. */
function keysIn(rows: readonly SqliteRow[]): WrappedKey[] {
  const keys = rows.filter(({ a0, a100 }) => numberIn(a0) === secretKey && keyTypes.includes(numberIn(a100) ?? 0));
  if (keys.length > mostKeys) throw new UnknownStore('too many keys');
  return keys.flatMap(({ a102: id, a11: value }) =>
    Buffer.isBuffer(id) && Buffer.isBuffer(value) ? [{ id: id.toString('hex'), wrapped: wrappedIn(value) }] : [],
  );
}

async function passes(check: Wrapped, salt: Buffer, primary: string): Promise<boolean> {
  try {
    return (await check.open(salt, primary)).toString('latin1') === proof;
  } catch {
    // Another password shows as padding that does not fit as often as it shows as another text.
    return false;
  }
}

/**
 * The keys of a `key4.db`, which is only ever read. `primary` is empty where there is no primary password. The tables are
 * NSS's: the salt and a known text under the row `password` of `metaData`, and the keys in `nssPrivate`, named by `a102`.
 */
export async function openKeyStore(bytes: Buffer, primary: string): Promise<KeyStore> {
  try {
    const check = readTable(bytes, 'metaData')?.find(({ id }) => id === 'password');
    const rows = readTable(bytes, 'nssPrivate');
    const { item1: salt, item2: value } = check ?? {};
    if (!rows || !Buffer.isBuffer(salt) || !Buffer.isBuffer(value)) return { state: 'not-understood' };
    const wrapped = wrappedIn(value);
    const keys = keysIn(rows);
    const together = keys.reduce((sum, key) => sum + key.wrapped.iterations, wrapped.iterations);
    if (together > mostIterationsTogether) return { state: 'not-understood' };
    if (!(await passes(wrapped, salt, primary))) return { state: 'locked' };
    const opened: StoreKey[] = [];
    for (const { id, wrapped: key } of keys) opened.push({ id, key: await key.open(salt, primary) });
    return { state: 'open', keys: opened };
  } catch {
    return { state: 'not-understood' };
  }
}
