import { join } from 'node:path';
import type { ConfigFormat } from '../config-app.ts';
import { readFetchmail } from './read.ts';

/** A fetchmail that waits in the background reads a changed file by itself. */
export const fetchmail: ConfigFormat = {
  manifest: { id: 'fetchmail', name: 'fetchmail', clientKind: 'mail-fetcher', store: 'plain', whileOpen: 'fine' },
  programs: ['fetchmail'],
  roots({ places: { home } }) {
    const path = join(home, '.fetchmailrc');
    return [{ begins: [path], read: (texts) => readFetchmail(path, home, texts) }];
  },
};
