import { basename, join } from 'node:path';
import type { ConfigFormat } from '../config-app.ts';
import { oneFile } from '../config-load.ts';
import { readGetmail } from './read.ts';

const most = 100;
/** What is named so is getmail's, and is spoken of if it cannot be read; anything else in its folder may be something else. */
const usual = 'getmailrc';

/** getmail reads `getmailrc`, or every file of its folder; the names it leaves out itself are left out here. */
export const getmail: ConfigFormat = {
  manifest: { id: 'getmail', name: 'getmail', clientKind: 'mail-fetcher', store: 'plain', whileOpen: 'fine' },
  programs: ['getmail'],
  async roots({ places: { home, config }, files }) {
    const folders = [join(home, '.getmail'), join(config, 'getmail')];
    const found = await Promise.all(
      folders.map(async (folder) => (await files.names(folder)).filter(isSettings).map((name) => join(folder, name))),
    );
    return found
      .flat()
      .slice(0, most)
      .map((path) => ({ ...oneFile(path, readGetmail), byChance: basename(path) !== usual }));
  },
};

const isSettings = (name: string): boolean => !/^\.|^oldmail-|\.json$|~$/.test(name);
