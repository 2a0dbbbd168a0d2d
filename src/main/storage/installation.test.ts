import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newId } from '../app/system.ts';
import { diskFiles, type FileLayer } from './file-layer.ts';
import { createInstallation } from './installation.ts';
import { temporaryFolders } from './temporary-folder.test-kit.ts';

const newFolder = temporaryFolders();
const idIn = async (folder: string, files: FileLayer = diskFiles): Promise<string> => {
  const id = await createInstallation(files, folder, newId)();
  return id.ok ? id.value : id.failure.code;
};

describe('the id of an installation', () => {
  it('stays the same from start to start', async () => {
    const folder = newFolder();
    const first = await idIn(folder);
    expect(first).toMatch(/^[a-z0-9]{16}$/);
    expect(await idIn(folder)).toBe(first);
    expect(readdirSync(folder)).toEqual(['installation.json']);
  });

  it('is another one in a copy, and stays that', async () => {
    const [folder, copy] = [newFolder(), newFolder()];
    const first = await idIn(folder);
    cpSync(folder, copy, { recursive: true });
    const second = await idIn(copy);
    expect(second).not.toBe(first);
    expect(await idIn(copy)).toBe(second);
    expect(await idIn(folder)).toBe(first);
  });

  it.each(['', '{', '{"v":1,"id":"../../etc/passwd","file":null}', `{"v":1,"id":"${'a'.repeat(16)}","file":"0"}`])(
    'is made anew where the file says %j',
    async (text) => {
      const folder = newFolder();
      await idIn(folder);
      writeFileSync(join(folder, 'installation.json'), text);
      const made = await idIn(folder);
      expect(made).toMatch(/^[a-z0-9]{16}$/);
      expect(readFileSync(join(folder, 'installation.json'), 'utf8')).toContain(made);
    },
  );

  it('says why it could not be written', async () => {
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    expect(await idIn(newFolder(), { ...diskFiles, write: () => Promise.reject(full) })).toBe('journal.disk-full');
  });
});
