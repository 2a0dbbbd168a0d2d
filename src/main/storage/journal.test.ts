import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mailboxIdSchema, rotationIdSchema, versionIdSchema } from '../../shared/ids.ts';
import type { JournalFact } from '../../shared/journal.ts';
import { success } from '../../shared/result.ts';
import { diskFiles, type FileLayer } from './file-layer.ts';
import { createJournal } from './journal.ts';
import { temporaryFolders } from './temporary-folder.test-kit.ts';

const folderFor = temporaryFolders();
const mailbox = mailboxIdSchema.parse('mailbox000000001');
const other = mailboxIdSchema.parse('mailbox000000002');
const rotation = rotationIdSchema.parse('rotation00000001');
const version = versionIdSchema.parse('version000000001');
const key =
  (fill = 7) =>
  () =>
    Promise.resolve(success(new Uint8Array(32).fill(fill)));
const facts: readonly JournalFact[] = [
  { type: 'adopted', version },
  { type: 'staging', rotation, version },
  { type: 'staged', rotation, version },
  { type: 'submitting', rotation, attempt: 1, version },
];

function open(folder = join(folderFor(), 'journal'), files: FileLayer = diskFiles, fill = 7) {
  let at = 1_000;
  const journal = createJournal({ folder, files, key: key(fill), now: () => (at += 1) });
  return { folder, journal, path: join(folder, `${mailbox}.jsonl`) };
}
async function written(count = facts.length) {
  const opened = open();
  for (const fact of facts.slice(0, count))
    expect(await opened.journal.append(mailbox, fact)).toMatchObject({ ok: true });
  return opened;
}
const types = async (journal: ReturnType<typeof open>['journal']) => {
  const read = await journal.read(mailbox);
  return read.ok ? read.value.map((entry) => entry.fact.type) : read.failure.code;
};
const allTypes = facts.map((fact) => fact.type);

describe('createJournal', () => {
  it('reads back what was appended, in order, also in a later process', async () => {
    const { folder, journal } = await written();
    expect(await types(journal)).toEqual(allTypes);
    const later = open(folder);
    expect(await types(later.journal)).toEqual(allTypes);
    expect(await later.journal.append(mailbox, { type: 'finished', rotation })).toMatchObject({ value: { seq: 5 } });
    expect(await types(open(folder).journal)).toEqual([...allTypes, 'finished']);
    expect(await later.journal.mailboxes()).toEqual({ ok: true, value: [mailbox] });
  });

  it('keeps appends that are made at once in the order of the calls', async () => {
    const { journal } = open();
    const results = await Promise.all(facts.map((fact) => journal.append(mailbox, fact)));
    expect(results.map((result) => result.ok && result.value.seq)).toEqual([1, 2, 3, 4]);
    expect(await types(journal)).toEqual(allTypes);
  });

  it('puts on the disk what an earlier life may only have written, once, and says so where that fails', async () => {
    const { folder } = await written();
    const synced: string[] = [];
    let works = false;
    const sync: FileLayer['sync'] = (path) => {
      synced.push(path);
      return works ? Promise.resolve() : Promise.reject(Object.assign(new Error('no sync'), { code: 'EIO' }));
    };
    const { journal, path } = open(folder, { ...diskFiles, sync });
    expect(await journal.secure?.(mailbox)).toMatchObject({ ok: false });
    works = true;
    for (let times = 0; times < 2; times += 1) expect(await journal.secure?.(mailbox)).toMatchObject({ ok: true });
    expect(synced).toEqual([path, path]);
  });

  it('is for the owner alone', async () => {
    const { folder, path } = await written(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('starts empty and needs no keychain for that', async () => {
    const folder = folderFor();
    const journal = createJournal({
      folder,
      files: diskFiles,
      key: () => Promise.reject(new Error('asked')),
      now: () => 1,
    });
    expect(await journal.read(mailbox)).toEqual({ ok: true, value: [] });
  });

  it('leaves out a last line that was cut at any byte, and goes on after it', async () => {
    const { folder, path } = await written();
    const whole = readFileSync(path);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let length = lastLine; length < whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      const { journal } = open(folder);
      expect(await types(journal)).toEqual(allTypes.slice(0, 3));
      expect(await journal.append(mailbox, { type: 'finished', rotation })).toMatchObject({ value: { seq: 4 } });
      expect(await types(open(folder).journal)).toEqual([...allTypes.slice(0, 3), 'finished']);
    }
  });

  it('leaves out a last line that the disk gave back as zero bytes', async () => {
    const { folder, path } = await written();
    const whole = readFileSync(path);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    whole.fill(0, lastLine, lastLine + 40);
    writeFileSync(path, whole);
    expect(await types(open(folder).journal)).toEqual(allTypes.slice(0, 3));
  });

  it('never believes a journal in which any one byte was changed', async () => {
    const { folder, path } = await written();
    const whole = readFileSync(path);
    for (let place = 0; place < whole.length; place += 1) {
      const forged = Buffer.from(whole);
      forged[place] = (forged[place] ?? 0) ^ 0x01;
      writeFileSync(path, forged);
      const found = await types(open(folder).journal);
      // The last line break alone may go: then the line is one that was being written.
      if (place === whole.length - 1) expect(found).toEqual(allTypes.slice(0, 3));
      else expect([place, found]).toEqual([place, 'journal.unreadable']);
    }
  });

  it.each([
    ['two lines changed places', (lines: string[]) => [lines[1], lines[0], lines[2], lines[3]]],
    ['a line is missing in the middle', (lines: string[]) => [lines[0], lines[2], lines[3]]],
    ['the first line is missing', (lines: string[]) => lines.slice(1)],
    ['a line stands twice', (lines: string[]) => [...lines, lines[3]]],
    ['a line was forged at the end', (lines: string[]) => [...lines, lines[3]?.replace('"seq":4', '"seq":5')]],
    ['an empty line follows', (lines: string[]) => [...lines, '']],
    [
      'a line without a signature follows',
      (lines: string[]) => [...lines, '{"v":1,"seq":5,"at":1,"fact":{"type":"finished"}}'],
    ],
  ])('is unreadable if %s', async (_name, change) => {
    const { folder, path } = await written();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    writeFileSync(path, `${change(lines).join('\n')}\n`);
    expect(await types(open(folder).journal)).toBe('journal.unreadable');
  });

  it('believes neither the journal of another mailbox nor one under another key', async () => {
    const { folder, path } = await written();
    expect(await types(open(folder, diskFiles, 8).journal)).toBe('journal.unreadable');
    writeFileSync(join(folder, `${other}.jsonl`), readFileSync(path));
    expect(await open(folder).journal.read(other)).toMatchObject({ failure: { code: 'journal.unreadable' } });
  });

  it.each([
    ['gone', null],
    ['cut at an earlier line', 1],
  ] as const)('neither believes nor goes on with a journal that is %s while it is in use', async (_how, lines) => {
    const { folder, journal, path } = await written();
    const whole = readFileSync(path, 'utf8').split('\n');
    if (lines === null) rmSync(path);
    else writeFileSync(path, `${whole.slice(0, lines).join('\n')}\n`);
    const unreadable = { ok: false, failure: { code: 'journal.unreadable' } };
    for (const _again of [1, 2]) {
      expect(await journal.append(mailbox, { type: 'finished', rotation })).toMatchObject(unreadable);
      expect(await journal.read(mailbox)).toMatchObject(unreadable);
    }
    expect((await readdir(folder)).length).toBe(lines === null ? 0 : 1);
    expect(await journal.setAside(mailbox)).toMatchObject({ ok: true });
    expect(await types(journal)).toEqual([]);
    expect(await journal.append(mailbox, { type: 'adopted', version })).toMatchObject({ ok: true, value: { seq: 1 } });
  });

  it('appends nothing to an unreadable journal; put aside, it stays in the folder and a new one begins', async () => {
    const { folder, path } = await written();
    writeFileSync(path, 'nonsense\n');
    const { journal } = open(folder);
    expect(await journal.append(mailbox, { type: 'finished', rotation })).toMatchObject({
      failure: { code: 'journal.unreadable' },
    });
    expect(readFileSync(path, 'utf8')).toBe('nonsense\n');
    await journal.setAside(mailbox);
    expect(await journal.read(mailbox)).toEqual({ ok: true, value: [] });
    await journal.append(mailbox, { type: 'adopted', version });
    writeFileSync(path, 'nonsense again\n');
    await journal.setAside(mailbox);
    expect((await readdir(folder)).sort()).toEqual([`${mailbox}.unreadable-1`, `${mailbox}.unreadable-2`]);
  });

  it('says when the disk is full, and is as before afterwards', async () => {
    const { folder, path } = await written(2);
    const before = readFileSync(path);
    let full = true;
    const files: FileLayer = {
      ...diskFiles,
      append: async (file, bytes) => {
        if (!full) return await diskFiles.append(file, bytes);
        await diskFiles.append(file, bytes.subarray(0, 20));
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      },
    };
    const { journal } = open(folder, files);
    expect(await journal.append(mailbox, facts[2] as JournalFact)).toMatchObject({
      failure: { code: 'journal.disk-full' },
    });
    expect(readFileSync(path)).toEqual(before);
    full = false;
    expect(await journal.append(mailbox, facts[2] as JournalFact)).toMatchObject({ value: { seq: 3 } });
    expect(await types(open(folder).journal)).toEqual(allTypes.slice(0, 3));
  });

  it('writes no fact that is not in the vocabulary', async () => {
    const { journal } = open();
    const foreign = { type: 'adopted', version, host: 'mail.example' };
    expect(await journal.append(mailbox, foreign as unknown as JournalFact)).toMatchObject({ ok: false });
    expect(await types(journal)).toEqual([]);
  });

  it('removes a journal as a whole', async () => {
    const { journal, folder } = await written();
    await journal.remove(mailbox);
    expect(await types(journal)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('still tells the order of versions when it is unsound or was set aside, and nothing of another mailbox', async () => {
    const { path, journal, folder } = await written();
    const lines = readFileSync(path, 'utf8').split('\n');
    const salvagedTypes = async () => {
      const salvaged = await open(folder).journal.salvage(mailbox);
      return salvaged.ok ? salvaged.value.map(({ fact }) => fact.type) : salvaged.failure.code;
    };
    writeFileSync(path, [lines[0], lines[1], lines[2]?.replace('staged', 'xtaged'), lines[3], ''].join('\n'));
    expect(await types(open(folder).journal)).toBe('journal.unreadable');
    expect(await salvagedTypes()).toEqual(['adopted', 'staging']);
    await journal.setAside(mailbox);
    expect(await salvagedTypes()).toEqual(['adopted', 'staging']);
    expect(await journal.salvage(other)).toEqual(success([]));
    // a second one that is set aside is the one that is asked
    await journal.append(mailbox, { type: 'finished', rotation });
    await journal.setAside(mailbox);
    expect(await salvagedTypes()).toEqual(['finished']);
    expect(await readdir(folder)).toEqual([`${mailbox}.unreadable-1`, `${mailbox}.unreadable-2`]);
  });
});
