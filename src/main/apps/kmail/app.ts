import { join } from 'node:path';
import type { MailAppManifest } from '../../../core/apps/mail-app.ts';
import type { AppSecurity } from '../../../shared/apps.ts';
import { portIn } from '../config-account.ts';
import type { AppDesk } from '../desk.ts';
import { wholeEntry } from '../keyring/entry.ts';
import type { KeyGroup } from '../keyring/key-file.ts';
import { readKeyFile } from '../keyring/key-file.ts';
import type { KeyringAccount, KeyringFormat } from '../keyring/keyring-app.ts';
import { type FoundFile, isOn, readFolders, said, securityOf } from '../keyring/settings.ts';

const manifest: MailAppManifest = {
  id: 'kmail',
  name: 'KMail',
  clientKind: 'kmail',
  store: 'keyring',
  whileOpen: 'restart-after',
};

const security: Readonly<Record<string, AppSecurity>> = {
  ...{ None: 'none', NONE: 'none', STARTTLS: 'starttls', TLS: 'starttls', SSL: 'tls' },
};

/** KMail keeps a password under the name of its settings (QtKeychain), or in KDE's older wallet, which is not looked into. */
const entryFor = (server: string, user: string) =>
  wholeEntry({ 'xdg:schema': 'org.qt.keychain', server, user, type: 'plaintext' });

/** By the names in KDE's own settings files (kdepim-runtime: `imapresource.kcfg`, `resources/pop3/settings.kcfg`). */
function resource({ file, path, name }: FoundFile): KeyringAccount[] {
  const common = { profile: name, place: path, fixed: null, boxed: true };
  if (name.startsWith('akonadi_imap')) {
    const group = file.get('network');
    const [host, user] = [said(group, 'ImapServer'), said(group, 'UserName')];
    if (host === null || user === null) return [];
    const encryption = securityOf(said(group, 'Safety'), security);
    const port = portIn(said(group, 'ImapPort'));
    return [{ ...common, protocol: 'imap', host, user, port, security: encryption, entry: entryFor('imap', name) }];
  }
  const group = file.get('General');
  const [host, user] = [said(group, 'host'), said(group, 'login')];
  if (host === null || user === null) return [];
  const entry = entryFor('pop3', name.replace(/rc$/, ''));
  const port = portIn(said(group, 'port'));
  return [{ ...common, protocol: 'pop3', host, user, port, security: encryptionOf(group), entry }];
}

function encryptionOf(group: KeyGroup | undefined): AppSecurity {
  if (isOn(group, 'useSSL')) return 'tls';
  return isOn(group, 'useTLS') ? 'starttls' : 'none';
}

function transport(place: string, id: string, group: KeyGroup): KeyringAccount[] {
  const [host, user] = [said(group, 'host'), said(group, 'user')];
  if (host === null || user === null || group.get('auth') === 'false') return [];
  const encryption = securityOf(said(group, 'encryption'), security);
  const common = { profile: said(group, 'name') ?? id, place, port: portIn(said(group, 'port')), fixed: null };
  const entry = entryFor('mailtransports', id);
  return [{ ...common, protocol: 'smtp', host, user, security: encryption, entry, boxed: true }];
}

/** KMail: read where its passwords are in this keyring, never written, because nobody has seen yet that it takes what it finds. */
export const kmail: KeyringFormat = {
  manifest,
  programs: ['kmail', 'kontact'],
  writes: false,
  async accounts(desk: AppDesk) {
    const { config } = desk.places;
    const pathOf = (name: string, folder: string) =>
      /^akonadi_(imap|pop3)_resource_\d+rc$/.test(name) ? join(folder, name) : null;
    const { files, troubles } = await readFolders(desk, [{ folder: config, boxed: false }], pathOf);
    const place = join(config, 'mailtransports');
    const { file, trouble } = await readKeyFile(desk, place);
    const sending = [...(file ?? [])].flatMap(([name, group]) => {
      const [, id] = /^Transport (\d+)$/.exec(name) ?? [];
      return id === undefined ? [] : transport(place, id, group);
    });
    const more = trouble ? [{ place, why: trouble }] : [];
    return { accounts: [...files.flatMap(resource), ...sending], troubles: [...troubles, ...more] };
  },
};
