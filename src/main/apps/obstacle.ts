import { constants } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AppTrouble } from '../../shared/apps.ts';
import { type AppDisk, codeOf, type FileFacts, readOnly, withFile } from './app-disk.ts';
import type { AppFile } from './app-files.ts';

/** Folders that say: what lies here or below is kept in a history, and a password with it. */
const histories = ['.git', '.hg', '.jj', '.svn'];
const deepest = 64;

async function isThere(disk: AppDisk, path: string): Promise<boolean> {
  try {
    await disk.access(path, constants.F_OK);
    return true;
  } catch (error) {
    // A name that cannot be looked at may well be there.
    return !['ENOENT', 'ENOTDIR'].includes(codeOf(error));
  }
}

/**
 * Whether a file lies in somebody's work tree. Nobody's index is read to learn whether just this file is in it: a new
 * password in the next commit is worse than a guide for a file that would have been left out.
 */
async function isTracked(disk: AppDisk, real: string): Promise<boolean> {
  let folder = dirname(real);
  for (let depth = 0; depth < deepest; depth += 1) {
    for (const name of histories) if (await isThere(disk, join(folder, name))) return true;
    const parent = dirname(folder);
    if (parent === folder) return false;
    folder = parent;
  }
  return true;
}

function wrongWith(facts: FileFacts, me: number | undefined): AppTrouble | null {
  if (!facts.ordinary) return 'not-a-file';
  if (me !== undefined && facts.uid !== me) return 'not-yours';
  // The other name would keep the old password, and a program that writes through it would not see the new one.
  if (facts.links > 1) return 'linked-twice';
  return (facts.mode & 0o200) === 0 ? 'read-only' : null;
}

async function folderTrouble(disk: AppDisk, folder: string, me: number | undefined): Promise<AppTrouble | null> {
  try {
    await disk.access(folder, constants.W_OK | constants.X_OK);
    if (me === undefined) return null;
    const { uid } = await withFile(disk, folder, [constants.O_RDONLY], (open) => open.facts());
    return uid === me ? null : 'not-yours';
  } catch {
    return 'read-only';
  }
}

/** What forbids that a file is replaced; null if nothing that can be seen does. Never throws. */
export async function obstacleTo(disk: AppDisk, file: AppFile, me: number | undefined): Promise<AppTrouble | null> {
  try {
    if ((await disk.realpath(file.path)) !== file.real) return 'changed';
    const { facts, same } = await withFile(disk, file.real, [readOnly], async (open) => {
      const found = await open.facts();
      const now = found.ordinary ? await open.read(file.bytes.length + 1) : Buffer.alloc(0);
      return { facts: found, same: found.stamp === file.stamp && now.equals(file.bytes) };
    });
    const wrong = wrongWith(facts, me);
    if (wrong) return wrong;
    if (!same) return 'changed';
    if (await isTracked(disk, file.real)) return 'tracked';
    return await folderTrouble(disk, dirname(file.real), me);
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'changed' : 'unreadable';
  }
}
