import type { Span } from '../byte-text.ts';
import type { Attributes } from './secret-service.ts';

/** Where the password stands in the text of an entry, and what to put there instead. */
export interface EntryPart extends Span {
  readonly password: string;
  put(password: string): string;
}

/** One entry of the keyring, and how to find one password in its text. */
export interface KeyringEntry {
  /** All of them have to fit. */
  readonly attributes: Attributes;
  /** For the person: which part of the entry; empty if the password is all of it. */
  readonly part: string;
  /** `none`: it has no such part; null: it is not understood. */
  read(text: string): EntryPart | 'none' | null;
}

/** An entry that is a password and nothing else. */
export const wholeEntry = (attributes: Attributes): KeyringEntry => ({
  attributes,
  part: '',
  read: (text) => ({ from: 0, to: text.length, password: text, put: (password) => password }),
});

/** The text of a value, or null if it is none. */
export function textOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
