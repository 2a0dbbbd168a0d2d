import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { diskFiles, type FileLayer } from './file-layer.ts';
import { temporaryFolders } from './temporary-folder.test-kit.ts';
import { createWriter, type Writer } from './writer.ts';
import { claimsBefore, readWriterFile, writerText } from './writer-lines.ts';

const newFolder = temporaryFolders();
const open: Writer[] = [];
afterEach(async () => {
  for (const writer of open.splice(0)) await writer.release();
});

function writerIn(folder: string, files: FileLayer = diskFiles, wait?: (ms: number) => Promise<void>): Writer {
  const writer = createWriter({ folder, files, ...(wait && { wait }) });
  open.push(writer);
  return writer;
}
const another = { ok: false, failure: { code: 'app.another-instance' } };
const claimsOf = (folder: string): string => readFileSync(join(folder, 'writer', 'claims.jsonl'), 'utf8');

describe('the right to write', () => {
  it('goes to the first, is refused to a second, and comes back with the next epoch', async () => {
    const folder = newFolder();
    const first = writerIn(folder);
    expect(await first.claim()).toEqual({ ok: true, value: 1 });
    expect(await first.claim()).toEqual({ ok: true, value: 1 });
    const second = writerIn(folder);
    expect(await second.claim()).toMatchObject(another);
    expect(second.problem()?.code).toBe('app.another-instance');
    expect(await second.mayWrite()).toMatchObject(another);
    expect((await first.mayWrite()).ok).toBe(true);
    await first.release();
    expect((await first.mayWrite()).ok).toBe(false);
    expect(await writerIn(folder).claim()).toEqual({ ok: true, value: 2 });
    // who was refused once is not a writer later: what it has in memory is old
    expect(await second.mayWrite()).toMatchObject(another);
  });

  it('is given to exactly one of many that ask at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const folder = newFolder();
      const asked = await Promise.all(Array.from({ length: 6 }, () => writerIn(folder).claim()));
      expect(asked.filter(({ ok }) => ok)).toHaveLength(1);
    }
  });

  it('is lost for good when a higher epoch is granted elsewhere', async () => {
    const folder = newFolder();
    const first = writerIn(folder);
    await first.claim();
    // another computer that shares the folder: it cannot see that this process lives
    const line = { v: 1, granted: '0123456789abcdef', epoch: 2 } as const;
    await diskFiles.append(join(folder, 'writer', 'claims.jsonl'), Buffer.from(writerText(line)));
    expect(await first.mayWrite()).toMatchObject(another);
    expect(await first.mayWrite()).toMatchObject(another);
  });

  it('is lost when the file of claims is gone', async () => {
    const folder = newFolder();
    const first = writerIn(folder);
    await first.claim();
    rmSync(join(folder, 'writer', 'claims.jsonl'));
    expect(await first.mayWrite()).toMatchObject(another);
  });

  it('begins a large file anew and goes on counting; sockets of the dead are tidied up', async () => {
    const folder = newFolder();
    for (let epoch = 1; epoch <= 3; epoch += 1) {
      const writer = writerIn(folder);
      expect(await writer.claim()).toEqual({ ok: true, value: epoch });
      await writer.release();
    }
    await diskFiles.append(join(folder, 'writer', 'claims.jsonl'), Buffer.from(`\n${'x'.repeat(70_000)}`));
    expect(await writerIn(folder).claim()).toEqual({ ok: true, value: 4 });
    expect(claimsOf(folder).length).toBeLessThan(1_000);
    expect(readdirSync(join(folder, 'writer')).filter((name) => name.endsWith('.alive'))).toHaveLength(1);
    expect(await writerIn(folder).claim()).toMatchObject(another);
  });

  it('asks again after a full disk, under another name', async () => {
    const folder = newFolder();
    let full = true;
    const append: FileLayer['append'] = (path, bytes) =>
      full ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) : diskFiles.append(path, bytes);
    const writer = writerIn(folder, { ...diskFiles, append });
    expect(await writer.claim()).toMatchObject({ failure: { code: 'journal.disk-full' } });
    full = false;
    expect((await writer.mayWrite()).ok).toBe(true);
    expect(writer.problem()).toBeNull();
  });

  it('is given in a copied profile, whose claims were made elsewhere', async () => {
    const folder = newFolder();
    const original = writerIn(folder);
    await original.claim();
    const copy = newFolder();
    mkdirSync(join(copy, 'writer'));
    cpSync(join(folder, 'writer', 'claims.jsonl'), join(copy, 'writer', 'claims.jsonl'));
    expect(await writerIn(copy).claim()).toEqual({ ok: true, value: 2 });
    expect((await original.mayWrite()).ok).toBe(true);
  });

  it('stays with the first when the same folder is met by another path', async () => {
    const folder = join(newFolder(), 'app');
    await writerIn(folder).claim();
    renameSync(folder, `${folder}-elsewhere`);
    expect(await writerIn(`${folder}-elsewhere`).claim()).toMatchObject(another);
  });
});

describe('an instance that is closing', () => {
  it('is waited for', async () => {
    const folder = newFolder();
    const first = writerIn(folder);
    await first.claim();
    let waits = 0;
    const second = writerIn(folder, diskFiles, async () => {
      waits += 1;
      if (waits === 20) await first.release();
    });
    expect(await second.claim()).toEqual({ ok: true, value: 2 });
    expect(waits).toBe(20);
    expect((await second.mayWrite()).ok).toBe(true);
  });

  it('is waited for no longer than about three seconds, however many are before', async () => {
    const folder = newFolder();
    const first = writerIn(folder);
    await first.claim();
    let waited = 0;
    const second = writerIn(folder, diskFiles, (ms) => {
      waited += ms;
      return Promise.resolve();
    });
    expect(await second.claim()).toMatchObject(another);
    expect(waited).toBe(3_000);
    expect((await first.mayWrite()).ok).toBe(true);
  });

  it('gets no right any more after it gave it back, not even one it was still waiting for', async () => {
    const folder = newFolder();
    const first = writerIn(folder);
    await first.claim();
    const second = writerIn(folder, diskFiles, async () => {
      await second.release();
      await first.release();
    });
    expect(await second.claim()).toMatchObject(another);
    const third = writerIn(folder);
    await third.release();
    expect(await third.claim()).toMatchObject(another);
    expect(claimsOf(folder)).not.toContain('"epoch":2');
  });
});

it('looks only at those who may still hold the right, and passes over what is cut', () => {
  const claim = (name: string) => ({ v: 1, claim: name.repeat(16), door: `/${name}` }) as const;
  const text = [claim('a'), claim('b'), { v: 1, granted: 'b'.repeat(16), epoch: 7 } as const, claim('c'), claim('d')]
    .map(writerText)
    .join('\n{"v":1,"claim":"ee');
  const file = readWriterFile(Buffer.from(text));
  expect(file.granted).toEqual({ claim: 'b'.repeat(16), epoch: 7 });
  expect(claimsBefore(file, 'd'.repeat(16))?.map(({ door }) => door)).toEqual(['/b', '/c']);
  expect(claimsBefore(file, 'f'.repeat(16))).toBeNull();
});
