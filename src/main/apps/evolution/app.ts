import { join } from 'node:path';
import type { MailAppManifest } from '../../../core/apps/mail-app.ts';
import type { AppDesk } from '../desk.ts';
import type { KeyringFormat } from '../keyring/keyring-app.ts';
import { readFolders } from '../keyring/settings.ts';
import { accountsIn } from './sources.ts';

const manifest: MailAppManifest = {
  id: 'evolution',
  name: 'Evolution',
  clientKind: 'evolution',
  store: 'keyring',
  whileOpen: 'fine',
};

const folders = ({ places: { home, config } }: AppDesk) => [
  { folder: join(config, 'evolution', 'sources'), boxed: false },
  { folder: join(home, '.var', 'app', 'org.gnome.Evolution', 'config', 'evolution', 'sources'), boxed: true },
];

/** Evolution, whose data server looks into the keyring at every sign-in: a new password is taken without a restart. */
export const evolution: KeyringFormat = {
  manifest,
  programs: ['evolution'],
  writes: true,
  async accounts(desk) {
    const pathOf = (name: string, folder: string) => (name.endsWith('.source') ? join(folder, name) : null);
    const { files, troubles } = await readFolders(desk, folders(desk), pathOf);
    const boxes = [false, true].map((boxed) => files.filter((file) => file.boxed === boxed));
    return { accounts: boxes.flatMap(accountsIn), troubles };
  },
};
