import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An open file, as Node has it. */
export interface DiskFile {
  write(bytes: Uint8Array): Promise<{ readonly bytesWritten: number }>;
  truncate(length: number): Promise<void>;
  /** Puts what was written on the disk; of a folder, its list of names. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The lowest acts, as Node has them. They come in from outside so that a test can say what a computer that loses its
 * power keeps: nothing but what was synced.
 */
export interface Disk {
  open(path: string, flags: number, mode?: number): Promise<DiskFile>;
  readFile(path: string): Promise<Buffer>;
  readdir(folder: string): Promise<string[]>;
  stat(path: string): Promise<{ readonly size: number; readonly ino?: number }>;
  mkdir(folder: string, options: { readonly recursive: true; readonly mode: number }): Promise<string | undefined>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { readonly force: true }): Promise<void>;
}

/**
 * The few acts on files that the stores need, so that a test can lose, cut or refuse writes. Each throws what Node
 * throws. Files are made for the owner alone (0600), folders too (0700).
 */
export interface FileLayer {
  /** The whole content, or null if there is no such file. */
  read(path: string): Promise<Buffer | null>;
  /** The names in a folder; none if there is no such folder. */
  names(folder: string): Promise<string[]>;
  /** Length in bytes; null if there is no such file. */
  size(path: string): Promise<number | null>;
  /** What a file keeps for as long as it lives and a copy of it does not have; null where the disk does not say. */
  identity?(path: string): Promise<string | null>;
  makeFolder(folder: string): Promise<void>;
  /** Appends and returns only after the bytes are on the disk; a new file's name is too. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Puts on the disk what an earlier life may only have written, and the file's name. */
  sync(path: string): Promise<void>;
  /** Cuts a file to `length` bytes, on the disk. */
  truncate(path: string, length: number): Promise<void>;
  /** Writes a file anew, on the disk; it must not be read before this returns. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Renames within one folder, on the disk; an existing `to` is replaced in one step. */
  rename(from: string, to: string): Promise<void>;
  /** Removing what is not there is fine. */
  remove(path: string): Promise<void>;
}

const isAbsent = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function orNull<T>(act: Promise<T>): Promise<T | null> {
  try {
    return await act;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

const { O_APPEND, O_CREAT, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } = constants;

async function opened(disk: Disk, path: string, flags: number, work: (file: DiskFile) => Promise<void>): Promise<void> {
  const file = await disk.open(path, flags, 0o600);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeAll(disk: Disk, path: string, flags: number, bytes: Uint8Array): Promise<void> {
  await opened(disk, path, flags, async (file) => {
    // One write for the whole line, so that lines of two processes never mix.
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten !== bytes.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
  });
}

/** The folders from the first that was made down to `folder`; `folder` alone if none had to be made. */
function foldersFrom(first: string | undefined, folder: string): string[] {
  if (first === undefined || first === folder || dirname(folder) === folder) return [folder];
  return [...foldersFrom(first, dirname(folder)), folder];
}

/** The acts of the stores on a disk: every one is on it when it returns. */
export function createFileLayer(disk: Disk): FileLayer {
  /**
   * Paths whose names are known to be on the disk. A name that is merely there may come from a life that died before it
   * was synced, so the first act of this life syncs it.
   */
  const synced = new Set<string>();
  /** Puts a folder's list of names on the disk. Windows has no such act and needs none. */
  const syncFolder = async (folder: string): Promise<void> => {
    if (process.platform !== 'win32') await opened(disk, folder, O_RDONLY, () => Promise.resolve());
  };
  const syncName = async (path: string): Promise<void> => {
    await syncFolder(dirname(path));
    synced.add(path);
  };
  return {
    read: (path) => orNull(disk.readFile(path)),
    names: async (folder) => (await orNull(disk.readdir(folder))) ?? [],
    size: async (path) => (await orNull(disk.stat(path)))?.size ?? null,
    identity: async (path) => (await orNull(disk.stat(path)))?.ino?.toString() ?? null,
    async makeFolder(folder) {
      const first = await disk.mkdir(folder, { recursive: true, mode: 0o700 });
      if (first === undefined && synced.has(folder)) return;
      for (const made of foldersFrom(first, folder)) await syncName(made);
    },
    async append(path, bytes) {
      const isNew = (await orNull(disk.stat(path))) === null;
      await writeAll(disk, path, O_WRONLY | O_APPEND | O_CREAT, bytes);
      if (isNew || !synced.has(path)) await syncName(path);
    },
    async sync(path) {
      await opened(disk, path, O_RDWR, () => Promise.resolve());
      if (!synced.has(path)) await syncName(path);
    },
    truncate: (path, length) => opened(disk, path, O_RDWR, (file) => file.truncate(length)),
    write: (path, bytes) => writeAll(disk, path, O_WRONLY | O_CREAT | O_TRUNC, bytes),
    async rename(from, to) {
      await disk.rename(from, to);
      await syncName(to);
    },
    async remove(path) {
      await disk.rm(path, { force: true });
      await orNull(syncFolder(dirname(path)));
    },
  };
}

export const diskFiles: FileLayer = createFileLayer({ open, mkdir, readdir, readFile, rename, rm, stat });
