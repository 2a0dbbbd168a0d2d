import { join } from 'node:path';
import type { ConfigFormat } from '../config-app.ts';
import { oneFile } from '../config-load.ts';
import { readMbsync } from './read.ts';

/** isync's mbsync; the second place is read from version 1.5 on. */
export const mbsync: ConfigFormat = {
  manifest: { id: 'mbsync', name: 'mbsync (isync)', clientKind: 'mail-fetcher', store: 'plain', whileOpen: 'fine' },
  programs: ['mbsync'],
  roots: ({ places: { home, config } }) =>
    [join(home, '.mbsyncrc'), join(config, 'isyncrc')].map((path) => oneFile(path, readMbsync)),
};
