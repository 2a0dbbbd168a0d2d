import type { FailureCode } from '../../shared/failures.ts';

/** Longest password that is taken from a field, in UTF-16 units: the limit of the contract with main. */
export const longestTyped = 1_000;

/** Control characters, lone surrogates, and marks that nobody can see or type again. Joiners stay: emoji need them. */
const unseen = /[\p{Cc}\p{Cs}\u200B\u200E\u200F\u2028-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/u;
const breakAtEnd = /[\r\n\u0085\u2028\u2029]+$/u;
const blankAtStart = /^\p{White_Space}/u;
const blankAtEnd = /\p{White_Space}$/u;

/**
 * What was typed or pasted, before anything is done with it. `text` is the NFC form as typed, `without` the same without
 * the line break or the blanks, to be offered: the person decides, nothing is cut silently.
 */
export type Typed =
  | { readonly kind: 'empty' }
  | { readonly kind: 'fine'; readonly text: string }
  | { readonly kind: 'line-break'; readonly without: string }
  | { readonly kind: 'blanks'; readonly text: string; readonly without: string; readonly at: 'start' | 'end' | 'both' }
  | {
      readonly kind: 'refused';
      readonly code: Extract<FailureCode, 'password.control-characters' | 'password.too-long'>;
    };

/** Reads a password field. Blanks at an end are fine once a person has said so; a line break never is. */
export function readTyped(raw: string): Typed {
  if (raw === '') return { kind: 'empty' };
  // Before anything that takes time: a field may hold megabytes.
  if (raw.length > longestTyped) return { kind: 'refused', code: 'password.too-long' };
  const text = raw.normalize('NFC');
  if (text.length > longestTyped) return { kind: 'refused', code: 'password.too-long' };
  const without = text.replace(breakAtEnd, '');
  if (unseen.test(without)) return { kind: 'refused', code: 'password.control-characters' };
  if (without !== text) return without === '' ? { kind: 'empty' } : { kind: 'line-break', without };
  const start = blankAtStart.test(text);
  const end = blankAtEnd.test(text);
  if (!start && !end) return { kind: 'fine', text };
  return { kind: 'blanks', text, without: text.trim(), at: start && end ? 'both' : start ? 'start' : 'end' };
}
