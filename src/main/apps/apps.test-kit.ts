import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diskFiles } from '../storage/file-layer.ts';
import { type AppDisk, type AppDiskFile, appDisk } from './app-disk.ts';
import type { AppFiles } from './app-files.ts';
import type { AppDesk } from './desk.ts';
import { createLeftOver, type LeftOver } from './left-over.ts';
import { placesOf } from './places.ts';
import { createAppFiles } from './safe-write.ts';

/** Which act on the disk fails, counted from 1; `for-good`: so does every later one, as if the disk were gone. */
export interface Fault {
  readonly at: number;
  readonly how: 'once' | 'for-good';
  readonly code: string;
}

/** A disk whose acts are counted, by name, and of which one fails. */
export function faultyDisk(fault: Fault | null): { disk: AppDisk; acts: string[] } {
  const acts: string[] = [];
  const counted =
    <A extends unknown[], R>(name: string, act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      acts.push(name);
      const fails = fault && (fault.how === 'once' ? acts.length === fault.at : acts.length >= fault.at);
      if (fails) throw Object.assign(new Error(`${fault.code}: ${name}`), { code: fault.code });
      return await act(...args);
    };
  const file = (open: AppDiskFile): AppDiskFile => ({
    write: counted('write', (bytes: Uint8Array) => open.write(bytes)),
    truncate: counted('truncate', (length: number) => open.truncate(length)),
    sync: counted('sync', () => open.sync()),
    facts: counted('facts', () => open.facts()),
    read: counted('read', (longest: number) => open.read(longest)),
    chmod: counted('chmod', (mode: number) => open.chmod(mode)),
    chown: counted('chown', (uid: number, gid: number) => open.chown(uid, gid)),
    // a descriptor that is not closed would be the test's own leak
    close: () => open.close(),
  });
  const { open, mkdir, readdir, readFile, rename, rm, stat, realpath, access, look } = appDisk;
  return {
    acts,
    disk: {
      open: counted('open', async (path: string, flags: number, mode?: number) => file(await open(path, flags, mode))),
      mkdir: counted('mkdir', mkdir),
      readdir: counted('readdir', readdir),
      readFile: counted('readFile', readFile),
      rename: counted('rename', rename),
      rm: counted('rm', rm),
      stat: counted('stat', stat),
      realpath: counted('realpath', realpath),
      access: counted('access', access),
      look: counted('look', look),
    },
  };
}

export interface Scratch extends AppDesk {
  readonly folder: string;
  readonly home: string;
  readonly leftOver: LeftOver;
  readonly files: AppFiles;
  /** Every name in the home folder and below, sorted. */
  names(): string[];
}

/** A home folder of a person who does not exist, and everything apps are given to work with. */
export function scratchHome(folder: string, disk: AppDisk = appDisk): Scratch {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const leftOver = createLeftOver(diskFiles, appDisk, join(folder, 'keyround', 'left-over.json'));
  return {
    ...{ folder, home, leftOver },
    places: { ...placesOf(home, 'linux', {}), proc: join(folder, 'proc') },
    files: createAppFiles({ disk, leftOver, me: process.getuid?.() }),
    names: () => readdirSync(home, { recursive: true, encoding: 'utf8' }).sort(),
  };
}
