import { join } from 'node:path';
import type { MailAppManifest } from '../../../core/apps/mail-app.ts';
import type { AppSecurity } from '../../../shared/apps.ts';
import { portIn } from '../config-account.ts';
import type { AppDesk } from '../desk.ts';
import { wholeEntry } from '../keyring/entry.ts';
import type { KeyGroup } from '../keyring/key-file.ts';
import type { KeyringAccount, KeyringFormat } from '../keyring/keyring-app.ts';
import { type FoundFile, readFolders, said, securityOf } from '../keyring/settings.ts';

const manifest: MailAppManifest = {
  id: 'geary',
  name: 'Geary',
  clientKind: 'geary',
  store: 'keyring',
  whileOpen: 'restart-after',
};

const security: Readonly<Record<string, AppSecurity>> = { none: 'none', 'start-tls': 'starttls', transport: 'tls' };

const folders = ({ places: { home, config } }: AppDesk) => [
  { folder: join(config, 'geary'), boxed: false },
  { folder: join(home, '.var', 'app', 'org.gnome.Geary', 'config', 'geary'), boxed: true },
];

const entryFor = (proto: 'IMAP' | 'SMTP', host: string, login: string) =>
  wholeEntry({ 'xdg:schema': 'org.gnome.Geary', proto, host, login });

/** An account without hosts of its own is one of the large providers, which Geary signs in to by token. */
function accountsOf({ file, path, name, boxed }: FoundFile): KeyringAccount[] {
  const incoming = file.get('Incoming');
  const outgoing = file.get('Outgoing');
  const [host, login] = [said(incoming, 'host'), said(incoming, 'login')];
  if (host === null || login === null) return [];
  const common = { profile: said(file.get('Account'), 'label') ?? name, place: path, boxed, fixed: null };
  const side = (group: KeyGroup | undefined) => ({
    port: portIn(said(group, 'port')),
    security: securityOf(said(group, 'transport_security'), security),
  });
  const entry = entryFor('IMAP', host, login);
  const receiving: KeyringAccount = { ...common, ...side(incoming), protocol: 'imap', host, user: login, entry };
  const smtp = said(outgoing, 'host');
  const credentials = said(outgoing, 'credentials');
  const own = credentials === 'custom' ? said(outgoing, 'login') : null;
  const user = credentials === 'use-incoming' ? login : own;
  if (smtp === null || user === null) return [receiving];
  // What sends with the receiving side's password has none of its own in the keyring.
  const sends = own === null ? entry : entryFor('SMTP', smtp, own);
  return [receiving, { ...common, ...side(outgoing), protocol: 'smtp', host: smtp, user, entry: sends }];
}

/** Geary; accounts in folders `goa_...` are GNOME's own. */
export const geary: KeyringFormat = {
  manifest,
  programs: ['geary'],
  writes: true,
  async accounts(desk) {
    const pathOf = (name: string, folder: string) =>
      /^account_\d+$/.test(name) ? join(folder, name, 'geary.ini') : null;
    const { files, troubles } = await readFolders(desk, folders(desk), pathOf);
    return { accounts: files.flatMap(accountsOf), troubles };
  },
};
