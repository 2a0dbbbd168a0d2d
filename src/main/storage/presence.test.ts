import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPresences, type Presence, systemPresences } from './presence.ts';
import { temporaryFolders } from './temporary-folder.test-kit.ts';

const newFolder = temporaryFolders();
const { isThere, tidy } = systemPresences;
const open: Presence[] = [];
async function openIn(folder: string): Promise<Presence> {
  const presence = await systemPresences.open(folder);
  open.push(presence);
  return presence;
}

let temporary = '';
beforeEach(() => {
  temporary = newFolder();
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(async () => {
  for (const presence of open.splice(0)) await presence.close();
  vi.unstubAllEnvs();
});

const leftOver = () => readdirSync(temporary).filter((name) => /^keyround-\w{6}$/.test(name));

/** Knocks where the system answers with this error. */
function knockingInto(code: string) {
  const asked: string[] = [];
  const presences = createPresences((path) => {
    asked.push(path);
    const socket = new Socket();
    socket.destroy(Object.assign(new Error(code), { code }));
    return socket;
  });
  return { presences, asked };
}

describe.skipIf(process.platform === 'win32')('a door', () => {
  it('is a bare name, so that it is found wherever its folder is seen from, and nowhere else', async () => {
    const folder = join(newFolder(), 'writer');
    mkdirSync(folder);
    const { door } = await openIn(folder);
    expect(door).toMatch(/^[0-9a-f]{16}\.alive$/);
    expect(await isThere(door, folder)).toBe(true);
    expect(await isThere(door, newFolder())).toBe(false);
    renameSync(folder, `${folder}-moved`);
    expect(await isThere(door, `${folder}-moved`)).toBe(true);
  });

  it('is found where its folder has a long name, without leaving anything behind', async () => {
    const folder = join(newFolder(), 'writer');
    mkdirSync(folder);
    const presence = await openIn(folder);
    const long = join(newFolder(), 'x'.repeat(120));
    renameSync(folder, long);
    expect(await isThere(presence.door, long)).toBe(true);
    await presence.close();
    expect(await isThere(presence.door, long)).toBe(false);
    expect(leftOver()).toEqual([]);
  });

  it.each(['x'.repeat(120), 'a file'])(
    'is among the temporary files if the folder cannot hold it: %s',
    async (name) => {
      const folder = join(newFolder(), name);
      // No socket can be made in what is no folder; a network folder refuses it too.
      if (name === 'a file') writeFileSync(folder, '');
      const presence = await openIn(folder);
      expect(dirname(dirname(presence.door))).toBe(tmpdir());
      expect(await isThere(presence.door, folder)).toBe(true);
      await presence.close();
      expect(await isThere(presence.door, folder)).toBe(false);
      expect(leftOver()).toEqual([]);
    },
  );

  it('is in the shortest such folder where the name of the usual one is long: the system would cut it', async () => {
    vi.stubEnv('TMPDIR', join(temporary, 'y'.repeat(120)));
    const presence = await openIn('/dev/null');
    expect(presence.door).toMatch(/^\/tmp\/keyround-\w{6}\/[0-9a-f]{16}\.alive$/);
    expect(await isThere(presence.door, '/dev/null')).toBe(true);
  });

  it('of another user elsewhere counts as left; one in the own folder that does not answer counts as kept', async () => {
    const { presences, asked } = knockingInto('EACCES');
    expect(await presences.isThere('/tmp/keyround-abc123/0123456789abcdef.alive', '/app')).toBe(false);
    expect(await presences.isThere('0123456789abcdef.alive', '/app')).toBe(true);
    expect(await presences.isThere('../../0123456789abcdef.alive', '/app')).toBe(true);
    expect(asked.slice(1)).toEqual(['/app/0123456789abcdef.alive', '/app/0123456789abcdef.alive']);
    expect(await knockingInto('ECONNREFUSED').presences.isThere('0123456789abcdef.alive', '/app')).toBe(false);
  });

  it('is tidied away with the folder that was made for it, and nothing else is', async () => {
    const dead = '0123456789abcdef.alive';
    const made = join(temporary, 'keyround-Abc123');
    const foreign = join(temporary, 'documents');
    const folder = join(temporary, 'writer');
    for (const place of [made, foreign, folder]) {
      mkdirSync(place);
      writeFileSync(join(place, dead), '');
    }
    await tidy(join(made, dead), folder);
    await tidy(join(foreign, dead), folder);
    expect(readdirSync(temporary)).toEqual(['documents', 'writer']);
    expect(readdirSync(foreign)).toEqual([dead]);
    await tidy(dead, folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('finds nobody behind a door that never was', async () => {
  expect(await isThere('0123456789abcdef.alive', newFolder())).toBe(false);
});
