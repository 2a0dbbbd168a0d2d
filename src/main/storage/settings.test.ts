import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskFiles } from './file-layer.ts';
import { openSettings } from './settings.ts';
import { temporaryFolders } from './temporary-folder.test-kit.ts';

const folderFor = temporaryFolders();
const usual = { theme: 'system', standInAccepted: null, reminders: true, reminded: {}, bounds: null };

it('remembers what was set', async () => {
  const path = join(folderFor(), 'inner', 'settings.json');
  const settings = await openSettings(path, diskFiles);
  expect(settings.get()).toEqual(usual);
  await Promise.all([settings.update({ theme: 'dark' }), settings.update({ standInAccepted: '25.1.1' })]);
  expect((await openSettings(path, diskFiles)).get()).toEqual({ ...usual, theme: 'dark', standInAccepted: '25.1.1' });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it.each(['', 'nonsense', '[]', 'null', '{"theme":"pink","bounds":{"x":1}}', '\u0000'.repeat(70_000)])(
  'starts afresh from %j',
  async (text) => {
    const path = join(folderFor(), 'settings.json');
    writeFileSync(path, text);
    expect((await openSettings(path, diskFiles)).get()).toEqual(usual);
  },
);

it('keeps the good parts of a file, and only the parts it knows', async () => {
  const path = join(folderFor(), 'settings.json');
  writeFileSync(path, '{"theme":"light","bounds":"wide","trust":"everything"}');
  const settings = await openSettings(path, diskFiles);
  await settings.update({ standInAccepted: '25.1.1' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ ...usual, theme: 'light', standInAccepted: '25.1.1' });
});

it('goes on where the disk refuses', async () => {
  const files = { ...diskFiles, write: () => Promise.reject(new Error('no space')) };
  const settings = await openSettings(join(folderFor(), 'settings.json'), files);
  await settings.update({ theme: 'dark' });
  expect(settings.get().theme).toBe('dark');
});
