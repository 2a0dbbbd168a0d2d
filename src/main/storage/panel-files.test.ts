import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskFiles } from './file-layer.ts';
import { createPanelStore } from './panel-files.ts';
import { temporaryFolders } from './temporary-folder.test-kit.ts';

const newFolder = temporaryFolders();

it('keeps a description under its hash and gives it back as it was', async () => {
  const folder = join(newFolder(), 'panels');
  const store = createPanelStore(folder, diskFiles);
  const kept = await store.keep('{"a":1}');
  // printf '{"a":1}' | sha256sum
  const hash = '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862';
  expect(kept).toEqual({ ok: true, value: hash });
  expect(readdirSync(folder)).toEqual([`${hash}.json`]);
  expect(Buffer.from((await store.find(hash)) ?? []).toString()).toBe('{"a":1}');
});

it('knows no description that was changed, is too long or is not there', async () => {
  const folder = newFolder();
  const store = createPanelStore(folder, diskFiles);
  const kept = await store.keep('{"a":1}');
  if (!kept.ok) throw new Error(kept.failure.code);
  const path = join(folder, `${kept.value}.json`);
  for (const content of ['{"a":2}', '', ' '.repeat(65_537)]) {
    writeFileSync(path, content);
    expect(await store.find(kept.value)).toBeNull();
  }
  expect(await store.find('0'.repeat(64))).toBeNull();
  mkdirSync(join(folder, `${'1'.repeat(64)}.json`));
  expect(await store.find('1'.repeat(64))).toBeNull();
});

it('says when the disk does not take it', async () => {
  const files = { ...diskFiles, write: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) };
  expect(await createPanelStore(newFolder(), files).keep('{}')).toMatchObject({
    ok: false,
    failure: { code: 'journal.disk-full' },
  });
});
