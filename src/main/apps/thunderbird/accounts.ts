import { join } from 'node:path';
import type { AppAccount } from '../../../core/apps/mail-app.ts';
import type { AppSecurity } from '../../../shared/apps.ts';
import type { Protocol } from '../../../shared/model.ts';
import type { Prefs } from './prefs.ts';
import type { ReadProfile } from './profiles.ts';

/** A sign-in, and where its password is kept. */
export interface ProfileAccount {
  readonly account: AppAccount;
  readonly folder: string;
  /** The name of its entries in `logins.json`: the same for every port of a host. */
  readonly origin: string;
}

const most = 200;
const securities: Readonly<Record<number, AppSecurity>> = { 0: 'none', 2: 'starttls', 3: 'tls' };
/** `nsMsgAuthMethod`: OAuth2, and the ways that need no password (none, GSSAPI, a certificate). */
const oauth2 = 10;
const passwordless: readonly number[] = [1, 5, 7];

const textIn = (prefs: Prefs, key: string): string => {
  const value = prefs.get(key);
  return typeof value === 'string' ? value.trim() : '';
};
const numberIn = (prefs: Prefs, key: string): number | null => {
  const value = prefs.get(key);
  return typeof value === 'number' ? value : null;
};
const listIn = (prefs: Prefs, key: string): string[] =>
  [
    ...new Set(
      textIn(prefs, key)
        .split(',')
        .map((one) => one.trim()),
    ),
  ]
    .filter(Boolean)
    .slice(0, most);

interface Server {
  readonly protocol: Protocol;
  readonly scheme: string;
  /** How the settings of this server begin. */
  readonly prefix: string;
  readonly host: string;
  readonly user: string;
  readonly security: string;
}

function receivingServers(prefs: Prefs): Server[] {
  return listIn(prefs, 'mail.accountmanager.accounts').flatMap((account): Server[] => {
    const name = textIn(prefs, `mail.account.${account}.server`);
    const prefix = `mail.server.${name}`;
    const type = textIn(prefs, `${prefix}.type`);
    if (type !== 'imap' && type !== 'pop3') return [];
    // Older profiles keep the first names an account ever had and put the real ones beside them.
    const host = textIn(prefs, `${prefix}.realhostname`) || textIn(prefs, `${prefix}.hostname`);
    const user = textIn(prefs, `${prefix}.realuserName`) || textIn(prefs, `${prefix}.userName`);
    const scheme = type === 'imap' ? 'imap' : 'mailbox';
    return [{ protocol: type, scheme, prefix, host, user, security: 'socketType' }];
  });
}

function sendingServers(prefs: Prefs): Server[] {
  return listIn(prefs, 'mail.smtpservers').map((name) => {
    const prefix = `mail.smtpserver.${name}`;
    const host = textIn(prefs, `${prefix}.hostname`);
    return {
      ...{ protocol: 'smtp', scheme: 'smtp', prefix, host, security: 'try_ssl' },
      user: textIn(prefs, `${prefix}.username`),
    } as const;
  });
}

function fixedBy(method: number | null): AppAccount['fixed'] {
  if (method === oauth2) return { holds: 'oauth', why: null };
  return method !== null && passwordless.includes(method) ? { holds: 'none', why: null } : null;
}

/** Every sign-in that a profile has settings for. Those without a host or a user sign in nowhere. */
export function accountsOf({ folder, name, prefs }: ReadProfile): ProfileAccount[] {
  const servers = [...receivingServers(prefs), ...sendingServers(prefs)];
  return servers.flatMap(({ protocol, scheme, prefix, host, user, security }): ProfileAccount[] => {
    if (host === '' || user === '') return [];
    const port = numberIn(prefs, `${prefix}.port`);
    const place = join(folder, 'logins.json');
    // The same settings with another host or user are another mailbox's by now.
    const key = JSON.stringify(['thunderbird', folder, prefix, protocol, host, port, user]);
    const account: AppAccount = {
      ...{ app: 'thunderbird', key, profile: name, protocol, host, user, place },
      port: port !== null && port >= 1 && port <= 65_535 ? port : null,
      // What is not written down is the default, and that is no encryption.
      security: securities[numberIn(prefs, `${prefix}.${security}`) ?? 0] ?? 'unknown',
      fixed: fixedBy(numberIn(prefs, `${prefix}.authMethod`)),
    };
    return [{ account, folder, origin: `${scheme}://${host}` }];
  });
}
