import { join } from 'node:path';
import type { ConfigFormat } from '../config-app.ts';
import { readGitConfig } from './read.ts';

/** The settings of a person; those of single repositories are not looked for. */
export const gitSendEmail: ConfigFormat = {
  manifest: {
    id: 'git-send-email',
    name: 'git send-email',
    clientKind: 'mail-sender',
    store: 'plain',
    whileOpen: 'fine',
  },
  programs: ['git'],
  roots({ places: { home, config } }) {
    const settings = [join(config, 'git', 'config'), join(home, '.gitconfig')];
    const stores = [join(home, '.git-credentials'), join(config, 'git', 'credentials')];
    return [{ begins: [...settings, ...stores], read: (texts) => readGitConfig({ settings, stores, home }, texts) }];
  },
};
