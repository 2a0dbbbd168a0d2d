import { join } from 'node:path';
import type { ConfigFormat } from '../config-app.ts';
import { readClaws } from './read.ts';

/** It writes its passwords again whenever it likes, so it has to be closed first. */
export const clawsMail: ConfigFormat = {
  manifest: {
    id: 'claws-mail',
    name: 'Claws Mail',
    clientKind: 'other',
    store: 'encrypted',
    whileOpen: 'close-first',
  },
  programs: ['claws-mail'],
  keepsCopy: (text) => !/^[^[\s]\S* [^{!\s]/m.test(text),
  roots({ places: { home, roaming, platform } }) {
    const folder = platform === 'win32' ? join(roaming, 'Claws-mail') : join(home, '.claws-mail');
    const files = {
      accounts: join(folder, 'accountrc'),
      settings: join(folder, 'clawsrc'),
      passwords: join(folder, 'passwordstorerc'),
    };
    return [{ begins: Object.values(files), read: (texts, unlock) => readClaws(files, texts, unlock) }];
  },
};
