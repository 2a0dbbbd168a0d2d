import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { scratchHome } from './apps.test-kit.ts';
import { nameBeside } from './left-over.ts';

const newFolder = temporaryFolders();
const random = '0123456789abcdef';

function scene() {
  const scratch = scratchHome(newFolder());
  const path = join(scratch.home, 'rc');
  writeFileSync(path, 'settings');
  const fresh = nameBeside(path, random, '');
  const copy = nameBeside(path, random, '.bak');
  return { scratch, path, fresh, copy, list: join(scratch.folder, 'keyround', 'left-over.json') };
}

describe('what an earlier life left', () => {
  it('is removed, and its names are forgotten', async () => {
    const { scratch, fresh, copy, list } = scene();
    await scratch.leftOver.remember([fresh, copy]);
    writeFileSync(fresh, 'half');
    writeFileSync(copy, 'settings');
    await scratch.leftOver.sweep();
    expect(scratch.names()).toEqual(['rc']);
    expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual([]);
  });

  it('stays where it is the last copy', async () => {
    const { scratch, copy, list } = scene();
    const orphan = nameBeside(join(scratch.home, 'gone'), random, '.bak');
    await scratch.leftOver.remember([orphan, copy]);
    writeFileSync(orphan, 'settings');
    await scratch.leftOver.sweep();
    expect(existsSync(orphan)).toBe(true);
    expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual([orphan]);
  });

  it('is nothing but a file with a name of ours', async () => {
    const { scratch, path, fresh, copy } = scene();
    await scratch.leftOver.remember([path, fresh, copy]);
    symlinkSync('rc', fresh);
    mkdirSync(copy);
    await scratch.leftOver.sweep();
    expect(readFileSync(path, 'utf8')).toBe('settings');
    expect(existsSync(fresh)).toBe(true);
    expect(existsSync(copy)).toBe(true);
  });

  it.each(['not json', '{"a":1}', '[1,2]', ''])('survives a list that is %j', async (text) => {
    const { scratch, fresh, list } = scene();
    mkdirSync(join(scratch.folder, 'keyround'));
    writeFileSync(list, text);
    await scratch.leftOver.sweep();
    await scratch.leftOver.remember([fresh]);
    expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual([fresh]);
  });

  it('remembers at once from several places', async () => {
    const { scratch, path, list } = scene();
    const names = Array.from({ length: 20 }, (_, i) => nameBeside(`${path}${i}`, random, ''));
    await Promise.all(names.map((name) => scratch.leftOver.remember([name])));
    expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual(names);
  });
});
