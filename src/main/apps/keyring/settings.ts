import type { AppSecurity, AppTrouble } from '../../../shared/apps.ts';
import type { AppDesk } from '../desk.ts';
import { type KeyFile, type KeyGroup, readKeyFile } from './key-file.ts';

/** A folder where an app keeps its settings. */
export interface SettingsFolder {
  readonly folder: string;
  /** That of a Flatpak, whose keyring may be its own. */
  readonly boxed: boolean;
}

export interface FoundFile {
  readonly path: string;
  readonly name: string;
  readonly boxed: boolean;
  readonly file: KeyFile;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly troubles: readonly { readonly place: string; readonly why: AppTrouble }[];
}

const mostFiles = 500;

/** Reads those files of these folders whose name `pathOf` knows where to look for. Never throws. */
export async function readFolders(
  desk: AppDesk,
  folders: readonly SettingsFolder[],
  pathOf: (name: string, folder: string) => string | null,
): Promise<FoundFiles> {
  const files: FoundFile[] = [];
  const troubles: { place: string; why: AppTrouble }[] = [];
  for (const { folder, boxed } of folders) {
    const names = (await desk.files.names(folder)).sort();
    const paths = names.flatMap((name) => {
      const path = pathOf(name, folder);
      return path === null ? [] : [{ name, path }];
    });
    for (const { name, path } of paths.slice(0, mostFiles)) {
      const { file, trouble } = await readKeyFile(desk, path);
      if (file) files.push({ path, name, boxed, file });
      else if (trouble) troubles.push({ place: path, why: trouble });
    }
  }
  return { files, troubles };
}

/** What a group says under a key; null for nothing. */
export const said = (group: KeyGroup | undefined, key: string): string | null => group?.get(key) || null;

export const isOn = (group: KeyGroup | undefined, key: string): boolean => /^(true|1)$/i.test(group?.get(key) ?? '');

/** A word of an app's for how it encrypts. */
export function securityOf(word: string | null, words: Readonly<Record<string, AppSecurity>>): AppSecurity {
  return (word !== null && Object.hasOwn(words, word) ? words[word] : undefined) ?? 'unknown';
}
