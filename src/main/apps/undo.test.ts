import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { appDisk } from './app-disk.ts';
import { type Fault, faultyDisk, scratchHome } from './apps.test-kit.ts';
import { createAppFiles } from './safe-write.ts';

const newFolder = temporaryFolders();
const old = Buffer.from('password "Old-Pass-1"\r\n\xff', 'latin1');
const next = Buffer.from('password "New-Pass-2 and more"\r\n\xff', 'latin1');

/** Writes on a healthy disk and puts it back on one that fails; then looks at what is left. */
async function attempt(fault: Fault | null) {
  const folder = newFolder();
  // The same writer throughout: the disk breaks while the person looks at what was written.
  let now = appDisk;
  const disk = new Proxy(appDisk, { get: (_, act: keyof typeof appDisk) => now[act] });
  const scratch = scratchHome(folder, disk);
  const path = join(scratch.home, 'rc');
  writeFileSync(path, old, { mode: 0o600 });
  const read = await scratch.files.read(path, 1_000);
  if (read.state !== 'read') throw new Error(read.state);
  const written = await scratch.files.replace(read.file, next, { backup: true, check: (bytes) => bytes.equals(next) });
  if (!written.done) throw new Error(written.why);
  const { disk: failing, acts } = faultyDisk(fault);
  now = failing;
  const undone = await written.undo();
  return { scratch, undone, acts, content: readFileSync(path), names: scratch.names() };
}

describe('putting back what was there on a disk that fails', async () => {
  const { undone: whole, content: before, names: left, acts } = await attempt(null);
  const renamed = acts.indexOf('rename') + 1;
  // Of a row of looks for work trees one is enough.
  const steps = acts
    .map((act, index) => ({ act, at: index + 1 }))
    .filter(({ act, at }) => act !== 'access' || acts[at - 2] !== 'access');

  it('is what it is on one that does not', () => {
    expect([whole.done, before, left]).toEqual([true, old, ['rc']]);
    expect(renamed).toBeGreaterThan(10);
  });

  it.each(steps)(
    'leaves at step $at ($act) one of the two as a whole, and clears up at the next start',
    async ({ at }) => {
      for (const how of ['once', 'for-good'] as const) {
        const { scratch, undone, content, names } = await attempt({ at, how, code: 'EIO' });
        expect(content).toEqual(at > renamed ? old : next);
        if (at <= renamed) {
          expect(undone.done).toBe(false);
          // Nobody says that the file is as it was without having read it.
          if (at === renamed && how === 'for-good') expect(undone).toMatchObject({ effect: 'unknown' });
          else expect(undone).toMatchObject({ effect: 'none' });
          // What the person may still want is there.
          expect(names.filter((name) => name.endsWith('.bak'))).toHaveLength(1);
        }
        await scratch.leftOver.sweep();
        expect(scratch.names()).toEqual(['rc']);
      }
    },
  );
});

describe('a file that may not be written', () => {
  const attemptWith = async (files: ReturnType<typeof scratchHome>['files'], path: string) => {
    const read = await files.read(path, 1_000);
    if (read.state !== 'read') throw new Error(read.state);
    const written = await files.replace(read.file, next, { backup: true, check: () => true });
    return { obstacle: await files.obstacle(read.file), written };
  };
  const putFile = (home: string): string => {
    const path = join(home, 'rc');
    writeFileSync(path, old);
    return path;
  };

  it('because it is somebody else’s is left alone', async () => {
    const { home, leftOver, names } = scratchHome(newFolder());
    const path = putFile(home);
    const me = (process.getuid?.() ?? 0) + 1;
    const { obstacle, written } = await attemptWith(createAppFiles({ disk: appDisk, leftOver, me }), path);
    expect([obstacle, written]).toEqual(['not-yours', { done: false, why: 'not-yours', effect: 'none' }]);
    expect([readFileSync(path), names()]).toEqual([old, ['rc']]);
  });

  it.each(['EROFS', 'EACCES', 'EPERM'])('because its disk says %s to a new file is left alone', async (code) => {
    const refused = () => Promise.reject(Object.assign(new Error(code), { code }));
    const open: typeof appDisk.open = (path, flags, mode) =>
      mode === undefined ? appDisk.open(path, flags) : refused();
    const { home, files, names } = scratchHome(newFolder(), { ...appDisk, open });
    const path = putFile(home);
    const { written } = await attemptWith(files, path);
    expect(written).toEqual({ done: false, why: 'read-only', effect: 'none' });
    expect([readFileSync(path), names()]).toEqual([old, ['rc']]);
  });
});
