import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

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
  makeFolder(folder: string): Promise<void>;
  /** Appends and returns only after the bytes are on the disk; a new file's name is too. */
  append(path: string, bytes: Uint8Array): Promise<void>;
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

/** Puts a folder's list of names on the disk. Windows has no such act and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(path: string, flags: number, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    // One write for the whole line, so that lines of two processes never mix.
    const { bytesWritten } = await handle.write(bytes);
    if (bytesWritten !== bytes.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants;

export const diskFiles: FileLayer = {
  read: (path) => orNull(readFile(path)),
  names: async (folder) => (await orNull(readdir(folder))) ?? [],
  size: async (path) => (await orNull(stat(path)))?.size ?? null,
  async makeFolder(folder) {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first !== undefined) await syncFolder(dirname(first));
  },
  async append(path, bytes) {
    const isNew = (await orNull(stat(path))) === null;
    await writeAll(path, O_WRONLY | O_APPEND | O_CREAT, bytes);
    if (isNew) await syncFolder(dirname(path));
  },
  async truncate(path, length) {
    const handle = await open(path, 'r+');
    try {
      await handle.truncate(length);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  write: (path, bytes) => writeAll(path, O_WRONLY | O_CREAT | O_TRUNC, bytes),
  async rename(from, to) {
    await rename(from, to);
    await syncFolder(dirname(to));
  },
  async remove(path) {
    await rm(path, { force: true });
    await orNull(syncFolder(dirname(path)));
  },
};
