import { linesOf, type Span, spanText, trimmed, wordsIn } from './byte-text.ts';

/** One option: where its value stands, and whether more lines belong to it. */
export interface Option extends Span {
  readonly value: string;
  readonly goesOn: boolean;
}

export type Section = ReadonlyMap<string, Option>;

const mostSections = 5_000;
/** What `[DEFAULT]` says is in every section, so that a small file could grow to any size. */
const mostTogether = 200_000;

const asciiBlanks = ' \t\v\f\u001c\u001d\u001e\u001f';

/**
 * A file as Python's `configparser` reads it with its usual settings: `=` or `:` after the name, `#` and `;` only in front
 * of a line, deeper indented lines go on with a value. Every section by name, with what `[DEFAULT]` says filled in. Null
 * where Python would refuse the whole file (a name twice, a line that is neither, an option before any section), or where
 * it would be more than anybody's settings are.
 */
export function pythonIni(text: string): ReadonlyMap<string, Section> | null {
  const reader = new Reader(text);
  for (const line of linesOf(text, true)) if (!reader.take(line)) return null;
  return reader.sections();
}

interface Draft extends Span {
  readonly value: string;
  goesOn: boolean;
}

class Reader {
  readonly #text: string;
  readonly #sections = new Map<string, Map<string, Draft>>();
  readonly #defaults = new Map<string, Draft>();
  #current: Map<string, Draft> | null = null;
  #option: Draft | null = null;
  #indent = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** False where Python would stop. */
  take(line: Span): boolean {
    const words = stripped(this.#text, line);
    if (words.from === words.to || '#;'.includes(this.#text.charAt(words.from))) return true;
    const indent = words.from - line.from;
    if (this.#option && indent > this.#indent) {
      this.#option.goesOn = true;
      return true;
    }
    this.#indent = indent;
    const [, header] = /^\[(.+)\]/.exec(spanText(this.#text, words)) ?? [];
    return header === undefined ? this.#takeOption(words) : this.#begin(header);
  }

  #begin(header: string): boolean {
    this.#option = null;
    if (header === 'DEFAULT') {
      this.#current = this.#defaults;
      return true;
    }
    if (this.#sections.has(header)) return false;
    this.#current = new Map();
    this.#sections.set(header, this.#current);
    return true;
  }

  #takeOption(words: Span): boolean {
    const at = spanText(this.#text, words).search(/[=:]/);
    const name = this.#text
      .slice(words.from, words.from + Math.max(at, 0))
      .trimEnd()
      .toLowerCase();
    if (name === '' || !this.#current || this.#current.has(name)) return false;
    const span = stripped(this.#text, { from: words.from + at + 1, to: words.to });
    this.#option = { ...span, value: spanText(this.#text, span), goesOn: false };
    this.#current.set(name, this.#option);
    return true;
  }

  sections(): Map<string, Section> | null {
    const { size } = this.#sections;
    if (size > mostSections || size * this.#defaults.size > mostTogether) return null;
    return new Map([...this.#sections].map(([name, own]) => [name, new Map([...this.#defaults, ...own])]));
  }
}

const isBlank = (char: string): boolean => char.trim() === '' || char === '\u0085';

/** What Python's `strip` leaves; it takes every blank of Unicode away. */
export function stripped(text: string, span: Span): Span {
  const inner = trimmed(text, span, `${asciiBlanks}\r\n`);
  const words = wordsIn(spanText(text, inner));
  if (words === null) return inner;
  let [begin, end] = [0, words.length];
  while (begin < end && isBlank(words.charAt(begin))) begin += 1;
  while (end > begin && isBlank(words.charAt(end - 1))) end -= 1;
  const from = inner.from + Buffer.byteLength(words.slice(0, begin));
  return { from, to: from + Buffer.byteLength(words.slice(begin, end)) };
}
