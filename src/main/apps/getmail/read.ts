import { basename } from 'node:path';
import { inBytes, wordsIn } from '../byte-text.ts';
import {
  type Held,
  nothingThere,
  notUnderstood,
  odd,
  portIn,
  type Reading,
  runs,
  signsInByToken,
} from '../config-account.ts';
import { pythonIni, type Section } from '../python-ini.ts';

/** What one of getmail's files says: a single retriever, read without any interpolation. */
export function readGetmail(file: string, text: string): Reading {
  // Lists of what has been fetched lie in the same folder.
  if (!/^[ \t]*\[retriever\]/m.test(text)) return nothingThere;
  const retriever = pythonIni(text)?.get('retriever');
  if (!retriever) return notUnderstood;
  const value = (key: string) => wordsIn(retriever.get(key)?.value ?? '') || null;
  const type = value('type') ?? '';
  const account = {
    name: basename(file),
    protocol: /imap/i.test(type) ? ('imap' as const) : ('pop3' as const),
    host: value('server'),
    port: portIn(value('port')),
    security: /ssl/i.test(type) ? ('tls' as const) : ('none' as const),
    user: value('username'),
    held: heldBy(file, retriever),
  };
  return { accounts: [account], wants: [], trouble: null };
}

function heldBy(file: string, retriever: Section): Held {
  if (/^(1|yes|true|on)$/i.test(retriever.get('use_xoauth2')?.value ?? '')) return signsInByToken;
  const password = retriever.get('password');
  if (password && (password.value !== '' || password.goesOn)) {
    const { from, to, value, goesOn } = password;
    if (goesOn) return odd;
    return { is: 'password', at: { file, from, to, reveal: () => wordsIn(value), put: inBytes } };
  }
  const command = retriever.get('password_command');
  // A tuple of Python: ("pass", "show", "mail").
  // Without either it asks the keychain, where Python can reach that, and only then the person.
  return command ? runs(command.value.replace(/[()"',]+/g, ' ')) : { is: 'unsupported', why: 'kept-elsewhere' };
}
