import { describe, expect, it } from 'vitest';
import { createFileLayer, type Disk, type FileLayer } from '../../../src/main/storage/file-layer.ts';
import { LossyDisk } from './lossy-disk.ts';
import { anyOf, onlySynced } from './memory-files.ts';

const text = (word: string) => Buffer.from(word, 'utf8');
const shown = (disk: LossyDisk) => Object.fromEntries([...disk.files()].map(([path, bytes]) => [path, String(bytes)]));

/** Acts that follow each other; after each, power goes and what the act promised must still be there. */
const acts: readonly (readonly [string, (files: FileLayer) => Promise<void>, Record<string, string>])[] = [
  [
    'makeFolder and append',
    (files) => files.append('/app/home/journal/a', text('one,')),
    { '/app/home/journal/a': 'one,' },
  ],
  ['append', (files) => files.append('/app/home/journal/a', text('two,')), { '/app/home/journal/a': 'one,two,' }],
  ['truncate', (files) => files.truncate('/app/home/journal/a', 4), { '/app/home/journal/a': 'one,' }],
  ['rename', (files) => files.rename('/app/home/journal/a', '/app/home/journal/b'), { '/app/home/journal/b': 'one,' }],
  ['remove', (files) => files.remove('/app/home/journal/b'), {}],
];

async function lifeAfterLife(change: (disk: Disk) => Disk): Promise<Record<string, string>[]> {
  const disk = new LossyDisk();
  const seen: Record<string, string>[] = [];
  for (const [index, [, act]] of acts.entries()) {
    const files = createFileLayer(change(disk.mount()));
    if (index === 0) await files.makeFolder('/app/home/journal');
    await act(files).catch(() => undefined);
    disk.lose(onlySynced);
    seen.push(shown(disk));
  }
  return seen;
}

const promised = acts.map(([, , after]) => after);

describe('every act of the file layer', () => {
  it('is on the disk when it returns', async () => {
    expect(await lifeAfterLife((disk) => disk)).toEqual(promised);
  });

  it('would not be if nothing were synced, or folders were not, or files were not', async () => {
    const withoutSync =
      (path: (path: string) => boolean) =>
      (disk: Disk): Disk => ({
        ...disk,
        open: async (name, flags, mode) => {
          const file = await disk.open(name, flags, mode);
          return path(name) ? { ...file, sync: () => Promise.resolve() } : file;
        },
      });
    const isFile = (path: string) => /\/[ab]$/.test(path);
    for (const which of [() => true, isFile, (path: string) => !isFile(path)]) {
      expect(await lifeAfterLife(withoutSync(which))).not.toEqual(promised);
    }
    const lying = new LossyDisk();
    lying.trouble.liesAboutSync = true;
    await createFileLayer(lying.mount()).makeFolder('/app');
    lying.lose(onlySynced);
    expect(await createFileLayer(lying.mount()).names('/')).toEqual([]);
  });

  it('replaces a file as a whole: power loss at any moment leaves the old text or the new one', async () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const disk = new LossyDisk();
      disk.plant('/app/index', text('old'));
      const files = createFileLayer(disk.mount());
      const below = (limit: number) => (seed * 7 + limit * 3) % limit;
      if (seed % 4 < 3) await files.write('/app/index.new', text('new text'));
      if (seed % 4 === 2) await files.rename('/app/index.new', '/app/index');
      disk.lose(anyOf(below));
      expect(['old', 'new text']).toContain(shown(disk)['/app/index']);
    }
  });
});

describe('the lossy disk', () => {
  it('keeps what was not synced over a kill, loses it without power, and keeps parts of it if it likes', async () => {
    const write = async (disk: LossyDisk) => {
      const open = await disk.mount().open('/app/a', 0o1 | 0o100 | 0o2000);
      await open.write(text('abcdef'));
    };
    const fresh = () => {
      const disk = new LossyDisk();
      disk.plant('/app/a', text('start,'));
      return disk;
    };
    const killed = fresh();
    await write(killed);
    killed.kill();
    expect(shown(killed)).toEqual({ '/app/a': 'start,abcdef' });
    killed.lose(onlySynced);
    expect(shown(killed)).toEqual({ '/app/a': 'start,' });
    const torn = fresh();
    await write(torn);
    torn.lose({ changes: () => 0, torn: () => ({ bytes: 2, rest: 'zeros' }) });
    expect(shown(torn)).toEqual({ '/app/a': 'start,ab\0\0\0\0' });
  });

  it('is full from a given write on, and cuts the write that does not fit', async () => {
    const disk = new LossyDisk();
    disk.plant('/app/a', text(''));
    const files = createFileLayer(disk.mount());
    disk.trouble.room = 5;
    await files.append('/app/a', text('abc'));
    await expect(files.append('/app/a', text('def'))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(shown(disk)).toEqual({ '/app/a': 'abcde' });
    disk.trouble.room = null;
    disk.trouble.fullFrom = disk.written.length + 1;
    await files.append('/app/a', text('f'));
    await expect(files.append('/app/a', text('g'))).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(files.makeFolder('/app/more')).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(shown(disk)).toEqual({ '/app/a': 'abcdef' });
  });

  it('is read-only, or fails to sync, where it is told to', async () => {
    const disk = new LossyDisk();
    disk.plant('/app/a', text('a'));
    const files = createFileLayer(disk.mount());
    disk.trouble.readOnly = true;
    for (const act of [files.append('/app/a', text('b')), files.makeFolder('/more'), files.remove('/app/a')]) {
      await expect(act).rejects.toMatchObject({ code: 'EROFS' });
    }
    expect(String(await files.read('/app/a'))).toBe('a');
    disk.trouble.readOnly = false;
    disk.trouble.syncFails = true;
    await expect(files.append('/app/a', text('b'))).rejects.toMatchObject({ code: 'EIO' });
    disk.lose(onlySynced);
    expect(shown(disk)).toEqual({ '/app/a': 'a' });
  });

  it('dies in the middle of a write: those bytes are there, and the life that wrote hears of nothing more', async () => {
    const disk = new LossyDisk();
    disk.plant('/app/a', text('a'));
    const before = createFileLayer(disk.mount());
    let died = false;
    disk.onCut = () => {
      died = true;
    };
    disk.trouble.cut = { write: 0, byte: 2, rest: 'missing' };
    let heard = false;
    void before.append('/app/a', text('bcd')).finally(() => {
      heard = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    disk.lose(onlySynced);
    await new Promise((resolve) => setImmediate(resolve));
    expect([died, heard, shown(disk)]).toEqual([true, false, { '/app/a': 'abc' }]);
    expect(String(await createFileLayer(disk.mount()).read('/app/a'))).toBe('abc');
  });
});
