import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { serviceNames } from '../../../src/main/storage/services.ts';
import type { LinuxPlace } from './app.ts';

const read = `
const keytar = require(process.argv[1]);
keytar.findCredentials(process.argv[2]).then((found) => process.stdout.write(JSON.stringify(found)));
`;
const found = z.array(z.object({ account: z.string(), password: z.string() }));

/** What the desktop's keychain holds for one service, read by a program of its own, as anybody else's would. */
export async function keychainEntries(
  place: LinuxPlace,
  space: keyof typeof serviceNames,
  what: 'secrets' | 'records',
) {
  const keytar = join(place.appPath, 'node_modules', 'keytar');
  const command = ['node', '-e', read, keytar, serviceNames[space][what]];
  const child = place.desktop.spawn(command, ['ignore', 'pipe', 'inherit']);
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  await once(child, 'close');
  return found.parse(JSON.parse(text));
}
