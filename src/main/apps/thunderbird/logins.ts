import * as z from 'zod';
import { openValue, type StoreKey } from './ciphers.ts';

const loginSchema = z.looseObject({
  hostname: z.string(),
  httpRealm: z.string().nullish(),
  encryptedUsername: z.string().max(10_000),
  encryptedPassword: z.string().max(100_000),
  guid: z.string().max(100),
  syncCounter: z.number().nullish(),
});
/** Version 3 is what Thunderbird has written since 2018; a later one may mean anything. */
const storeSchema = z.looseObject({ version: z.literal([2, 3]).nullish(), logins: z.array(z.unknown()).max(20_000) });
const newerSchema = z.looseObject({ version: z.number().min(4) });

export interface Login {
  readonly guid: string;
  readonly encryptedPassword: string;
}

export interface Logins {
  /** As it stands. */
  readonly text: string;
  /** Whether there are entries of this origin, whoever's they are. */
  has(origin: string): boolean;
  /** Entries of one origin whose user is this one; no other entry is decrypted. @throws Error if one cannot be */
  of(origin: string, user: string, keys: readonly StoreKey[]): Login[];
}

/** Reads a `logins.json`. Nothing is decrypted yet. */
export function readLogins(bytes: Buffer): Logins | 'newer-store' | 'not-understood' {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const parsed: unknown = JSON.parse(text);
    if (newerSchema.safeParse(parsed).success) return 'newer-store';
    const store = storeSchema.parse(parsed);
    // Thunderbird writes it without a blank too many. What it did not write so would not stay as it is.
    if (JSON.stringify(parsed) !== text) return 'not-understood';
    // Filtered by origin first, so that the entries of other sites stay sealed, user names and all.
    const at = (origin: string) => store.logins.flatMap((one) => entryAt(one, origin));
    return {
      text,
      has: (origin) => at(origin).length > 0,
      of: (origin, user, keys) => at(origin).filter((login) => openValue(login.encryptedUsername, keys) === user),
    };
  } catch {
    return 'not-understood';
  }
}

function entryAt(one: unknown, origin: string): z.infer<typeof loginSchema>[] {
  const login = loginSchema.safeParse(one);
  return login.success && login.data.hostname === origin && login.data.httpRealm === origin ? [login.data] : [];
}

/** One entry, and the sealed password that it shall have. */
export interface Resealed extends Login {
  readonly sealed: string;
}

/**
 * The whole store with other passwords in these entries; everything else stays letter for letter. `now` is milliseconds
 * since 1970, which Thunderbird shows as the day of the last change.
 */
export function withPasswords({ text }: Logins, changes: readonly Resealed[], now: number): string {
  const edited: unknown = JSON.parse(text, (_, value: unknown) => {
    const login = loginSchema.safeParse(value);
    if (!login.success || typeof value !== 'object') return value;
    const { guid, encryptedPassword, syncCounter } = login.data;
    const change = changes.find((one) => one.guid === guid && one.encryptedPassword === encryptedPassword);
    if (!change) return value;
    const counted = typeof syncCounter === 'number' ? { syncCounter: syncCounter + 1 } : {};
    return { ...value, encryptedPassword: change.sealed, timePasswordChanged: now, ...counted };
  });
  return JSON.stringify(edited);
}
