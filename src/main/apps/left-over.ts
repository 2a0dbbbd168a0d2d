import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { writeAtomically } from '../storage/atomic-file.ts';
import type { FileLayer } from '../storage/file-layer.ts';
import { createQueue } from '../storage/one-at-a-time.ts';
import { type AppDisk, codeOf, readOnly, withFile } from './app-disk.ts';

/**
 * The names of files that were made beside apps' own and have to go again: written down before they are made, so that the
 * next start finds what a crash has left.
 */
export interface LeftOver {
  /** Throws where it cannot be written down: then nothing may be made. */
  remember(paths: readonly string[]): Promise<void>;
  /** Never throws: a name too many does no harm. */
  forget(paths: readonly string[]): Promise<void>;
  /** Removes what an earlier life left. Never throws; what could not be removed is tried again at the next start. */
  sweep(): Promise<void>;
}

const most = 1_000;
const listSchema = z.array(z.string().max(4_096)).max(most);
const ours = /^\.(.+)\.keyround-[0-9a-f]{16}(?:\.bak)?$/;

/** A name beside `real` that only this module would make. `random` is 16 hexadecimal digits. */
export const nameBeside = (real: string, random: string, kind: '' | '.bak'): string =>
  join(dirname(real), `.${basename(real)}.keyround-${random}${kind}`);

export function createLeftOver(files: FileLayer, disk: AppDisk, list: string): LeftOver {
  const inTurn = createQueue();
  const read = async (): Promise<string[]> => {
    const bytes = await files.read(list);
    if (bytes === null) return [];
    try {
      return listSchema.parse(JSON.parse(bytes.toString('utf8')));
    } catch {
      return [];
    }
  };
  const change = (edit: (paths: string[]) => string[]): Promise<void> =>
    inTurn(async () => {
      const before = await read();
      const after = edit(before);
      if (after.length > most) throw new Error('too many files are left over');
      if (after.length !== before.length) await writeAtomically(files, list, JSON.stringify(after));
    });
  const forget = async (paths: readonly string[]): Promise<void> => {
    try {
      await change((all) => all.filter((path) => !paths.includes(path)));
    } catch {
      // The name stays in the list, and the next start finds no such file.
    }
  };
  return {
    remember: (paths) => change((all) => [...all, ...paths]),
    forget,
    async sweep() {
      try {
        const gone: string[] = [];
        for (const path of await inTurn(read)) if (await removed(disk, path)) gone.push(path);
        await forget(gone);
      } catch {
        // The list cannot be read now; the next start reads it again.
      }
    },
  };
}

/** True if there is no such file any more. Only an ordinary file with a name of ours is removed, never what a link names. */
async function removed(disk: AppDisk, path: string): Promise<boolean> {
  const [, original] = ours.exec(basename(path)) ?? [];
  if (original === undefined) return true;
  try {
    const isFile = await withFile(disk, path, [readOnly], async (open) => (await open.facts()).ordinary);
    // A copy is the last one if the app's own file is gone; whoever took that away decides about it.
    await disk.stat(join(dirname(path), original));
    if (isFile) await disk.rm(path, { force: true });
    return true;
  } catch (error) {
    return codeOf(error) === 'ENOENT' && !(await isThere(disk, path));
  }
}

async function isThere(disk: AppDisk, path: string): Promise<boolean> {
  try {
    await disk.stat(path);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ENOENT';
  }
}
