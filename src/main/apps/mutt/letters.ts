import { linesOf, type Span } from '../byte-text.ts';

/** Characters that mutt sees, each with its place in the file; `at` has one more for the end. */
export interface Letters {
  readonly file: string;
  readonly text: string;
  readonly at: readonly number[];
  /** Something in it came from elsewhere, so that nothing in it can be changed here. */
  readonly foreign: boolean;
  /** How what is put here has to be written where this stands inside a quoted word; null if it cannot be. */
  wrap(bytes: string): string | null;
}

/** The lines of a file, with those that a backslash at the end joins as one. */
export function* joinedLines(file: string, text: string): Generator<Letters> {
  let pending: number[] = [];
  const lines = linesOf(text);
  const finish = (end: number): Letters => {
    const at = [...pending, end];
    const letters = pending.map((place) => text.charAt(place)).join('');
    pending = [];
    return { file, text: letters, at, foreign: false, wrap: (bytes) => bytes };
  };
  for (const [i, { from, to }] of lines.entries()) {
    const joins = text[to - 1] === '\\' && to > from && i < lines.length - 1;
    for (let place = from; place < (joins ? to - 1 : to); place += 1) pending.push(place);
    if (!joins) yield finish(to);
  }
}

/** A word of a line. */
export interface Word {
  /** What it means, letter by letter, for reading it as orders of its own. */
  readonly means: Letters;
  /** All of it in the file, quotes and all. */
  readonly place: Span;
  readonly quote: '"' | "'" | '';
  /** How a whole word has to be written that is put here instead; null if it cannot be. */
  around(bytes: string): string | null;
  /** It is just this variable's value. */
  readonly variable: string | null;
  /** What it would have run. */
  readonly command: string | null;
}
