import * as fs from 'node:fs';
import {
  createFileLayer,
  type Disk,
  type DiskFile,
  diskFiles,
  type FileLayer,
} from '../../../src/main/storage/file-layer.ts';
import type { FilePoint } from '../kill/fail-points.ts';

/** Each waits on one of its own: a shared one would keep the world of every death in memory. */
const never = (): Promise<never> => new Promise(() => undefined);

/** The real disk, or one that keeps what was not synced in this process's memory, where a kill loses it. */
export function filesOf(losesUnsynced: boolean): FileLayer {
  return losesUnsynced ? createFileLayer(forgetfulDisk()) : diskFiles;
}

/**
 * Files lie on the real disk as they were last synced; what was written since is only here. One act on a file at a time is
 * all that the stores ask for. Each act is over when its promise is returned: handing it to Node's threads, as the real
 * disk does, is half of a campaign's time, and a cut of the power leaves the same.
 */
function forgetfulDisk(): Disk {
  const unsynced = new Map<string, Buffer>();
  const content = (path: string): Buffer => unsynced.get(path) ?? fs.readFileSync(path);
  const orEmpty = (path: string): Buffer =>
    unsynced.has(path) || fs.existsSync(path) ? content(path) : Buffer.alloc(0);
  const handle = (path: string, mode?: number): DiskFile => ({
    write: (bytes) =>
      atOnce(() => {
        unsynced.set(path, Buffer.concat([orEmpty(path), bytes]));
        return { bytesWritten: bytes.length };
      }),
    truncate: (length) => atOnce(() => void unsynced.set(path, orEmpty(path).subarray(0, length))),
    sync: () =>
      atOnce(() => {
        const all = unsynced.get(path);
        if (all) writeOver(path, all, mode);
        unsynced.delete(path);
      }),
    close: () => Promise.resolve(),
  });
  return {
    open: (path, flags, mode) =>
      atOnce(() => {
        if (flags === fs.constants.O_RDONLY) return noFile;
        if ((flags & fs.constants.O_CREAT) === 0) fs.statSync(path);
        if ((flags & fs.constants.O_TRUNC) !== 0) unsynced.set(path, Buffer.alloc(0));
        return handle(path, mode);
      }),
    readFile: (path) => atOnce(() => content(path)),
    readdir: (folder) => atOnce(() => fs.readdirSync(folder)),
    stat: (path) => atOnce(() => ({ size: unsynced.get(path)?.length ?? fs.statSync(path).size })),
    mkdir: (folder, options) => atOnce(() => fs.mkdirSync(folder, options)),
    rename: (from, to) =>
      atOnce(() => {
        const here = unsynced.get(from);
        unsynced.delete(from);
        if (!here) fs.renameSync(from, to);
        else unsynced.set(to, here);
      }),
    rm: (path, options) =>
      atOnce(() => {
        unsynced.delete(path);
        fs.rmSync(path, options);
      }),
  };
}

/** What is thrown becomes a rejection. */
const atOnce = <T>(act: () => T): Promise<T> => new Promise((resolve) => resolve(act()));

/** A folder, opened to put its names on the disk: here they always are. */
const noFile: DiskFile = {
  write: () => Promise.reject(new Error('a folder cannot be written')),
  truncate: () => Promise.reject(new Error('a folder cannot be cut')),
  sync: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Never empty in between: this process may be killed at any moment. */
function writeOver(path: string, bytes: Uint8Array, mode?: number): void {
  const file = fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_CREAT, mode);
  fs.writeSync(file, bytes, 0, bytes.length, 0);
  fs.ftruncateSync(file, bytes.length);
  fs.closeSync(file);
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
    return await never();
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
