import { join } from 'node:path';
import type { ConfigFormat } from '../config-app.ts';
import { oneFile } from '../config-load.ts';
import { readAerc } from './read.ts';

/** One that is open keeps the password it began with. */
export const aerc: ConfigFormat = {
  manifest: { id: 'aerc', name: 'aerc', clientKind: 'terminal-mail', store: 'plain', whileOpen: 'restart-after' },
  programs: ['aerc'],
  roots: ({ places: { config } }) => [oneFile(join(config, 'aerc', 'accounts.conf'), readAerc)],
};
