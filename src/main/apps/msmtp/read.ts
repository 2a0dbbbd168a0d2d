import { inBytes, linesOf, type Span, spanText, trimmed, wordsIn } from '../byte-text.ts';
import {
  type ConfigAccount,
  type ConfigTexts,
  type Held,
  nothingKept,
  nothingThere,
  notUnderstood,
  odd,
  portIn,
  type Reading,
  runs,
  signsInByToken,
} from '../config-account.ts';
import { Netrc } from '../netrc.ts';

/**
 * What an msmtprc says, as msmtp's own reader has it (`src/conf.c`): a command and one argument on a line, the argument
 * without the blanks around it and without one pair of double quotes around all of it; nothing is ever escaped.
 */

/** Longest line that msmtp reads, its end included; with a longer one it refuses the whole file. */
const longestLine = 500;
const mostSections = 1_000;
/** msmtp knows about sixty commands, and refuses a file with any other. */
const mostCommands = 200;
/** What accounts take over from others, all of it together. */
const mostTaken = 200_000;

interface Argument extends Span {
  readonly value: string;
  readonly quoted: boolean;
}

interface Section {
  readonly name: string;
  /** All that is in force for it. */
  readonly all: Map<string, Argument>;
  /** What was said for itself, which is what an account made from it takes over. */
  readonly own: Map<string, Argument>;
}

export function readMsmtp(file: string, home: string, texts: ConfigTexts): Reading {
  const text = texts.get(file) ?? null;
  if (text === null) return nothingThere;
  const sections = sectionsOf(text);
  if (sections === null) return notUnderstood;
  const wants: string[] = [];
  const place: Place = { file, text, netrc: new Netrc(home, texts, wants) };
  const accounts = sections
    .map((section) => accountOf(place, section))
    .filter((account): account is ConfigAccount => account !== null);
  return { accounts, wants, trouble: null };
}

/** Every account; null where msmtp would refuse the file. */
function sectionsOf(text: string): Section[] | null {
  const reader = new Reader();
  for (const line of linesOf(text)) {
    if (line.to - line.from >= longestLine) return null;
    const words = trimmed(text, line);
    if (words.from === words.to || text[words.from] === '#') continue;
    if (!reader.take(commandOf(text, words))) return null;
  }
  return [...reader.sections.values()];
}

class Reader {
  readonly sections = new Map<string, Section>();
  readonly #defaults: Section = { name: '', all: new Map(), own: new Map() };
  #current: Section | undefined;
  #taken = 0;

  /** False where msmtp would refuse the file, or it is more than anybody's settings are. */
  take({ command, argument }: { readonly command: string; readonly argument: Argument }): boolean {
    if (command === 'account') return this.#account(argument.value);
    if (command === 'defaults') {
      this.#current = this.#defaults;
      return true;
    }
    // As before version 1.4: what stands before any account is the account "default".
    this.#current ??= this.#begin('default');
    this.#current.all.set(command, argument);
    this.#current.own.set(command, argument);
    return this.#current.all.size <= mostCommands;
  }

  #begin(name: string): Section {
    const section = { name, all: new Map(this.#defaults.all), own: new Map() };
    this.sections.set(name, section);
    return section;
  }

  #account(value: string): boolean {
    const made = accountLine(value, this.sections);
    if (made === null || this.sections.size >= mostSections) return false;
    this.#current = this.#begin(made.name);
    for (const { own } of made.parents) {
      this.#taken += own.size;
      if (this.#taken > mostTaken) return false;
      for (const [command, argument] of own) {
        this.#current.all.set(command, argument);
        this.#current.own.set(command, argument);
      }
    }
    return true;
  }
}

function commandOf(text: string, words: Span): { command: string; argument: Argument } {
  const [command = ''] = /^[^ \t]*/.exec(spanText(text, words)) ?? [];
  const span = trimmed(text, { from: words.from + command.length, to: words.to });
  const raw = spanText(text, span);
  const quoted = raw.length >= 2 && raw.startsWith('"') && raw.endsWith('"');
  return { command, argument: { ...span, quoted, value: quoted ? raw.slice(1, -1) : raw } };
}

interface Made {
  readonly name: string;
  readonly parents: readonly Section[];
}

/** `account name` or `account name : others`, which hand over what was said for them. */
function accountLine(value: string, sections: ReadonlyMap<string, Section>): Made | null {
  const [first = '', ...rest] = value.split(':');
  const name = named(first);
  if (name === '' || name.includes(',') || sections.has(name)) return null;
  const said = rest.length === 0 ? [] : rest.join(':').split(',').map(named);
  const parents = said.flatMap((parent) => sections.get(parent) ?? []);
  return parents.length === said.length ? { name, parents } : null;
}

const named = (words: string): string => words.replace(/^[ \t]+|[ \t]+$/g, '').replace(/^"(.*)"$/, '$1');

interface Place {
  readonly file: string;
  readonly text: string;
  readonly netrc: Netrc;
}

function accountOf(place: Place, { name, all }: Section): ConfigAccount | null {
  const value = (command: string) => wordsIn(all.get(command)?.value ?? '') || null;
  const host = value('host');
  const held = heldBy(place, all);
  if (host === null && held.is === 'none') return null;
  const tls = value('tls') === 'on' || all.get('tls')?.value === '';
  const first = value('tls_starttls') === 'off' ? 'tls' : 'starttls';
  return {
    name: wordsIn(name) ?? '',
    protocol: 'smtp',
    host,
    port: portIn(value('port')),
    security: tls ? first : 'none',
    user: value('user'),
    held,
  };
}

function heldBy({ file, text, netrc }: Place, all: ReadonlyMap<string, Argument>): Held {
  if (/^(oauthbearer|xoauth2)$/i.test(all.get('auth')?.value ?? '')) return signsInByToken;
  // What this command prints may be any other command.
  if (all.has('eval')) return { is: 'unsupported', why: 'runs-command' };
  const password = all.get('password');
  if (password && password.value !== '') {
    return {
      is: 'password',
      at: { ...placeOf(file, password), put: (words) => written(inBytes(words), password.quoted) },
    };
  }
  const command = all.get('passwordeval')?.value ?? '';
  if (command !== '') return runs(command);
  if (password && spanText(text, password) !== '') return odd;
  const auth = all.get('auth');
  return auth === undefined || auth.value === 'off' ? nothingKept : heldElsewhere(netrc, all);
}

/** Where msmtp looks next: in `~/.netrc`, then in the keychain, and only then it asks. */
function heldElsewhere(netrc: Netrc, all: ReadonlyMap<string, Argument>): Held {
  const words = (command: string) => wordsIn(all.get(command)?.value ?? '') || null;
  const held = netrc.held([words('host')], words('user'), 'first');
  return held.is === 'none' ? { is: 'unsupported', why: 'kept-elsewhere', looksInKeyring: true } : held;
}

function placeOf(file: string, { from, to, value }: Argument) {
  return { file, from, to, reveal: () => wordsIn(value) };
}

function written(bytes: string, quoted: boolean): string {
  const plain = !/^[ \t]|[ \t]$|^".*"$/s.test(bytes) && bytes !== '';
  return plain && !quoted ? bytes : `"${bytes}"`;
}
