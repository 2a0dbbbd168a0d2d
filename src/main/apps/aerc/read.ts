import type { AppSecurity } from '../../../shared/apps.ts';
import { spanText, wordsIn } from '../byte-text.ts';
import {
  type ConfigAccount,
  type Held,
  nothingKept,
  notUnderstood,
  odd,
  type Reading,
  runs,
  signsInByToken,
} from '../config-account.ts';
import { decoded, encoded, type SignInUrl, signInUrl } from '../sign-in-url.ts';
import { type GoSection, goIni } from './go-ini.ts';

/** What an accounts.conf says: one address for receiving and one for sending an account, the password inside. */
export function readAerc(file: string, text: string): Reading {
  const sections = goIni(text);
  if (!sections) return notUnderstood;
  const accounts = [...sections].flatMap(([name, section]) =>
    ['source', 'outgoing'].map((key) => accountOf({ file, text, name: wordsIn(name) ?? '' }, section, key)),
  );
  return { accounts: accounts.filter((account) => account !== null), wants: [], trouble: null };
}

interface Place {
  readonly file: string;
  readonly text: string;
  readonly name: string;
}

function accountOf(place: Place, section: GoSection, key: string): ConfigAccount | null {
  const value = section.get(key);
  const url = value && signInUrl(place.text, value);
  const [, protocol, way = ''] = /^(imap|smtp)(s?(?:\+[a-z0-9]+)*)$/.exec(url?.scheme ?? '') ?? [];
  if (!url || (protocol !== 'imap' && protocol !== 'smtp')) return null;
  const command = section.get(`${key}-cred-cmd`);
  return {
    name: place.name,
    protocol,
    host: wordsIn(url.host),
    port: url.port,
    security: securityOf(way),
    user: url.user,
    held: heldBy(place, url, way, { whole: value.whole, command: command ? spanText(place.text, command) : null }),
  };
}

function securityOf(way: string): AppSecurity {
  if (way.includes('insecure')) return 'none';
  return way.startsWith('s') ? 'tls' : 'starttls';
}

function heldBy(
  { file, text }: Place,
  { password }: SignInUrl,
  way: string,
  { whole, command }: { readonly whole: boolean; readonly command: string | null },
): Held {
  if (/oauthbearer|xoauth2/.test(way)) return signsInByToken;
  if (!password) return command === null ? nothingKept : runs(command);
  const bytes = decoded(spanText(text, password));
  if (!whole || bytes === null) return odd;
  return { is: 'password', at: { file, ...password, reveal: () => wordsIn(bytes), put: encoded } };
}
