import { join } from 'node:path';
import type { ConfigFormat } from '../config-app.ts';
import { readMutt } from './read.ts';

const places = (home: string, config: string): string[] =>
  ['mutt', 'neomutt'].flatMap((name) => [
    join(home, `.${name}rc`),
    join(home, `.${name}`, `${name}rc`),
    join(config, name, `${name}rc`),
  ]);

/** mutt and NeoMutt; one that is open keeps the password it began with. */
export const mutt: ConfigFormat = {
  manifest: {
    id: 'mutt',
    name: 'Mutt or NeoMutt',
    clientKind: 'terminal-mail',
    store: 'plain',
    whileOpen: 'restart-after',
  },
  programs: ['mutt', 'neomutt'],
  roots: ({ places: { home, config } }) =>
    places(home, config).map((path) => ({ begins: [path], read: (texts) => readMutt(path, home, texts) })),
};
