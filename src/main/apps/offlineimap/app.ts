import { join } from 'node:path';
import type { ConfigFormat } from '../config-app.ts';
import { readOfflineimap } from './read.ts';

/** One that waits in the background keeps the password it began with. */
export const offlineimap: ConfigFormat = {
  manifest: {
    id: 'offlineimap',
    name: 'OfflineIMAP',
    clientKind: 'mail-fetcher',
    store: 'plain',
    whileOpen: 'restart-after',
  },
  programs: ['offlineimap', 'offlineimap3'],
  roots: ({ places: { home, config } }) =>
    [join(home, '.offlineimaprc'), join(config, 'offlineimap', 'config')].map((path) => ({
      begins: [path],
      read: (texts) => readOfflineimap(path, home, texts),
    })),
};
