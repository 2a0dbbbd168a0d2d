import type { Letters, Word } from './letters.ts';

/** Where a word may end besides its usual ends. */
export interface Ends {
  /** `=` ends it, as after the name of a variable. */
  readonly equals?: boolean;
  /** Blanks do not end it, as for the orders of a hook. */
  readonly spaces?: boolean;
}

/** Values of variables as they are now; undefined for one that is not known. */
export type Variables = (name: string) => string | undefined;

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', e: '\u001b' };

/** Takes one word after the other from a line, as mutt's `mutt_extract_token` does, but runs nothing. */
export class Line {
  readonly #letters: Letters;
  readonly #variables: Variables;
  readonly #lastBrace: number;
  #at = 0;

  constructor(letters: Letters, variables: Variables) {
    this.#letters = letters;
    this.#variables = variables;
    this.#lastBrace = letters.text.lastIndexOf('}');
  }

  #skipBlanks(): void {
    while (/[ \t\r\n\v\f]/.test(this.#letters.text.charAt(this.#at))) this.#at += 1;
  }

  /** Whether the order that is being read has more words. */
  hasMore(): boolean {
    this.#skipBlanks();
    const next = this.#letters.text.charAt(this.#at);
    return next !== '' && next !== ';' && next !== '#';
  }

  /** Goes to the next order on the line. */
  nextOrder(): boolean {
    this.#skipBlanks();
    while (this.#letters.text[this.#at] === ';') {
      this.#at += 1;
      this.#skipBlanks();
    }
    return this.hasMore();
  }

  takes(mark: string): boolean {
    this.#skipBlanks();
    if (!this.#letters.text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  /** Null where mutt would stop: the rest of the line means nothing. */
  word(ends: Ends = {}): Word | null {
    this.#skipBlanks();
    const { text, at } = this.#letters;
    const begin = this.#at;
    const made = new WordMaker(this.#letters, this.#variables, this.#lastBrace);
    while (this.#at < text.length && !(made.open === '' && endsWord(text.charAt(this.#at), ends))) {
      const next = made.take(this.#at);
      if (next === null) {
        this.#at = text.length;
        return null;
      }
      this.#at = next;
    }
    return made.word({ from: at[begin] ?? 0, to: at[this.#at] ?? 0 }, text.slice(begin, this.#at));
  }
}

function endsWord(char: string, { equals, spaces }: Ends): boolean {
  if (/[ \t\r\n\v\f]/.test(char)) return spaces !== true;
  return char === '#' || char === ';' || (equals === true && char === '=');
}

/** Longest value with others in it. */
const longestMade = 1_000;

class WordMaker {
  open: '' | '"' | "'" = '';
  readonly #source: Letters;
  readonly #lookUp: Variables;
  /** Looked for once a line: behind it no `${` is closed. */
  readonly #lastBrace: number;
  #text = '';
  readonly #at: number[] = [];
  #isMade = false;
  #command: string | null = null;

  constructor(source: Letters, lookUp: Variables, lastBrace: number) {
    this.#source = source;
    this.#lookUp = lookUp;
    this.#lastBrace = lastBrace;
  }

  #add(char: string, from: number): void {
    this.#text += char;
    for (const _ of char) this.#at.push(this.#source.at[from] ?? 0);
  }

  /** Takes what begins at `from` and tells where it ends. */
  take(from: number): number | null {
    const { text } = this.#source;
    const char = text.charAt(from);
    if (char === this.open && char !== '') {
      this.open = '';
      return from + 1;
    }
    if (this.open === '' && (char === '"' || char === "'")) {
      this.open = char;
      return from + 1;
    }
    if (this.open !== "'") {
      if (char === '\\') return this.#escape(from);
      if (char === '`') return this.#backtick(from);
      if (char === '$') return this.#variable(from);
    }
    this.#add(char, from);
    return from + 1;
  }

  #escape(from: number): number | null {
    const rest = this.#source.text.slice(from + 1, from + 4);
    const [control] = /^[cC]./s.exec(rest) ?? [];
    const [octal] = /^[0-9]{3}/.exec(rest) ?? [];
    const char = rest.charAt(0);
    if (char === '' || rest === 'c' || rest === 'C') return null;
    if (control) this.#add(String.fromCharCode((control.toUpperCase().charCodeAt(1) - 64) & 0x7f), from);
    else if (octal) this.#add(String.fromCharCode(octalCode(octal) & 0xff), from);
    else this.#add(escapes[char] ?? char, from);
    return from + 1 + (control ? 2 : octal ? 3 : 1);
  }

  #backtick(from: number): number | null {
    const [, command] = /^`((?:[^\\`]|\\.)*)`/s.exec(this.#source.text.slice(from)) ?? [];
    if (command === undefined) return null;
    this.#command = command;
    return from + command.length + 2;
  }

  #variable(from: number): number {
    const { text } = this.#source;
    const braced = text[from + 1] === '{' && from < this.#lastBrace;
    const pattern = braced ? /\$\{([^}]*)\}/y : /\$([A-Za-z]\w*)/y;
    pattern.lastIndex = from;
    const [whole = '$', name] = pattern.exec(text) ?? [];
    const value = name === undefined ? undefined : this.#lookUp(name);
    if (name !== undefined) this.#isMade = true;
    // A value that is made of itself twice would double with each line.
    const fits = value !== undefined && this.#text.length + value.length <= longestMade;
    this.#add(fits ? value : whole, from);
    return from + whole.length;
  }

  word(place: Word['place'], raw: string): Word {
    const [, quote = '', inner = ''] = /^(["']?)(.*)\1$/s.exec(raw) ?? [];
    const [, braced, bare] = /^\$(?:\{([^}]*)\}|([A-Za-z]\w*))$/.exec(inner) ?? [];
    const { file, foreign, wrap } = this.#source;
    const kind = quote === '"' || quote === "'" ? quote : '';
    const means = {
      file,
      text: this.#text,
      at: [...this.#at, place.to - (kind === '' ? 0 : 1)],
      foreign: foreign || this.#isMade || this.#command !== null,
      wrap: (bytes: string) => {
        const inside = within(bytes, kind);
        return inside === null ? null : wrap(inside);
      },
    };
    const variable = kind === "'" ? null : (braced ?? bare ?? null);
    return { means, place, quote: kind, around: wrap, variable, command: this.#command };
  }
}

const octalCode = (digits: string): number =>
  (digits.charCodeAt(0) << 6) + (digits.charCodeAt(1) << 3) + digits.charCodeAt(2) - 3504;

/** Bytes as they are written inside a word that is quoted this way; null if they cannot be. */
export function within(bytes: string, quote: '"' | "'" | ''): string | null {
  if (quote === "'") return bytes.includes("'") ? null : bytes;
  const special = quote === '"' ? /["\\$`]/g : /["'\\$`;# \t]/g;
  return bytes.replace(special, '\\$&');
}

/** A whole word for these bytes, in the way the one before was written where that can be. */
export function wordFor(bytes: string, quote: '"' | "'" | ''): string {
  if (quote === '' && /^[A-Za-z0-9._@+,:/-]+$/.test(bytes)) return bytes;
  const single = quote === "'" ? within(bytes, "'") : null;
  return single === null ? `"${within(bytes, '"')}"` : `'${single}'`;
}
