import { constants } from 'node:fs';
import {
  access,
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import type { Disk, DiskFile } from '../storage/file-layer.ts';

/** What the disk says of a file, in whole numbers. */
export interface FileFacts {
  readonly ordinary: boolean;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly changed: number;
  /** Names that lead to it. */
  readonly links: number;
  /** Differs as soon as anybody has written, replaced or re-owned it. */
  readonly stamp: string;
}

/** An open file of somebody's app. */
export interface AppDiskFile extends DiskFile {
  facts(): Promise<FileFacts>;
  /** At most `longest` bytes from the beginning. */
  read(longest: number): Promise<Buffer>;
  chmod(mode: number): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
}

/** The lowest acts on apps' files; a test can refuse any of them. Each throws what Node throws. */
export interface AppDisk extends Omit<Disk, 'open'> {
  open(path: string, flags: number, mode?: number): Promise<AppDiskFile>;
  realpath(path: string): Promise<string>;
  /** What there is, without opening it; of a link, the link. */
  look(path: string): Promise<{ readonly isOrdinary: boolean; readonly size: number }>;
  access(path: string, mode: number): Promise<void>;
}

async function factsOf(handle: FileHandle): Promise<FileFacts> {
  const found = await handle.stat({ bigint: true });
  const { dev, ino, size, mode, uid, gid, nlink, mtimeNs, ctimeNs } = found;
  return {
    ordinary: found.isFile(),
    size: Number(size),
    mode: Number(mode & 0o7777n),
    uid: Number(uid),
    gid: Number(gid),
    changed: Number(mtimeNs / 1_000_000n),
    links: Number(nlink),
    stamp: [dev, ino, size, mode, uid, gid, nlink, mtimeNs, ctimeNs].join(':'),
  };
}

async function upTo(handle: FileHandle, longest: number): Promise<Buffer> {
  const room = Buffer.alloc(longest);
  let filled = 0;
  while (filled < longest) {
    const { bytesRead } = await handle.read(room, filled, longest - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return room.subarray(0, filled);
}

export const appDisk: AppDisk = {
  ...{ mkdir, readdir, readFile, rename, rm, stat, realpath, access },
  async look(path) {
    const found = await lstat(path);
    return { isOrdinary: found.isFile(), size: found.size };
  },
  async open(path, flags, mode) {
    const handle = await open(path, flags, mode);
    return {
      write: (bytes) => handle.write(bytes),
      truncate: (length) => handle.truncate(length),
      sync: () => handle.sync(),
      close: () => handle.close(),
      facts: () => factsOf(handle),
      read: (longest) => upTo(handle, longest),
      chmod: (to) => handle.chmod(to),
      chown: (uid, gid) => handle.chown(uid, gid),
    };
  },
};

/** For reading: not through a link put there meanwhile, and without waiting for whoever fills a pipe. */
export const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** For a file that must not be there yet. */
export const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Opens, works and closes, whatever happens. */
export async function withFile<T>(
  disk: AppDisk,
  path: string,
  [flags, mode]: readonly [flags: number, mode?: number],
  work: (file: AppDiskFile) => Promise<T>,
): Promise<T> {
  const file = await disk.open(path, flags, mode);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/** The name of an error of the disk, such as `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
