import { mkdtempSync } from 'node:fs';
import * as node from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { createFileLayer, type Disk } from './file-layer.ts';
import { temporaryFolders } from './temporary-folder.test-kit.ts';

const folderFor = temporaryFolders();

/** The real disk, with every act that matters after a loss of power written down. */
function recorded() {
  const root = mkdtempSync(join(folderFor(), 'disk-'));
  const acts: string[] = [];
  const disk: Disk = {
    ...node,
    async open(path, flags, mode) {
      const file = await node.open(path, flags, mode);
      const name = relative(root, path) || '.';
      const noted = <T>(act: string, done: Promise<T>): Promise<T> => {
        acts.push(`${act} ${name}`);
        return done;
      };
      return {
        write: (bytes) => noted('write', file.write(bytes)),
        truncate: (length) => noted('truncate', file.truncate(length)),
        sync: () => noted('sync', file.sync()),
        close: () => file.close(),
      };
    },
    rename: (from, to) => {
      acts.push(`rename ${relative(root, from)} ${relative(root, to)}`);
      return node.rename(from, to);
    },
  };
  const take = (): string[] => acts.splice(0);
  return { root, disk, take };
}

/** Windows has no act that puts a folder's list of names on the disk. */
const folders = (...acts: string[]): string[] => (process.platform === 'win32' ? [] : acts);
const bytes = Buffer.from('a line');

it('syncs every folder that it makes, down to the last', async () => {
  const { root, disk, take } = recorded();
  const files = createFileLayer(disk);
  await files.makeFolder(join(root, 'home', 'journal'));
  expect(take()).toEqual(folders('sync .', 'sync home'));
  await files.makeFolder(join(root, 'home', 'journal'));
  expect(take()).toEqual([]);
});

it('syncs each line, and a name once in every life', async () => {
  const { root, disk, take } = recorded();
  const path = join(root, 'a');
  const files = createFileLayer(disk);
  await files.append(path, bytes);
  expect(take()).toEqual(['write a', 'sync a', ...folders('sync .')]);
  await files.append(path, bytes);
  expect(take()).toEqual(['write a', 'sync a']);
  // the file is there, but perhaps from a life that died before it synced the name
  await createFileLayer(disk).append(path, bytes);
  expect(take()).toEqual(['write a', 'sync a', ...folders('sync .')]);
  await files.write(join(root, 'b.new'), bytes);
  await files.rename(join(root, 'b.new'), join(root, 'b'));
  expect(take()).toEqual(['write b.new', 'sync b.new', 'rename b.new b', ...folders('sync .')]);
});
