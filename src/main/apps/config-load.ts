import type { AppTrouble } from '../../shared/apps.ts';
import type { AppFile } from './app-files.ts';
import { byteText } from './byte-text.ts';
import { type ConfigTexts, type Held, nothingThere, notUnderstood, type Reading } from './config-account.ts';
import type { AppDesk } from './desk.ts';

/** One whole of settings: a file, or several that its program reads as one. */
export interface ConfigRoot {
  /** The files that it begins with, by full path. */
  readonly begins: readonly string[];
  /** Found by looking into a folder: it may be something else altogether. */
  readonly byChance?: boolean;
  /** Done once the files that it begins with are there: what takes too long to be done while reading. Never throws. */
  prepare?(texts: ConfigTexts, unlock: string | null): Promise<void>;
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
const mostAccounts = 5_000;

/**
 * Reads settings and, inside the person's home only, the files that they include. Where one of those is there and was not
 * read, nobody can say what the app signs in with: it may have another password, or any at all. Never throws.
 */
export async function load(desk: AppDesk, root: ConfigRoot, unlock: string | null): Promise<Loaded> {
  const texts = new Map<string, string | null>();
  const files = new Map<string, AppFile>();
  const troubles: { place: string; why: AppTrouble }[] = [];
  const take = async (path: string, anywhere: boolean): Promise<AppTrouble | null> => {
    texts.set(path, null);
    // Where it leads is looked at before anything of it is opened.
    const found = await desk.files.read(path, longest, anywhere ? undefined : desk.places.home);
    if (found.state === 'absent') return null;
    const why = found.state === 'refused' ? found.why : wrongWith(found.file);
    if (why !== null && !root.byChance) troubles.push({ place: path, why });
    if (why !== null || found.state === 'refused') return why;
    files.set(path, found.file);
    texts.set(path, byteText(found.file.bytes));
    return null;
  };
  let doubt: AppTrouble | null = null;
  for (const path of root.begins) {
    const why = await take(path, true);
    doubt ??= why;
  }
  await root.prepare?.(texts, unlock);
  let reading = root.read(texts, unlock);
  const missing = () => [...new Set(reading.wants)].filter((path) => !texts.has(path));
  for (let round = 0; round < mostRounds; round += 1) {
    const wanted = missing().slice(0, mostFiles - texts.size);
    if (wanted.length === 0) break;
    for (const path of wanted) {
      const why = await take(path, false);
      doubt ??= why;
    }
    reading = root.read(texts, unlock);
  }
  const [left] = missing();
  if (left !== undefined) {
    troubles.push({ place: left, why: 'not-understood' });
    doubt ??= 'not-understood';
  }
  if (doubt) reading = doubted(reading, doubt);
  if (reading.accounts.length > mostAccounts) reading = notUnderstood;
  const [place = ''] = [...files.keys(), ...root.begins];
  if (reading.trouble) troubles.push({ place, why: reading.trouble });
  return { texts, files, reading, troubles };
}

/** What is said of accounts holds only as far as no other file can say otherwise. */
const doubted = (reading: Reading, why: AppTrouble): Reading => ({
  ...reading,
  accounts: reading.accounts.map((account) =>
    isOpenToDoubt(account.held) ? { ...account, held: { is: 'unsupported', why } } : account,
  ),
});

const isOpenToDoubt = (held: Held): boolean =>
  held.is === 'none' || held.is === 'password' || (held.is === 'unsupported' && held.looksInKeyring === true);

/** No program that is known here keeps its settings in text with such a byte, or in UTF-16. */
const wrongWith = ({ bytes }: AppFile): AppTrouble | null => (bytes.includes(0) ? 'not-understood' : null);
