import { inBytes, linesOf, type Span, wordsIn } from '../byte-text.ts';
import {
  type ConfigAccount,
  type Held,
  nothingKept,
  notUnderstood,
  odd,
  portIn,
  type Reading,
  runs,
  signsInByToken,
} from '../config-account.ts';

/**
 * What an mbsyncrc says, as isync's own reader has it (`src/config.c`, `get_arg`): words between blanks, double quotes to
 * keep blanks, a backslash before any one character, `#` at the beginning of a word for a comment.
 */

/** isync 1.4 reads so much of a line at once and would take the rest for another one. */
const longestLine = 1_022;
const blanks = ' \t\r\n\v\f';

interface Word extends Span {
  readonly value: string;
  readonly quoted: boolean;
}

interface Section {
  readonly name: string;
  readonly words: Map<string, readonly Word[]>;
}

const beginnings = ['imapaccount', 'imapstore', 'maildirstore', 'channel', 'group'];

export function readMbsync(file: string, text: string): Reading {
  const accounts = sectionsOf(text)?.map((section) => accountOf(file, section));
  return accounts
    ? { accounts: accounts.filter((account) => account !== null), wants: [], trouble: null }
    : notUnderstood;
}

/** What there is to sign in to; null where mbsync would refuse the file. An empty line ends a section. */
function sectionsOf(text: string): Section[] | null {
  const sections: Section[] = [];
  let current: Section | undefined;
  for (const line of linesOf(text)) {
    const words = line.to - line.from > longestLine ? null : wordsOf(text, line);
    if (words === null) return null;
    if (words === 'comment') continue;
    const [keyword, name] = words;
    const key = keyword?.value.toLowerCase() ?? '';
    if (key !== '' && !beginnings.includes(key)) {
      current?.words.set(key, words.slice(1));
      continue;
    }
    current = { name: name?.value ?? '', words: new Map() };
    if (key.startsWith('imap')) sections.push(current);
  }
  return sections;
}

/** The words of a line; null where mbsync would refuse it. */
function wordsOf(text: string, line: Span): Word[] | 'comment' | null {
  const words: Word[] = [];
  for (let at = line.from; ; ) {
    while (at < line.to && blanks.includes(text.charAt(at))) at += 1;
    if (at >= line.to) return words;
    if (text[at] === '#') return words.length === 0 ? 'comment' : words;
    const word = wordAt(text, at, line.to);
    if (word === null) return null;
    words.push(word);
    at = word.to;
  }
}

function wordAt(text: string, from: number, end: number): Word | null {
  let value = '';
  let quoted = false;
  let at = from;
  for (; at < end; at += 1) {
    const char = text.charAt(at);
    if (char === '\\') {
      at += 1;
      const escaped = text.charAt(at);
      // What becomes of another byte after a backslash depends on the computer.
      if (at >= end || escaped < ' ' || escaped > '\u007f') return null;
      value += escaped;
    } else if (char === '"') quoted = !quoted;
    else if (!quoted && blanks.includes(char)) break;
    else value += char;
  }
  return quoted ? null : { from, to: at, value, quoted: text[from] === '"' };
}

function accountOf(file: string, { name, words }: Section): ConfigAccount | null {
  const value = (key: string) => wordsIn(words.get(key)?.[0]?.value ?? '') || null;
  const held = heldBy(file, words);
  // A store that names an account, or one behind a tunnel that asks for nothing.
  if (!words.has('host') && held.is === 'none') return null;
  const written = value('host') ?? '';
  const host = written.replace(/^imaps?:/, '').replace(/^\/\//, '');
  const type = (value('tlstype') ?? value('ssltype') ?? '').toLowerCase();
  const wrapped = written.startsWith('imaps:') || type === 'imaps';
  return {
    name: wordsIn(name) ?? '',
    protocol: 'imap',
    host: host === '' || words.has('tunnel') ? null : host,
    port: portIn(value('port')),
    security: wrapped ? 'tls' : type === 'none' ? 'none' : type === 'starttls' ? 'starttls' : 'unknown',
    user: words.has('usercmd') ? null : value('user'),
    held,
  };
}

function heldBy(file: string, words: Section['words']): Held {
  const mechanisms = words.get('authmechs') ?? words.get('authmech') ?? [];
  if (mechanisms.some(({ value }) => /^(xoauth2|oauthbearer)$/i.test(value))) return signsInByToken;
  const command = words.get('passcmd')?.[0]?.value;
  if (command !== undefined) return words.has('pass') ? odd : runs(command.replace(/^\+/, ''));
  if (/^(yes|true|on|1)$/i.test(words.get('usekeychain')?.[0]?.value ?? '')) {
    return { is: 'unsupported', why: 'kept-elsewhere' };
  }
  const pass = words.get('pass');
  if (!pass) return nothingKept;
  const [word, ...more] = pass;
  if (!word || more.length > 0) return odd;
  const { from, to, value, quoted } = word;
  return {
    is: 'password',
    at: { file, from, to, reveal: () => wordsIn(value), put: (next) => written(inBytes(next), quoted) },
  };
}

function written(bytes: string, quoted: boolean): string {
  const plain = bytes !== '' && !/[\s"\\#]/.test(bytes);
  return plain && !quoted ? bytes : `"${bytes.replace(/["\\]/g, '\\$&')}"`;
}
