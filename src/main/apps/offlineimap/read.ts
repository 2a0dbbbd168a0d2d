import { inBytes, wordsIn } from '../byte-text.ts';
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
import { type Option, pythonIni, type Section, stripped } from '../python-ini.ts';

/**
 * What an offlineimaprc says: each remote repository. Its values go through Python's interpolation, where `%%` is a
 * percent sign and `%(name)s` another option. A password may also be the first line of a file of its own.
 */
export function readOfflineimap(file: string, home: string, texts: ConfigTexts): Reading {
  const text = texts.get(file) ?? null;
  if (text === null) return nothingThere;
  const sections = pythonIni(text);
  if (!sections) return notUnderstood;
  const wants: string[] = [];
  const accounts: ConfigAccount[] = [];
  const netrc = new Netrc(home, texts, wants);
  for (const [header, section] of sections) {
    const type = plain(section.get('type'))?.toLowerCase();
    if (!header.startsWith('Repository ') || (type !== 'imap' && type !== 'gmail')) continue;
    const account = accountOf(header.slice('Repository '.length), section, type === 'gmail');
    const held = heldBy({ file, home, texts, wants }, section);
    const kept = held.is === 'none' ? netrc.held([account.host], account.user, 'last') : held;
    accounts.push({ ...account, held: kept });
  }
  return { accounts, wants, trouble: null };
}

function accountOf(name: string, section: Section, gmail: boolean): Omit<ConfigAccount, 'held'> {
  const named = (key: string, otherwise: string | null) =>
    section.has(`${key}eval`) ? null : (plain(section.get(key)) ?? otherwise);
  const isOff = /^(0|no|false|off)$/i.test(section.get('ssl')?.value ?? 'yes');
  const starts = !/^(0|no|false|off)$/i.test(section.get('starttls')?.value ?? 'yes');
  return {
    name: wordsIn(name) ?? '',
    protocol: 'imap',
    host: named('remotehost', gmail ? 'imap.gmail.com' : null),
    port: portIn(plain(section.get('remoteport'))),
    security: isOff ? (starts ? 'starttls' : 'none') : 'tls',
    user: named('remoteuser', null),
  };
}

/** An option's words, with nothing in it that refers to something else; null if there is none such. */
function plain(option: Option | undefined): string | null {
  const bytes = option && !option.goesOn ? interpolated(option.value) : null;
  return bytes === null ? null : wordsIn(bytes) || null;
}

function interpolated(raw: string): string | null {
  return /%/.test(raw.replaceAll('%%', '')) ? null : raw.replaceAll('%%', '%');
}

interface Context {
  readonly file: string;
  readonly home: string;
  readonly texts: ConfigTexts;
  readonly wants: string[];
}

function heldBy(context: Context, section: Section): Held {
  const mechanisms = section.get('auth_mechanisms')?.value ?? '';
  if (section.has('oauth2_refresh_token') || section.has('oauth2_access_token') || /^\s*XOAUTH2/i.test(mechanisms)) {
    return signsInByToken;
  }
  // A line of Python, and whatever that calls.
  const code = section.get('remotepasseval');
  if (code) return runs(code.value);
  const password = section.get('remotepass');
  if (password) {
    const { from, to, value, goesOn } = password;
    const bytes = goesOn ? null : interpolated(value);
    if (bytes === null) return odd;
    if (bytes === '') return nothingKept;
    const put = (next: string) => inBytes(next).replaceAll('%', '%%');
    return { is: 'password', at: { file: context.file, from, to, reveal: () => wordsIn(bytes), put } };
  }
  const elsewhere = section.get('remotepassfile');
  return elsewhere ? heldInFile(context, plain(elsewhere)) : nothingKept;
}

function heldInFile({ home, texts, wants }: Context, path: string | null): Held {
  if (path === null) return odd;
  const file = path.startsWith('~/') ? home + path.slice(1) : path;
  if (!file.startsWith('/')) return odd;
  const text = texts.get(file);
  if (text === undefined) wants.push(file);
  if (text === undefined || text === null) return { is: 'unsupported', why: 'unreadable' };
  const [line = ''] = /^[^\r\n]*/.exec(text) ?? [];
  const { from, to } = stripped(text, { from: 0, to: line.length });
  if (from === to) return nothingKept;
  return { is: 'password', at: { file, from, to, reveal: () => wordsIn(text.slice(from, to)), put: inBytes } };
}
