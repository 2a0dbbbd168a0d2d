import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import {
  createFileLayer,
  type Disk,
  type DiskFile,
  diskFiles,
  type FileLayer,
} from '../../../src/main/storage/file-layer.ts';
import type { FilePoint } from '../kill/fail-points.ts';

const never = new Promise<never>(() => undefined);

/** The real disk, or one that keeps what was not synced in this process's memory, where a kill loses it. */
export function filesOf(losesUnsynced: boolean): FileLayer {
  return losesUnsynced ? createFileLayer(forgetfulDisk()) : diskFiles;
}

/**
 * Files lie on the real disk as they were last synced; what was written since is only here. One act on a file at a time is
 * all that the stores ask for.
 */
function forgetfulDisk(): Disk {
  const unsynced = new Map<string, Buffer>();
  const content = async (path: string): Promise<Buffer> => unsynced.get(path) ?? (await readFile(path));
  const orEmpty = (path: string): Promise<Buffer> => content(path).catch(() => Buffer.alloc(0));
  const openFile = async (path: string, flags: number, mode?: number): Promise<DiskFile> => {
    if (flags === constants.O_RDONLY) return await open(path, flags, mode);
    if ((flags & constants.O_CREAT) === 0) await stat(path);
    if ((flags & constants.O_TRUNC) !== 0) unsynced.set(path, Buffer.alloc(0));
    return {
      async write(bytes) {
        unsynced.set(path, Buffer.concat([await orEmpty(path), bytes]));
        return { bytesWritten: bytes.length };
      },
      async truncate(length) {
        unsynced.set(path, (await orEmpty(path)).subarray(0, length));
      },
      async sync() {
        const all = unsynced.get(path);
        if (!all) return;
        const file = await open(path, constants.O_WRONLY | constants.O_CREAT, mode);
        await file.writeFile(all);
        await file.truncate(all.length);
        await file.close();
        unsynced.delete(path);
      },
      close: () => Promise.resolve(),
    };
  };
  return {
    open: openFile,
    readFile: content,
    readdir,
    async stat(path) {
      const here = unsynced.get(path);
      return here ? { size: here.length } : await stat(path);
    },
    mkdir,
    async rename(from, to) {
      const here = unsynced.get(from);
      unsynced.delete(from);
      if (!here) await rename(from, to);
      else unsynced.set(to, here);
    },
    async rm(path, options) {
      unsynced.delete(path);
      await rm(path, options);
    },
  };
}

export interface Stops {
  readonly point: FilePoint | null;
  /** Something was sent in an earlier life. */
  sent: boolean;
  /** Says that the point is reached; then this process is killed. */
  readonly reached: () => void;
}

/** The same files, with the one call at which this life ends. */
export function stopping(files: FileLayer, stops: Stops): FileLayer {
  const stop = async (): Promise<never> => {
    stops.reached();
    return await never;
  };
  return {
    ...files,
    async append(path, bytes) {
      const text = Buffer.from(bytes).toString('utf8');
      const when = isPoint(stops, text) ? stops.point?.when : null;
      if (lineType(text) === 'submitting') stops.sent = true;
      if (when === 'before') return await stop();
      if (when === 'torn') {
        await files.append(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
        return await stop();
      }
      await files.append(path, bytes);
      if (when === 'after') return await stop();
    },
  };
}

function isPoint({ point, sent }: Stops, text: string): boolean {
  if (!point || lineType(text) !== point.line) return false;
  if (point.onceSent && !sent) return false;
  return point.holding === undefined || text.includes(point.holding);
}

/** What is being written: a journal's line by its type, or an attempt's. */
function lineType(text: string): string | null {
  const [, type] = /"fact":\{"type":"([a-z-]+)"/.exec(text) ?? [];
  if (type !== undefined) return type;
  return text.includes('"claim":') ? 'claim' : text.includes('"outcome":') ? 'settled' : null;
}
