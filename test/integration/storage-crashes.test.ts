import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAttemptLedger } from '../../src/main/storage/attempts.ts';
import { diskFiles } from '../../src/main/storage/file-layer.ts';
import { createJournal } from '../../src/main/storage/journal.ts';
import { temporaryFolders } from '../../src/main/storage/temporary-folder.test-kit.ts';
import { mailboxIdSchema, versionIdSchema } from '../../src/shared/ids.ts';
import { success } from '../../src/shared/result.ts';
import { compileChild, startChild } from '../kits/child-script.ts';

const folderFor = temporaryFolders();
const key = () => Promise.resolve(success(new Uint8Array(32).fill(7)));
const mailbox = mailboxIdSchema.parse('mailbox000000001');

describe('a journal whose process is killed', () => {
  it('holds at least every line that was promised, in order, each time', async () => {
    const folder = folderFor();
    const script = await compileChild(new URL('../kits/children/append-forever.ts', import.meta.url), folder);
    const journals = join(folder, 'journal');
    let last = 0;
    for (let round = 0; round < 5; round += 1) {
      const child = startChild(script, [journals]);
      while (child.lines().length === 0) await sleep(5);
      await sleep(7 * round);
      child.process.kill('SIGKILL');
      expect(await child.ended).toBe('SIGKILL');
      const promised = Number(child.lines().at(-1));
      const read = await createJournal({ folder: journals, files: diskFiles, key, now: Date.now }).read(mailbox);
      const numbers = read.ok ? read.value.map((entry) => entry.seq) : [];
      expect(numbers).toEqual(numbers.map((_seq, place) => place + 1));
      expect(numbers.length).toBeGreaterThanOrEqual(promised);
      expect(numbers.length).toBeLessThanOrEqual(promised + 1);
      expect(promised).toBeGreaterThan(last);
      last = promised;
    }
  });
});

describe('several processes that ask for attempts at once', () => {
  let script = '';
  const scripts = join(import.meta.dirname, '../../node_modules/.cache');
  beforeAll(async () => {
    mkdirSync(scripts, { recursive: true });
    script = await compileChild(new URL('../kits/children/race-attempts.ts', import.meta.url), scripts);
  });

  it.each(['no', 'yes'])('never get more rights than the budget has (refusals written: %s)', async (settles) => {
    for (let round = 0; round < 2; round += 1) {
      const folder = join(folderFor(), 'attempts');
      const start = String(Date.now() + 400);
      const children = [1, 2, 3].map((who) => startChild(script, [folder, String(who), start, settles]));
      expect(await Promise.all(children.map((child) => child.ended))).toEqual([0, 0, 0]);
      const granted = children.flatMap((child) => child.lines()).length;
      expect(granted).toBeGreaterThanOrEqual(1);
      expect(granted).toBeLessThanOrEqual(2);
    }
  });

  it('leave what they had in flight counted as refused', async () => {
    const folder = join(folderFor(), 'attempts');
    const child = startChild(script, [folder, '1', '0', 'no']);
    await child.ended;
    expect(child.lines()).toHaveLength(2);
    const ledger = createAttemptLedger({ folder, files: diskFiles, key, now: Date.now });
    expect(await ledger.standing('MAIL.example.')).toEqual({ inTenMinutes: 2, inSevenDays: 2 });
    const ask = { server: 'mail.example', mailbox, version: versionIdSchema.parse('version000000009') } as const;
    expect(await ledger.reserve({ ...ask, standing: 'unproven', prompted: 'rung' })).toMatchObject({ granted: false });
  });
});
