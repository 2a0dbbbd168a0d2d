import { join } from 'node:path';
import type { ConfigFormat } from '../config-app.ts';
import { readMsmtp } from './read.ts';

/** msmtp reads the first of these that there is; a copy in the other place may be read by somebody's script. */
export const msmtp: ConfigFormat = {
  manifest: { id: 'msmtp', name: 'msmtp', clientKind: 'mail-sender', store: 'plain', whileOpen: 'fine' },
  programs: ['msmtp'],
  roots: ({ places: { home, config } }) =>
    [join(home, '.msmtprc'), join(config, 'msmtp', 'config')].map((path) => ({
      begins: [path],
      read: (texts) => readMsmtp(path, home, texts),
    })),
};
