import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { sep } from 'node:path';
import type { AppWritten } from '../../core/apps/mail-app.ts';
import type { AppTrouble } from '../../shared/apps.ts';
import { createFileLayer } from '../storage/file-layer.ts';
import { type AppDisk, codeOf, newFile, readOnly, withFile } from './app-disk.ts';
import type { AppFile, AppFiles, FileRead, ReplaceOptions } from './app-files.ts';
import { hashOf, type LeftOver, nameBeside } from './left-over.ts';
import { obstacleTo } from './obstacle.ts';

const mostNames = 10_000;

/** Why nothing was written, on the way to the rename. */
class Stop extends Error {
  readonly why: AppTrouble;
  constructor(why: AppTrouble) {
    super(why);
    this.why = why;
  }
}

const whyOf = (error: unknown): AppTrouble => {
  if (error instanceof Stop) return error.why;
  return ['EROFS', 'EACCES', 'EPERM'].includes(codeOf(error)) ? 'read-only' : 'write-failed';
};

async function readWhole(disk: AppDisk, path: string, longest: number, below?: string): Promise<FileRead> {
  try {
    const real = await disk.realpath(path);
    if (below !== undefined && !real.startsWith((await disk.realpath(below)) + sep)) {
      return { state: 'refused', why: 'unreadable' };
    }
    // Opening what is no file may already do something: wind back a tape, wake up whoever listens.
    const { isOrdinary, size } = await disk.look(real);
    if (!isOrdinary) return { state: 'refused', why: 'not-a-file' };
    if (size > longest) return { state: 'refused', why: 'too-large' };
    return await withFile(disk, real, [readOnly], async (open): Promise<FileRead> => {
      const facts = await open.facts();
      if (!facts.ordinary) return { state: 'refused', why: 'not-a-file' };
      if (facts.size > longest) return { state: 'refused', why: 'too-large' };
      // One byte more than it should have: it may be growing.
      const bytes = await open.read(facts.size + 1);
      if (bytes.length !== facts.size) return { state: 'refused', why: 'changed' };
      return { state: 'read', file: { path, real, bytes, stamp: facts.stamp } };
    });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'absent' };
    return { state: 'refused', why: code === 'EISDIR' || code === 'ENXIO' ? 'not-a-file' : 'unreadable' };
  }
}

export interface SafeWriteParts {
  readonly disk: AppDisk;
  readonly leftOver: LeftOver;
  /** Who runs this; undefined where files have no such owner (Windows). */
  readonly me?: number | undefined;
}

/**
 * The one careful writer for apps' own files. The new text is written beside the file (0600), put on the disk, read back
 * and checked; then whoever uses the file is asked once more, the file is looked at once more, and the new one takes its
 * place in one step. On every other way out the file is as it was and what was written beside it is gone.
 */
export function createAppFiles({ disk, leftOver, me }: SafeWriteParts): AppFiles {
  const layer = createFileLayer(disk);
  const create = async (path: string, bytes: Buffer): Promise<void> =>
    await withFile(disk, path, [newFile, 0o600], async (open) => {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await open.write(bytes.subarray(done));
        if (bytesWritten === 0) throw new Stop('write-failed');
        done += bytesWritten;
      }
      await open.sync();
    });
  const bytesOf = async (path: string, longest: number): Promise<Buffer> =>
    await withFile(disk, path, [readOnly], (open) => open.read(longest + 1));
  const isWritten = async (path: string, bytes: Buffer, options: ReplaceOptions): Promise<boolean> => {
    const back = await bytesOf(path, bytes.length);
    return back.equals(bytes) && options.check(back);
  };
  /** What the file was to everybody else, the new one is too. */
  const likeTheOld = async (fresh: string, file: AppFile): Promise<void> => {
    const old = await withFile(disk, file.real, [readOnly], (open) => open.facts());
    await withFile(disk, fresh, [constants.O_RDWR | constants.O_NOFOLLOW], async (open) => {
      const now = await open.facts();
      if (now.uid !== old.uid || now.gid !== old.gid) await open.chown(old.uid, old.gid);
      if (now.mode !== old.mode) await open.chmod(old.mode);
      await open.sync();
    });
  };
  const clear = async (paths: readonly string[]): Promise<void> => {
    const gone: string[] = [];
    for (const path of paths) {
      try {
        await layer.remove(path);
        gone.push(path);
      } catch {
        // Its name stays remembered: the next start removes it.
      }
    }
    await leftOver.forget(gone);
  };
  const stopIf = (why: AppTrouble | null): void => {
    if (why) throw new Stop(why);
  };

  const prepare = async (file: AppFile, bytes: Buffer, options: ReplaceOptions, names: Names): Promise<void> => {
    const { copy } = names;
    const hashes = { old: hashOf(file.bytes), fresh: hashOf(bytes) };
    await leftOver.remember(copy ? [names.fresh, { path: copy, ...hashes }] : [names.fresh]);
    await create(names.fresh, bytes);
    if (!(await isWritten(names.fresh, bytes, options))) throw new Stop('kept-differs');
    if (copy) await create(copy, file.bytes);
    await likeTheOld(names.fresh, file);
    stopIf((await options.forbids?.()) ?? null);
    stopIf(await obstacleTo(disk, file, me));
  };
  const replace = async (file: AppFile, bytes: Buffer, options: ReplaceOptions): Promise<AppWritten> => {
    const obstacle = await obstacleTo(disk, file, me);
    if (obstacle) return { done: false, why: obstacle, effect: 'none' };
    const names = namesFor(file, options.backup);
    try {
      await prepare(file, bytes, options, names);
    } catch (error) {
      await clear(names.made);
      return { done: false, why: whyOf(error), effect: 'none' };
    }
    try {
      await layer.rename(names.fresh, file.real);
      if (!(await isWritten(file.real, bytes, options))) throw new Stop('kept-differs');
    } catch (error) {
      const now = await readWhole(disk, file.path, file.bytes.length);
      const untouched = now.state === 'read' && now.file.bytes.equals(file.bytes);
      await clear(untouched ? names.made : [names.fresh]);
      return { done: false, why: whyOf(error), effect: untouched ? 'none' : 'unknown' };
    }
    await leftOver.forget([names.fresh]);
    return undoable(file, bytes, options, names.copy);
  };
  const undoable = (file: AppFile, bytes: Buffer, options: ReplaceOptions, copy: string | null): AppWritten => {
    const settle = async (): Promise<void> => await clear(copy ? [copy] : []);
    return {
      done: true,
      settle,
      async undo() {
        const now = await readWhole(disk, file.path, bytes.length);
        const ours = now.state === 'read' && now.file.real === file.real && now.file.bytes.equals(bytes);
        // a file that has only grown is one that somebody has written since
        const isInTheWay = now.state === 'refused' && now.why !== 'too-large';
        if (!ours) return { done: false, why: isInTheWay ? now.why : 'changed', effect: 'none' };
        const forbids = options.forbids ? { forbids: options.forbids } : {};
        const undone = await replace(now.file, file.bytes, { backup: false, check: () => true, ...forbids });
        if (undone.done) await settle();
        return undone;
      },
    };
  };
  return {
    async names(folder) {
      try {
        return (await layer.names(folder)).slice(0, mostNames);
      } catch {
        return [];
      }
    },
    read: (path, longest, below) => readWhole(disk, path, longest, below),
    obstacle: (file) => obstacleTo(disk, file, me),
    replace,
  };
}

interface Names {
  readonly fresh: string;
  readonly copy: string | null;
  readonly made: readonly string[];
}

function namesFor(file: AppFile, backup: boolean): Names {
  const random = randomBytes(8).toString('hex');
  const fresh = nameBeside(file.real, random, '');
  const copy = backup ? nameBeside(file.real, random, '.bak') : null;
  return { fresh, copy, made: copy ? [fresh, copy] : [fresh] };
}
