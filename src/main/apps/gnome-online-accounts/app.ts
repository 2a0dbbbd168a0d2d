import { join } from 'node:path';
import type { MailAppManifest } from '../../../core/apps/mail-app.ts';
import type { AppSecurity } from '../../../shared/apps.ts';
import { portIn } from '../config-account.ts';
import { type KeyGroup, readKeyFile } from '../keyring/key-file.ts';
import type { KeyringAccount, KeyringFormat } from '../keyring/keyring-app.ts';
import { isOn, said } from '../keyring/settings.ts';
import { passwordIn } from './variant-text.ts';

const manifest: MailAppManifest = {
  id: 'gnome-online-accounts',
  name: 'GNOME Online Accounts',
  clientKind: 'gnome-online-accounts',
  store: 'keyring',
  whileOpen: 'fine',
};

const sides = [
  { protocol: 'imap', prefix: 'Imap', part: 'imap-password' },
  { protocol: 'smtp', prefix: 'Smtp', part: 'smtp-password' },
] as const;

/** Both passwords of an account are in one entry, each under a name of its own. */
function accountsOf(place: string, id: string, group: KeyGroup): KeyringAccount[] {
  const profile = said(group, 'PresentationIdentity') ?? said(group, 'Identity') ?? id;
  const attributes = { 'xdg:schema': 'org.gnome.OnlineAccounts', 'goa-identity': `imap_smtp:gen0:${id}` };
  return sides.flatMap(({ protocol, prefix, part }): KeyringAccount[] => {
    if (protocol === 'smtp' && group.get('SmtpUseAuth') === 'false') return [];
    const [, host, port] = /^([^:]+|\[[^\]]+\])(?::(\d{1,5}))?$/.exec(said(group, `${prefix}Host`) ?? '') ?? [];
    const user = said(group, `${prefix}UserName`);
    if (host === undefined || user === null) return [];
    const entry = { attributes, part, read: (text: string) => passwordIn(text, part) };
    const security = securityOf(isOn(group, `${prefix}UseSsl`), isOn(group, `${prefix}UseTls`));
    return [{ profile, place, protocol, host, port: portIn(port), security, user, fixed: null, entry }];
  });
}

function securityOf(ssl: boolean, tls: boolean): AppSecurity {
  if (ssl) return 'tls';
  return tls ? 'starttls' : 'none';
}

/** The accounts of the desktop's own settings, which Evolution and Geary sign in with as well. Those by token are none of ours. */
export const gnomeOnlineAccounts: KeyringFormat = {
  manifest,
  programs: ['goa-daemon'],
  writes: true,
  async accounts(desk) {
    const place = join(desk.places.config, 'goa-1.0', 'accounts.conf');
    const { file, trouble } = await readKeyFile(desk, place);
    const accounts = [...(file ?? [])].flatMap(([name, group]) => {
      const [, id] = /^Account (\S+)$/.exec(name) ?? [];
      return id !== undefined && group.get('Provider') === 'imap_smtp' ? accountsOf(place, id, group) : [];
    });
    return { accounts, troubles: trouble ? [{ place, why: trouble }] : [] };
  },
};
