import { createHash } from 'node:crypto';
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
  remember(made: readonly Made[]): Promise<void>;
  /** Never throws: a name too many does no harm. */
  forget(paths: readonly string[]): Promise<void>;
  /**
   * Removes what an earlier life left. A copy of a store is the only one of the old ciphertext: it goes where the app's own
   * file is the old one still or the new one as a whole, or where the copy itself was never finished; it stays otherwise,
   * for 14 days. Never throws; what could not be removed is tried again at the next start. */
  sweep(): Promise<void>;
}

const most = 1_000;
const copySchema = z.strictObject({
  path: z.string().max(4_096),
  /** What the copy holds as a whole, and what the app's file does once the write has happened: hashes (`hashOf`). */
  old: z.string().max(64),
  fresh: z.string().max(64),
});
const madeSchema = z.union([z.string().max(4_096), copySchema]);
const listSchema = z.array(madeSchema).max(most);
/** As long as the previous password is kept. */
const keptFor = 14 * 24 * 3_600_000;
const longestStore = 64_000_000;

export type Made = z.infer<typeof madeSchema>;

const pathOf = (made: Made): string => (typeof made === 'string' ? made : made.path);

export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const ours = /^\.(.+)\.keyround-[0-9a-f]{16}(?:\.bak)?$/;

/** A name beside `real` that only this module would make. `random` is 16 hexadecimal digits. */
export const nameBeside = (real: string, random: string, kind: '' | '.bak'): string =>
  join(dirname(real), `.${basename(real)}.keyround-${random}${kind}`);

export function createLeftOver(files: FileLayer, disk: AppDisk, list: string): LeftOver {
  const inTurn = createQueue();
  const read = async (): Promise<Made[]> => {
    const bytes = await files.read(list);
    if (bytes === null) return [];
    try {
      return listSchema.parse(JSON.parse(bytes.toString('utf8')));
    } catch {
      return [];
    }
  };
  const change = (edit: (all: Made[]) => Made[]): Promise<void> =>
    inTurn(async () => {
      const before = await read();
      const after = edit(before);
      if (after.length > most) throw new Error('too many files are left over');
      if (after.length !== before.length) await writeAtomically(files, list, JSON.stringify(after));
    });
  const forget = async (paths: readonly string[]): Promise<void> => {
    try {
      await change((all) => all.filter((made) => !paths.includes(pathOf(made))));
    } catch {
      // The name stays in the list, and the next start finds no such file.
    }
  };
  return {
    remember: (made) => change((all) => [...all, ...made]),
    forget,
    async sweep() {
      try {
        const gone: string[] = [];
        for (const made of await inTurn(read)) if (await removed(disk, made)) gone.push(pathOf(made));
        await forget(gone);
      } catch {
        // The list cannot be read now; the next start reads it again.
      }
    },
  };
}

/** True if there is no such file any more. Only an ordinary file with a name of ours is removed, never what a link names. */
async function removed(disk: AppDisk, made: Made): Promise<boolean> {
  const path = pathOf(made);
  const [, original] = ours.exec(basename(path)) ?? [];
  if (original === undefined) return true;
  try {
    const isFile = await withFile(disk, path, [readOnly], async (open) => (await open.facts()).ordinary);
    if (!isFile) return true;
    const hashes = typeof made === 'string' ? null : made;
    if (path.endsWith('.bak') && !(await isSpare(disk, path, join(dirname(path), original), hashes))) return false;
    await disk.rm(path, { force: true });
    return true;
  } catch (error) {
    return codeOf(error) === 'ENOENT' && !(await isThere(disk, path));
  }
}

type Hashes = Pick<z.infer<typeof copySchema>, 'old' | 'fresh'>;

/** Whether nobody will want this copy: see `sweep`. Throws where that cannot be told. */
async function isSpare(disk: AppDisk, copy: string, original: string, hashes: Hashes | null): Promise<boolean> {
  const read = (path: string) =>
    withFile(disk, path, [readOnly], async (open) => {
      const { size, changed } = await open.facts();
      return { changed, size, bytes: await open.read(Math.min(size, longestStore)) };
    });
  // Without the app's own file a copy is the last one, however old: whoever took that away decides about it.
  const now = await read(original);
  const old = await read(copy);
  if (now.bytes.equals(old.bytes)) return true;
  if (hashes && (hashOf(old.bytes) !== hashes.old || hashOf(now.bytes) === hashes.fresh)) return true;
  return now.size > 0 && Date.now() - old.changed > keptFor;
}

async function isThere(disk: AppDisk, path: string): Promise<boolean> {
  try {
    await disk.stat(path);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ENOENT';
  }
}
