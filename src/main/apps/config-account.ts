import type { AppSecurity, AppTrouble } from '../../shared/apps.ts';
import type { Protocol } from '../../shared/model.ts';
import type { Span } from './byte-text.ts';

/** Where one password stands in one file, quotes and all, and how that file writes passwords. */
export interface PasswordPlace extends Span {
  readonly file: string;
  /** What stands there, undone from the file's way of writing; null if that is not text. */
  reveal(): string | null;
  /** The bytes to put there instead, or null if the file has no way to write this. */
  put(password: string): string | null;
}

/** What an app has for one sign-in. */
export type Held =
  | { readonly is: 'password'; readonly at: PasswordPlace }
  | { readonly is: 'none' }
  | { readonly is: 'oauth' }
  | { readonly is: 'locked'; readonly why: AppTrouble }
  /** `looksInKeyring`: the app asks the keyring for its host and user, without being told so. */
  | { readonly is: 'unsupported'; readonly why: AppTrouble; readonly looksInKeyring?: true };

/** One sign-in that a file has settings for; null where it does not say, or not in so many words. */
export interface ConfigAccount {
  /** What the person calls it. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly host: string | null;
  readonly port: number | null;
  readonly security: AppSecurity;
  readonly user: string | null;
  readonly held: Held;
}

/** What was read. */
export interface Reading {
  readonly accounts: readonly ConfigAccount[];
  /** Other files that are part of these settings and have not been handed over: full paths. */
  readonly wants: readonly string[];
  /** Why nothing, or not everything, could be made of it. */
  readonly trouble: AppTrouble | null;
}

/** Every file that was read for these settings, by path; null for one that is not there or may not be read. */
export type ConfigTexts = ReadonlyMap<string, string | null>;

/** A file that its own program would refuse or that is no such file. */
export const notUnderstood: Reading = { accounts: [], wants: [], trouble: 'not-understood' };

export const nothingThere: Reading = { accounts: [], wants: [], trouble: null };

export const nothingKept: Held = { is: 'none' };
export const signsInByToken: Held = { is: 'oauth' };
export const odd: Held = { is: 'unsupported', why: 'not-understood' };

const knownStores =
  /^\s*(?:\S*\/)?(?:secret-tool\s+lookup|pass(?:\s+show)?|security\s+find-(?:generic|internet)-password)(?=\s|$)/;

/** A command stands where the password would: it is never run, only told apart from a password store that is known. */
export function runs(command: string): Held {
  return { is: 'unsupported', why: knownStores.test(command) ? 'kept-elsewhere' : 'runs-command' };
}

/** A port as it is written in a file; null for none, a name or nonsense. */
export function portIn(words: string | null | undefined): number | null {
  if (!words || !/^\d{1,5}$/.test(words)) return null;
  const port = Number(words);
  return port >= 1 && port <= 65_535 ? port : null;
}
