import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import type { AppTrouble } from '../../shared/apps.ts';
import type { AppFile } from './app-files.ts';
import { byteText } from './byte-text.ts';
import { type ConfigTexts, nothingThere, type Reading } from './config-account.ts';
import type { AppDesk } from './desk.ts';

/** One whole of settings: a file, or several that its program reads as one. */
export interface ConfigRoot {
  /** The files that it begins with, by full path. */
  readonly begins: readonly string[];
  /** Found by looking into a folder: it may be something else altogether. */
  readonly byChance?: boolean;
  /** What the files say. `unlock` is the store's own password, where the person gave one. Pure; never throws. */
  read(texts: ConfigTexts, unlock: string | null): Reading;
}

/** Settings that are one file. */
export const oneFile = (path: string, read: (path: string, text: string) => Reading): ConfigRoot => ({
  begins: [path],
  read(texts) {
    const text = texts.get(path) ?? null;
    return text === null ? nothingThere : read(path, text);
  },
});

export interface Loaded {
  readonly texts: ConfigTexts;
  readonly files: ReadonlyMap<string, AppFile>;
  readonly reading: Reading;
  readonly troubles: readonly { readonly place: string; readonly why: AppTrouble }[];
}

const longest = 1 << 20;
const mostFiles = 40;
const mostRounds = 10;

/** Reads settings and, inside the person's home only, the files that they include. Never throws. */
export async function load(desk: AppDesk, root: ConfigRoot, unlock: string | null): Promise<Loaded> {
  const texts = new Map<string, string | null>();
  const files = new Map<string, AppFile>();
  const troubles: { place: string; why: AppTrouble }[] = [];
  const take = async (path: string, anywhere: boolean): Promise<void> => {
    texts.set(path, null);
    const found = await desk.files.read(path, longest);
    if (found.state === 'absent') return;
    const why = found.state === 'refused' ? found.why : await wrongWith(found.file, desk, anywhere);
    if (why !== null && !root.byChance) troubles.push({ place: path, why });
    if (why !== null || found.state === 'refused') return;
    files.set(path, found.file);
    texts.set(path, byteText(found.file.bytes));
  };
  for (const path of root.begins) await take(path, true);
  let reading = root.read(texts, unlock);
  for (let round = 0; round < mostRounds; round += 1) {
    const wanted = reading.wants.filter((path) => !texts.has(path)).slice(0, mostFiles - texts.size);
    if (wanted.length === 0) break;
    for (const path of wanted) await take(path, false);
    reading = root.read(texts, unlock);
  }
  const [place = ''] = [...files.keys(), ...root.begins];
  if (reading.trouble) troubles.push({ place, why: reading.trouble });
  return { texts, files, reading, troubles };
}

async function wrongWith(file: AppFile, desk: AppDesk, anywhere: boolean): Promise<AppTrouble | null> {
  // No program that is known here keeps its settings in text with such a byte, or in UTF-16.
  if (file.bytes.includes(0)) return 'not-understood';
  return anywhere || (await isBelow(file.real, desk.places.home)) ? null : 'unreadable';
}

async function isBelow(real: string, folder: string): Promise<boolean> {
  try {
    return real.startsWith((await realpath(folder)) + sep);
  } catch {
    return false;
  }
}
