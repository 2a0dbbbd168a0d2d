import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../core/secret.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { scratchHome } from '../apps.test-kit.ts';
import { placesOf } from '../places.ts';
import { thunderbird } from './app.ts';
import { anna, host, loginsJson, makeKeys, putProfile } from './profile.test-kit.ts';

const newFolder = temporaryFolders();
const swap = { from: new Secret('Old-Pass-1'), to: new Secret('New-Pass-2') };
const store = join('AppData', 'Local', 'Packages', 'MozillaThunderbird.MZLA_h5892qc0xkpca', 'LocalCache', 'Roaming');

const rootOn = { linux: '.thunderbird', win32: 'Thunderbird', darwin: 'Thunderbird' } as const;

/** A home folder as it is on another system, with a Thunderbird in the folder `where`. */
async function scene(platform: 'linux' | 'win32' | 'darwin', where: string, environment: Record<string, string> = {}) {
  const scratch = scratchHome(newFolder());
  const { home } = scratch;
  const { db, keys } = await makeKeys({});
  const entry = { origin: `imap://${host}`, user: anna, password: 'Old-Pass-1', how: 'aes' } as const;
  const folder = putProfile(home, { keys: db, logins: loginsJson([entry], keys) });
  const root = join(home, where, rootOn[platform]);
  mkdirSync(dirname(root), { recursive: true });
  renameSync(dirname(folder), root);
  const named = Object.entries(environment).map(([key, value]) => [key, join(home, value)]);
  const places = placesOf(home, platform, Object.fromEntries(named));
  const logins = join(root, 'k3y5.default-esr', 'logins.json');
  return { app: thunderbird({ ...scratch, places }), logins };
}

// A key store takes long to make on a computer that is busy.
describe('Thunderbird elsewhere than on Linux', { timeout: 60_000 }, () => {
  it.each([
    ['a Mac', 'darwin', 'Library', {}],
    ['Windows', 'win32', join('AppData', 'Roaming'), {}],
    ['Windows whose folder is elsewhere', 'win32', 'Profile', { APPDATA: 'Profile' }],
    ['Windows, from the Store', 'win32', store, {}],
    [
      'Windows, from the Store, whose folder is elsewhere',
      'win32',
      store.replace(join('AppData', 'Local'), 'Cache'),
      { LOCALAPPDATA: 'Cache' },
    ],
  ] as const)('is found and read on %s, and not written', async (_, platform, where, environment) => {
    const { app, logins } = await scene(platform, where, environment);
    const { accounts, troubles } = await app.find();
    expect(troubles).toEqual([]);
    const imap = accounts.find(({ protocol }) => protocol === 'imap');
    if (!imap) throw new Error('not found');
    expect([imap.host, imap.user, imap.place]).toEqual([host, anna, logins]);
    expect(await app.holds(imap, { right: swap.to, earlier: [swap.from] }, null)).toEqual({ holds: 'old', why: null });
    const before = readFileSync(logins, 'utf8');
    expect(await app.plan(imap, swap, null)).toEqual({ possible: false, why: 'not-tried-here' });
    expect(await app.write(imap, swap, null)).toEqual({ done: false, why: 'not-tried-here', effect: 'none' });
    expect(readFileSync(logins, 'utf8')).toBe(before);
  });

  it('is looked for in the folders of the system alone', async () => {
    expect((await (await scene('darwin', join('AppData', 'Roaming'))).app.find()).accounts).toEqual([]);
    expect((await (await scene('win32', 'Library')).app.find()).accounts).toEqual([]);
  });
});

describe('Thunderbird in a sandbox', { timeout: 60_000 }, () => {
  it.each([
    ['a Snap', join('snap', 'thunderbird', 'common')],
    ['a Flatpak', join('.var', 'app', 'org.mozilla.Thunderbird')],
    ['a Flatpak by its newer name', join('.var', 'app', 'net.thunderbird.Thunderbird')],
    ['a Flatpak of Betterbird', join('.var', 'app', 'eu.betterbird.Betterbird')],
  ])('is found in %s, and written like any other', async (_, where) => {
    const { app, logins } = await scene('linux', where);
    const imap = (await app.find()).accounts.find(({ protocol }) => protocol === 'imap');
    if (!imap) throw new Error('not found');
    expect(imap.place).toBe(logins);
    const known = { right: swap.to, earlier: [swap.from] };
    expect(await app.holds(imap, known, null)).toEqual({ holds: 'old', why: null });
    expect(await app.write(imap, swap, null)).toMatchObject({ done: true });
    expect(await app.holds(imap, known, null)).toEqual({ holds: 'new', why: null });
  });
});
