import type { Span } from '../byte-text.ts';
import type { EntryPart } from '../keyring/entry.ts';

/**
 * The entry of an account is a dictionary in GVariant's text format, as GNOME Online Accounts prints it:
 * `{'imap-password': <'...'>, 'smtp-password': <'...'>}` (GLib, "GVariant Text Format": strings in either quotes, escaped
 * with backslashes). Just one value in it is ever replaced; all else stays as it stands.
 */
const word = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;
const longest = 20_000;
const mostEntries = 50;

/** The password under this name; `none` if there is none; null for anything but such a dictionary. */
export function passwordIn(text: string, name: string): EntryPart | 'none' | null {
  if (text.length > longest) return null;
  const entries = new Reader(text).entries();
  const named = entries?.filter(({ key }) => key === name);
  // Twice the same name: nobody knows which one counts.
  if (!named || named.length > 1) return null;
  const [found] = named;
  return found ? { from: found.from, to: found.to, password: found.text, put: quoted } : 'none';
}

interface Quoted extends Span {
  readonly text: string;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Each value by its key; null for anything else. */
  entries(): (Quoted & { readonly key: string })[] | null {
    const entries: (Quoted & { readonly key: string })[] = [];
    if (!this.#skip('{')) return null;
    while (!this.#skip('}')) {
      if (entries.length >= mostEntries || (entries.length > 0 && !this.#skip(','))) return null;
      const key = this.#string();
      const value = key && this.#skip(':') && this.#skip('<') ? this.#string() : null;
      if (!key || !value || !this.#skip('>')) return null;
      entries.push({ ...value, key: key.text });
    }
    this.#blanks();
    return this.#at === this.#text.length ? entries : null;
  }

  #skip(sign: string): boolean {
    this.#blanks();
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #string(): Quoted | null {
    this.#blanks();
    word.lastIndex = this.#at;
    const [raw] = word.exec(this.#text) ?? [];
    if (raw === undefined) return null;
    const from = this.#at;
    this.#at += raw.length;
    const text = unquoted(raw);
    return text === null ? null : { from, to: this.#at, text };
  }

  #blanks(): void {
    while (/^\s$/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }
}

const letters: Readonly<Record<string, string>> = {
  ...{ a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\n': '' },
};

/** Null for a number that is no character. */
function unquoted(raw: string): string | null {
  let isText = true;
  const text = raw.slice(1, -1).replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (_, short, long, one) => {
    if (typeof one === 'string') {
      if (one === 'u' || one === 'U') isText = false;
      return letters[one] ?? one;
    }
    const code = Number.parseInt(String(short ?? long), 16);
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) isText = false;
    return isText ? String.fromCodePoint(code) : '';
  });
  return isText ? text : null;
}

/** As GLib prints it: the quotes that need the fewest backslashes, and numbers for what cannot be seen. */
function quoted(password: string): string {
  const quote = password.includes("'") ? '"' : "'";
  const inner = password
    .replace(/[\\"']/g, (sign) => (sign === '\\' || sign === quote ? `\\${sign}` : sign))
    .replace(/\p{C}/gu, (sign) => `\\U${(sign.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`);
  return `${quote}${inner}${quote}`;
}
