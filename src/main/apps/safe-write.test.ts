import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../test/servers/process.ts';
import type { AppTrouble } from '../../shared/apps.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import type { AppFile, ReplaceOptions } from './app-files.ts';
import { type Fault, faultyDisk, type Scratch, scratchHome } from './apps.test-kit.ts';
import { hashOf } from './left-over.ts';

const newFolder = temporaryFolders();
const old = Buffer.from('# my settings\r\nuser anna\r\npassword "Old-Pass-1"\r\n\xff\x00end', 'latin1');
const next = Buffer.from(old.toString('latin1').replace('Old-Pass-1', 'New-Pass-2'), 'latin1');
const options: ReplaceOptions = { backup: false, check: (bytes) => bytes.equals(next) };
const isRoot = process.getuid?.() === 0;

function settings(scratch: Scratch, mode = 0o600): string {
  const path = join(scratch.home, 'rc');
  writeFileSync(path, old);
  chmodSync(path, mode);
  return path;
}
async function opened(scratch: Scratch, path: string): Promise<AppFile> {
  const read = await scratch.files.read(path, 1_000);
  if (read.state !== 'read') throw new Error(JSON.stringify(read));
  return read.file;
}
const remembered = (scratch: Scratch): unknown => {
  const list = join(scratch.folder, 'keyround', 'left-over.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
};

describe('replacing an app’s file', () => {
  it.each([0o600, 0o640, 0o604])('keeps the mode %o and the owner, and leaves nothing beside it', async (mode) => {
    const scratch = scratchHome(newFolder());
    const path = settings(scratch, mode);
    if (isRoot) chownSync(path, 0, 65_534);
    const before = statSync(path);
    expect(await scratch.files.replace(await opened(scratch, path), next, options)).toMatchObject({ done: true });
    const after = statSync(path);
    expect(readFileSync(path)).toEqual(next);
    expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);
    expect(scratch.names()).toEqual(['rc']);
    expect(remembered(scratch)).toEqual([]);
  });

  it('writes what is not finished for the owner alone, whatever the mode of the file', async () => {
    const scratch = scratchHome(newFolder());
    const path = settings(scratch, 0o644);
    const seen: (number | string)[] = [];
    const check = (bytes: Buffer) => {
      for (const name of scratch.names()) if (name !== 'rc') seen.push(statSync(join(scratch.home, name)).mode & 0o777);
      return bytes.equals(next);
    };
    await scratch.files.replace(await opened(scratch, path), next, { ...options, check });
    expect(seen).toEqual([0o600]);
  });

  it('puts back the same bytes', async () => {
    const scratch = scratchHome(newFolder());
    const path = settings(scratch);
    const written = await scratch.files.replace(await opened(scratch, path), next, options);
    expect(written.done && (await written.undo())).toMatchObject({ done: true });
    expect(readFileSync(path)).toEqual(old);
    expect(scratch.names()).toEqual(['rc']);
  });

  it.each([
    ['shorter', 'something else'],
    ['longer', `${next.toString('latin1')}\nand more`],
  ])('does not put back what somebody has written since, if it is %s', async (_, text) => {
    const scratch = scratchHome(newFolder());
    const path = settings(scratch);
    const written = await scratch.files.replace(await opened(scratch, path), next, options);
    writeFileSync(path, text);
    expect(written.done && (await written.undo())).toEqual({ done: false, why: 'changed', effect: 'none' });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('keeps a copy for the owner alone where it is asked for, until it is settled', async () => {
    const scratch = scratchHome(newFolder());
    const path = settings(scratch, 0o644);
    const file = await opened(scratch, path);
    const written = await scratch.files.replace(file, next, { ...options, backup: true });
    const [copy = ''] = scratch.names();
    expect(copy).toMatch(/^\.rc\.keyround-[0-9a-f]{16}\.bak$/);
    expect(readFileSync(join(scratch.home, copy))).toEqual(old);
    expect(statSync(join(scratch.home, copy)).mode & 0o777).toBe(0o600);
    expect(remembered(scratch)).toEqual([
      { path: realpathSync(join(scratch.home, copy)), old: hashOf(old), fresh: hashOf(next) },
    ]);
    if (written.done) await written.settle();
    expect(scratch.names()).toEqual(['rc']);
    expect(remembered(scratch)).toEqual([]);
  });

  it('writes the file that a link names, and leaves the link', async () => {
    const scratch = scratchHome(newFolder());
    mkdirSync(join(scratch.home, 'elsewhere'));
    renameSync(settings(scratch), join(scratch.home, 'elsewhere', 'real'));
    symlinkSync('elsewhere/real', join(scratch.home, 'rc'));
    const file = await opened(scratch, join(scratch.home, 'rc'));
    expect(await scratch.files.replace(file, next, options)).toMatchObject({ done: true });
    expect(lstatSync(join(scratch.home, 'rc')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(scratch.home, 'elsewhere', 'real'))).toEqual(next);
  });
});

describe('what is not written', () => {
  const cases: readonly (readonly [string, AppTrouble, (scratch: Scratch, path: string) => void])[] = [
    ['a file in a work tree', 'tracked', (scratch) => mkdirSync(join(scratch.home, '.git'))],
    [
      'a work tree whose .git is a file',
      'tracked',
      (scratch) => writeFileSync(join(scratch.home, '.git'), 'gitdir: x'),
    ],
    [
      'a link into a work tree',
      'tracked',
      (scratch, path) => {
        mkdirSync(join(scratch.home, 'dotfiles', 'mail'), { recursive: true });
        mkdirSync(join(scratch.home, 'dotfiles', '.git'));
        renameSync(path, join(scratch.home, 'dotfiles', 'mail', 'rc'));
        symlinkSync('dotfiles/mail/rc', path);
      },
    ],
    ['a file with a second name', 'linked-twice', (scratch, path) => linkSync(path, join(scratch.home, 'second'))],
    ['a file its owner has closed to writing', 'read-only', (_, path) => chmodSync(path, 0o400)],
  ];
  it.each(cases)('%s', async (_, why, arrange) => {
    const scratch = scratchHome(newFolder());
    const path = settings(scratch);
    arrange(scratch, path);
    const before = scratch.names();
    const file = await opened(scratch, path);
    expect(await scratch.files.obstacle(file)).toBe(why);
    expect(await scratch.files.replace(file, next, options)).toEqual({ done: false, why, effect: 'none' });
    expect(readFileSync(path)).toEqual(old);
    expect(scratch.names()).toEqual(before);
  });

  const meanwhile: readonly (readonly [string, (path: string) => void])[] = [
    ['was written in the same length', (path) => writeFileSync(path, Buffer.from(old).fill('x', 0, 1))],
    ['was closed to others', (path) => chmodSync(path, 0o640)],
    ['is gone', (path) => rmSync(path)],
    [
      'was replaced by a copy',
      (path) => {
        writeFileSync(`${path}2`, old);
        renameSync(`${path}2`, path);
      },
    ],
    [
      'became a link',
      (path) => {
        renameSync(path, `${path}2`);
        symlinkSync(`${path}2`, path);
      },
    ],
  ];
  describe.each(meanwhile)('a file that %s', (_, change) => {
    it('since it was read', async () => {
      const scratch = scratchHome(newFolder());
      const path = settings(scratch);
      const file = await opened(scratch, path);
      change(path);
      expect(await scratch.files.replace(file, next, options)).toEqual({ done: false, why: 'changed', effect: 'none' });
      expect(existsSync(path) && readFileSync(path).equals(next)).toBe(false);
    });
    it('while the new one was prepared', async () => {
      const scratch = scratchHome(newFolder());
      const path = settings(scratch);
      const forbids = () => {
        change(path);
        return Promise.resolve(null);
      };
      const written = await scratch.files.replace(await opened(scratch, path), next, { ...options, forbids });
      expect(written).toEqual({ done: false, why: 'changed', effect: 'none' });
      expect(existsSync(path) && readFileSync(path).equals(next)).toBe(false);
      expect(readdirSync(scratch.home).filter((name) => name.includes('keyround'))).toEqual([]);
    });
  });

  it('what the app forbids at the last moment', async () => {
    const scratch = scratchHome(newFolder());
    const path = settings(scratch);
    const forbids = () => Promise.resolve<AppTrouble>('still-open');
    const written = await scratch.files.replace(await opened(scratch, path), next, {
      ...options,
      backup: true,
      forbids,
    });
    expect(written).toEqual({ done: false, why: 'still-open', effect: 'none' });
    expect(readFileSync(path)).toEqual(old);
    expect(scratch.names()).toEqual(['rc']);
  });

  it('a text that does not read back as it was meant', async () => {
    const scratch = scratchHome(newFolder());
    const path = settings(scratch);
    const written = await scratch.files.replace(await opened(scratch, path), next, { ...options, check: () => false });
    expect(written).toEqual({ done: false, why: 'kept-differs', effect: 'none' });
    expect(readFileSync(path)).toEqual(old);
    expect(scratch.names()).toEqual(['rc']);
  });

  it.runIf(isRoot)('a file of another user', async () => {
    const scratch = scratchHome(newFolder());
    const path = settings(scratch);
    chownSync(path, 65_534, 65_534);
    expect(await scratch.files.obstacle(await opened(scratch, path))).toBe('not-yours');
    chownSync(path, 0, 0);
    chownSync(scratch.home, 65_534, 65_534);
    expect(await scratch.files.obstacle(await opened(scratch, path))).toBe('not-yours');
  });

  it('a file on a disk that takes no writes', async () => {
    const { disk } = faultyDisk(null);
    const closed = Object.assign(new Error('closed'), { code: 'EROFS' });
    const access = (path: string, mode: number) => (mode === 0 ? disk.access(path, mode) : Promise.reject(closed));
    const scratch = scratchHome(newFolder(), { ...disk, access });
    const path = settings(scratch);
    expect(await scratch.files.obstacle(await opened(scratch, path))).toBe('read-only');
  });

  it('a file for which there is no room, which the disk says by writing nothing', async () => {
    const { disk } = faultyDisk(null);
    const open = async (path: string, flags: number, mode?: number) => ({
      ...(await disk.open(path, flags, mode)),
      write: () => Promise.resolve({ bytesWritten: 0 }),
    });
    const scratch = scratchHome(newFolder(), { ...disk, open });
    const path = settings(scratch);
    const written = await scratch.files.replace(await opened(scratch, path), next, options);
    expect(written).toEqual({ done: false, why: 'write-failed', effect: 'none' });
    expect(scratch.names()).toEqual(['rc']);
  });
});

describe('what is not read', () => {
  it.each<[string, AppTrouble | 'absent', (path: string) => unknown]>([
    ['a folder', 'not-a-file', (path) => mkdirSync(path)],
    ['a file that is too large', 'too-large', (path) => writeFileSync(path, Buffer.alloc(1_001))],
    ['a link to nothing', 'absent', (path) => symlinkSync('nothing', path)],
    ['a link to itself', 'unreadable', (path) => symlinkSync('rc', path)],
    ['nothing', 'absent', () => undefined],
    ['a pipe that nobody fills', 'not-a-file', (path) => runProgram(['mkfifo', path])],
  ])('%s', async (_, why, arrange) => {
    const scratch = scratchHome(newFolder());
    const path = join(scratch.home, 'rc');
    await arrange(path);
    const read = await scratch.files.read(path, 1_000);
    expect(read).toEqual(why === 'absent' ? { state: 'absent' } : { state: 'refused', why });
  });
});

/** Replaces with a copy kept, on a disk that fails; then looks at what is left. */
async function attempt(fault: Fault | null) {
  const folder = newFolder();
  const healthy = scratchHome(folder);
  const path = settings(healthy, 0o640);
  const file = await opened(healthy, path);
  const { disk, acts } = faultyDisk(fault);
  const written = await scratchHome(folder, disk).files.replace(file, next, { ...options, backup: true });
  return { healthy, written, acts, content: readFileSync(path), names: healthy.names() };
}

describe('a disk that fails', async () => {
  const { acts } = await attempt(null);
  // Of a row of looks for work trees one is enough.
  const steps = acts
    .map((act, index) => ({ act, at: index + 1 }))
    .filter(({ act, at }) => act !== 'access' || acts[at - 2] !== 'access');
  const renamed = acts.indexOf('rename') + 1;

  it('is asked for every act that matters', () => {
    expect(new Set(acts)).toEqual(
      new Set(['realpath', 'open', 'facts', 'read', 'access', 'write', 'sync', 'chmod', 'rename']),
    );
    expect(acts.filter((act) => act === 'rename')).toHaveLength(1);
    // the new file, its copy of the old one, its mode and owner; then the folder's list of names
    const syncs = (some: readonly string[]) => some.filter((act) => act === 'sync').length;
    expect([syncs(acts.slice(0, renamed)), syncs(acts.slice(renamed))]).toEqual([3, 1]);
  });

  it.each(steps)('at step $at ($act) leaves the old file byte for byte, and nothing beside it', async ({ at }) => {
    const { written, content, names, healthy } = await attempt({ at, how: 'once', code: 'EIO' });
    if (at <= renamed) {
      expect(written).toMatchObject({ done: false, effect: 'none' });
      expect(content).toEqual(old);
      expect(names).toEqual(['rc']);
      expect(remembered(healthy)).toEqual([]);
      return;
    }
    // After the rename the new file is there as a whole, and nobody claims to know it.
    expect(written).toMatchObject({ done: false, effect: 'unknown' });
    expect(content).toEqual(next);
    await healthy.leftOver.sweep();
    expect(healthy.names()).toEqual(['rc']);
  });

  it.each(steps)('and from step $at ($act) on for good: the next start clears up', async ({ at }) => {
    const { written, content, healthy } = await attempt({ at, how: 'for-good', code: 'ENOSPC' });
    expect(written.done).toBe(false);
    expect(content).toEqual(at <= renamed ? old : next);
    await healthy.leftOver.sweep();
    expect(healthy.names()).toEqual(['rc']);
    expect(remembered(healthy)).toEqual([]);
  });

  it.each(steps.filter(({ at }) => at > renamed))(
    'from step $at ($act) on for good, with a file that is not whole: the next start keeps the copy of the old one',
    async ({ at }) => {
      const { healthy, names } = await attempt({ at, how: 'for-good', code: 'EIO' });
      const copy = names.find((name) => name.endsWith('.bak')) ?? '';
      for (const torn of [next.subarray(0, 20), Buffer.alloc(0), Buffer.alloc(next.length)]) {
        writeFileSync(join(healthy.home, 'rc'), torn);
        await healthy.leftOver.sweep();
        expect(readFileSync(join(healthy.home, copy))).toEqual(old);
      }
      writeFileSync(join(healthy.home, 'rc'), next);
      await healthy.leftOver.sweep();
      expect(healthy.names()).toEqual(['rc']);
    },
  );

  it('keeps that copy while nobody knows better, but not forever', async () => {
    const scratch = scratchHome(newFolder());
    const path = settings(scratch);
    await scratch.files.replace(await opened(scratch, path), next, { ...options, backup: true });
    const [copy = ''] = scratch.names();
    writeFileSync(path, 'what the app has written since');
    const days = (count: number) => new Date(Date.now() - count * 24 * 3_600_000);
    utimesSync(join(scratch.home, copy), days(13), days(13));
    await scratch.leftOver.sweep();
    expect(scratch.names()).toEqual([copy, 'rc']);
    utimesSync(join(scratch.home, copy), days(15), days(15));
    await scratch.leftOver.sweep();
    expect(scratch.names()).toEqual(['rc']);
  });
});
