import { join } from 'node:path';
import type { ConfigFormat } from '../config-app.ts';
import { Keys } from './cipher.ts';
import { makeKeys, readClaws } from './read.ts';

/** It writes its passwords again whenever it likes, so it has to be closed first. */
export const clawsMail: ConfigFormat = {
  manifest: {
    id: 'claws-mail',
    name: 'Claws Mail',
    clientKind: 'claws-mail',
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
    const keys = new Keys();
    return [
      {
        begins: Object.values(files),
        prepare: (texts, unlock) => makeKeys(files, texts, unlock, keys),
        read: (texts, unlock) => readClaws(files, texts, unlock, keys),
      },
    ];
  },
};
