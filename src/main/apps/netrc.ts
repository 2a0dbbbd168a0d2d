import { join } from 'node:path';
import { inBytes, linesOf, type Span, wordsIn } from './byte-text.ts';
import { type ConfigTexts, type Held, nothingKept, odd } from './config-account.ts';

interface Word extends Span {
  readonly value: string;
  readonly quoted: boolean;
}

/** What a `.netrc` has for one host; `host` is null in the entry `default`. */
interface Entry {
  readonly host: string | null;
  login: string | null;
  password: Word | null;
}

/** fetchmail and msmtp read so much of a line at once and would take the rest for another one. */
const longestLine = 510;
const mostEntries = 5_000;
const valued: Readonly<Record<string, 'machine' | 'login' | 'password' | 'account'>> = {
  machine: 'machine',
  login: 'login',
  user: 'login',
  password: 'password',
  passwd: 'password',
  account: 'account',
};

/** Takes the words of a `.netrc` and makes entries of them. */
class Reader {
  readonly entries: Entry[] = [];
  #wants: 'machine' | 'login' | 'password' | 'account' | null = null;

  get isWhole(): boolean {
    return this.#wants === null && this.entries.length <= mostEntries;
  }

  /** False where programs do not agree what the line says. */
  takeLine(text: string, line: Span): boolean {
    if (line.to - line.from > longestLine) return false;
    for (let at = line.from; at < line.to; ) {
      if (/\s/.test(text.charAt(at))) {
        at += 1;
        continue;
      }
      // A comment; where a value should stand, some take it for one.
      if (text[at] === '#') return this.#wants === null;
      const word = wordAt(text, at, line.to);
      if (!word || !this.#take(word)) return false;
      at = word.to;
    }
    return true;
  }

  #take(word: Word): boolean {
    const wants = this.#wants;
    if (wants === null) return this.#keyword(word);
    this.#wants = null;
    if (wants === 'machine') this.entries.push({ host: word.value, login: null, password: null });
    const entry = this.entries.at(-1);
    if (!entry) return false;
    if (wants === 'login') entry.login = word.value;
    if (wants === 'password') entry.password = word;
    return true;
  }

  #keyword({ value, quoted }: Word): boolean {
    if (quoted) return false;
    if (value === 'default') return this.entries.push({ host: null, login: null, password: null }) > 0;
    this.#wants = valued[value] ?? null;
    return this.#wants !== null;
  }
}

/** Only what every reader of such files takes for the same word: plain, or all of it in double quotes. */
function wordAt(text: string, from: number, end: number): Word | null {
  const pattern = /"([^"\\\n]*)"(?=\s|$)|[^\s"'\\#][^\s"'\\]*(?=\s|$)/y;
  pattern.lastIndex = from;
  const [whole, inner] = pattern.exec(text) ?? [];
  if (whole === undefined || from + whole.length > end) return null;
  return { from, to: from + whole.length, value: inner ?? whole, quoted: inner !== undefined };
}

function entriesIn(text: string): Entry[] | null {
  const reader = new Reader();
  for (const line of linesOf(text)) if (!reader.takeLine(text, line)) return null;
  return reader.isWhole ? reader.entries : null;
}

/** Which of several entries for one host a program takes: the first of this user, or the last of the host, as Python does. */
type Takes = 'first' | 'last';

/**
 * The person's `~/.netrc`, for programs that look there when their own settings have no password: read when it is asked
 * for, and once. An entry without a name counts for none of these programs.
 */
export class Netrc {
  readonly #file: string;
  readonly #texts: ConfigTexts;
  readonly #wants: string[];
  #entries: ReadonlyMap<string | null, readonly Entry[]> | null | undefined;

  constructor(home: string, texts: ConfigTexts, wants: string[]) {
    this.#file = join(home, '.netrc');
    this.#texts = texts;
    this.#wants = wants;
  }

  /** What it has for this user on the first of these hosts that it names. */
  held(hosts: readonly (string | null)[], user: string | null, takes: Takes): Held {
    if (user === null) return nothingKept;
    const entries = this.#read();
    if (entries === undefined) return nothingKept;
    if (entries === null) return odd;
    const bytes = inBytes(user);
    for (const host of hosts) {
      const all = (host !== null && entries.get(inBytes(host))) || [];
      const found = takes === 'first' ? all.find(({ login }) => login === bytes) : all.at(-1);
      if (found?.login === bytes && found.password) return this.#place(found.password);
    }
    // For every host that has no entry of its own.
    const common = entries.get(null)?.some(({ login }) => login === null || login === bytes);
    return common ? { is: 'unsupported', why: 'shared-entry' } : nothingKept;
  }

  #read() {
    if (this.#entries !== undefined) return this.#entries;
    const text = this.#texts.get(this.#file);
    if (text === undefined && !this.#wants.includes(this.#file)) this.#wants.push(this.#file);
    if (text === undefined || text === null) return undefined;
    const entries = entriesIn(text);
    const byHost = new Map<string | null, Entry[]>();
    for (const entry of entries ?? []) {
      const alike = byHost.get(entry.host);
      if (alike) alike.push(entry);
      else byHost.set(entry.host, [entry]);
    }
    this.#entries = entries && byHost;
    return this.#entries;
  }

  #place({ from, to, value, quoted }: Word): Held {
    const file = this.#file;
    return {
      is: 'password',
      at: { file, from, to, reveal: () => wordsIn(value), put: (next) => written(next, quoted) },
    };
  }
}

function written(next: string, quoted: boolean): string | null {
  const bytes = inBytes(next);
  if (!quoted && /^[^\s"'\\#][^\s"'\\]*$/.test(bytes)) return bytes;
  // A backslash means itself for some and something else for others.
  return /["\\]/.test(bytes) ? null : `"${bytes}"`;
}
