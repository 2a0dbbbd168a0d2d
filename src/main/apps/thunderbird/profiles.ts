import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { AppTrouble } from '../../../shared/apps.ts';
import type { AppFiles } from '../app-files.ts';
import type { AppDesk } from '../desk.ts';
import { type Prefs, readPrefs } from './prefs.ts';

/** One folder in which Thunderbird, or Betterbird, keeps everything of one person. */
export interface Profile {
  readonly folder: string;
  /** What the person calls it, or the name of the folder. */
  readonly name: string;
}

export interface ReadProfile extends Profile {
  readonly prefs: Prefs;
}

const longestPrefs = 8_000_000;
const longestIni = 1_000_000;
const mostProfiles = 50;
const storePackage = /^MozillaThunderbird/i;

/** Where profiles begin: the system's own packages, Snap, Flatpak, Betterbird (which shares Thunderbird's folder), the Store. */
async function rootsOf({ places, files }: AppDesk): Promise<string[]> {
  const { home, platform, roaming, local, config } = places;
  if (platform === 'darwin') return [join(home, 'Library', 'Thunderbird')];
  if (platform === 'win32') return [join(roaming, 'Thunderbird'), ...(await storeRoots(files, local))];
  const sandboxes = ['org.mozilla.Thunderbird', 'net.thunderbird.Thunderbird', 'eu.betterbird.Betterbird'];
  return [
    join(home, '.thunderbird'),
    join(home, 'snap', 'thunderbird', 'common', '.thunderbird'),
    ...sandboxes.map((name) => join(home, '.var', 'app', name, '.thunderbird')),
    join(config, 'thunderbird'),
  ];
}

async function storeRoots(files: AppFiles, local: string): Promise<string[]> {
  const packages = join(local, 'Packages');
  const names = (await files.names(packages)).filter((name) => storePackage.test(name));
  return names.map((name) => join(packages, name, 'LocalCache', 'Roaming', 'Thunderbird'));
}

/** The profiles that a `profiles.ini` names, wherever they lie. */
export function profilesIn(ini: string, root: string): Profile[] {
  const profiles: Profile[] = [];
  let section: Map<string, string> | null = null;
  const take = (): void => {
    const path = section?.get('path');
    if (!path || profiles.length >= mostProfiles) return;
    // What the file calls relative is relative to it; a name alone cannot lead anywhere else than it says.
    const folder = isAbsolute(path) ? path : resolve(root, path);
    profiles.push({ folder, name: section?.get('name') || folder.slice(dirname(folder).length + 1) });
  };
  for (const line of ini.split(/\r\n?|\n/)) {
    const [, heading] = /^\s*\[([^\]]*)\]/.exec(line) ?? [];
    if (heading !== undefined) {
      take();
      section = /^profile\d*$/i.test(heading) ? new Map() : null;
      continue;
    }
    const [, key, value] = /^\s*([^=;#\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) section?.set(key.toLowerCase(), value);
  }
  take();
  return profiles;
}

const text = (bytes: Buffer): string => bytes.toString('utf8').replace(/^\uFEFF/, '');

/**
 * Every profile that has settings: those that `profiles.ini` names, and folders beside it that it does not name any more,
 * because the one marked as the usual one may be empty.
 */
export async function findProfiles(desk: AppDesk): Promise<{
  readonly profiles: readonly ReadProfile[];
  readonly troubles: readonly { readonly place: string; readonly why: AppTrouble }[];
}> {
  const troubles: { place: string; why: AppTrouble }[] = [];
  const found = new Map<string, ReadProfile>();
  for (const root of await rootsOf(desk)) {
    for (const profile of await namedUnder(desk.files, root, troubles)) {
      const place = join(profile.folder, 'prefs.js');
      const read = await desk.files.read(place, longestPrefs);
      if (read.state === 'refused') troubles.push({ place, why: read.why });
      if (read.state !== 'read' || found.has(read.file.real) || found.size >= mostProfiles) continue;
      found.set(read.file.real, { ...profile, prefs: readPrefs(text(read.file.bytes)) });
    }
  }
  return { profiles: [...found.values()], troubles };
}

async function namedUnder(
  files: AppFiles,
  root: string,
  troubles: { place: string; why: AppTrouble }[],
): Promise<Profile[]> {
  const place = join(root, 'profiles.ini');
  const read = await files.read(place, longestIni);
  if (read.state === 'refused') troubles.push({ place, why: read.why });
  const named = read.state === 'read' ? profilesIn(text(read.file.bytes), root) : [];
  const beside = [root, join(root, 'Profiles')];
  for (const parent of beside) {
    // Folders of profiles are named `<random>.<name>`; nothing else here can be one.
    const names = (await files.names(parent)).filter((name) => /^[^.]+\..+$/.test(name) && name !== 'profiles.ini');
    named.push(...names.slice(0, mostProfiles).map((name) => ({ folder: join(parent, name), name })));
  }
  return named;
}
