import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AttemptAsk } from '../../core/ports.ts';
import { failure } from '../../shared/failures.ts';
import { mailboxIdSchema, versionIdSchema } from '../../shared/ids.ts';
import { failed, success } from '../../shared/result.ts';
import { createAttemptLedger } from './attempts.ts';
import { diskFiles, type FileLayer } from './file-layer.ts';
import { temporaryFolders } from './temporary-folder.test-kit.ts';

const folderFor = temporaryFolders();
const start = Date.parse('2027-03-01T12:00:00Z');
const minute = 60_000;
const day = 86_400_000;
const mailbox = mailboxIdSchema.parse('mailbox000000001');
const version = (number: number) => versionIdSchema.parse(`version${String(number).padStart(9, '0')}`);
const ask = (number = 1, more: Partial<AttemptAsk> = {}): AttemptAsk => ({
  server: 'mail.example',
  mailbox,
  version: version(number),
  standing: 'unproven',
  prompted: 'rung',
  ...more,
});

function open(folder = join(folderFor(), 'attempts'), files: FileLayer = diskFiles, fill = 7) {
  const clock = { now: start };
  const key = () => Promise.resolve(success(new Uint8Array(32).fill(fill)));
  return { folder, clock, ledger: createAttemptLedger({ folder, files, key, now: () => clock.now }) };
}
async function refused(ledger: ReturnType<typeof open>['ledger'], number: number): Promise<boolean> {
  const answer = await ledger.reserve(ask(number));
  if (answer.granted) await answer.reservation.settle('refused');
  return answer.granted;
}

describe('createAttemptLedger', () => {
  it('gives two rights in ten minutes and says when the next is free', async () => {
    const { clock, ledger } = open();
    expect(await refused(ledger, 1)).toBe(true);
    expect(await refused(ledger, 2)).toBe(true);
    expect(await ledger.reserve(ask(3))).toEqual({ granted: false, freeAt: start + 10 * minute });
    clock.now += 10 * minute;
    expect(await refused(ledger, 3)).toBe(true);
    expect(await ledger.standing('mail.example')).toEqual({ inTenMinutes: 1, inSevenDays: 3 });
  });

  it('frees nothing when the wall clock is put forward right after the last right was used', async () => {
    const clock = { now: start };
    const key = () => Promise.resolve(success(new Uint8Array(32).fill(7)));
    const folder = join(folderFor(), 'attempts');
    const ledger = createAttemptLedger({ folder, files: diskFiles, key, now: () => clock.now, elapsed: () => 0 });
    expect(await refused(ledger, 1)).toBe(true);
    expect(await refused(ledger, 2)).toBe(true);
    clock.now += 11 * minute;
    expect(await refused(ledger, 3)).toBe(false);
  });

  it('tells which sign-ins were made, over restarts, and where nobody knows what came of them', async () => {
    const { folder, clock, ledger } = open();
    await refused(ledger, 1);
    clock.now += 20 * minute;
    const right = await ledger.reserve(ask(2));
    clock.now += minute;
    if (right.granted) await right.reservation.settle('signed-in');
    await ledger.reserve(ask(3));
    const later = open(folder);
    later.clock.now = start + day;
    const cut = { from: start + 21 * minute, to: start + 26 * minute, outcome: null };
    const second = { from: start + 20 * minute, to: start + 21 * minute, outcome: 'signed-in' };
    expect(await later.ledger.made?.(mailbox, start)).toEqual([
      { from: start, to: start, outcome: 'refused' },
      second,
      cut,
    ]);
    expect(await later.ledger.made?.(mailbox, start + 22 * minute)).toEqual([cut]);
    expect(await later.ledger.made?.(mailboxIdSchema.parse('mailbox000000002'), start)).toEqual([]);
  });

  it('remembers over restarts and over midnight', async () => {
    const { folder, ledger } = open();
    await refused(ledger, 1);
    const next = open(folder);
    next.clock.now = start + day;
    await refused(next.ledger, 2);
    expect(readdirSync(folder)).toHaveLength(2);
    const later = open(folder);
    later.clock.now = start + 2 * day;
    expect(await later.ledger.standing('mail.example')).toEqual({ inTenMinutes: 0, inSevenDays: 2 });
  });

  it('counts what was in flight when the process ended', async () => {
    const { folder, ledger } = open();
    expect((await ledger.reserve(ask(1))).granted).toBe(true);
    expect((await ledger.reserve(ask(2))).granted).toBe(true);
    expect((await open(folder).ledger.reserve(ask(3))).granted).toBe(false);
  });

  it('counts a refusal from when it was answered, as the server does', async () => {
    const { folder, clock, ledger } = open();
    for (const number of [1, 2]) {
      const slow = await ledger.reserve(ask(number));
      if (!slow.granted) throw new Error('two rights');
      clock.now += minute;
      await slow.reservation.settle('refused');
    }
    clock.now = start + 10 * minute;
    const freeAt = start + 11 * minute;
    expect(await ledger.reserve(ask(3))).toEqual({ granted: false, freeAt });
    const next = open(folder);
    next.clock.now = clock.now;
    expect(await next.ledger.reserve(ask(3))).toEqual({ granted: false, freeAt });
    next.clock.now = freeAt;
    expect((await next.ledger.reserve(ask(3))).granted).toBe(true);
  });

  it('counts a refusal from when it was answered, although the wall clock was put back meanwhile', async () => {
    const { folder, clock, ledger } = open();
    for (const number of [1, 2]) {
      const slow = await ledger.reserve(ask(number));
      if (!slow.granted) throw new Error('two rights');
      clock.now -= 60 * minute;
      await slow.reservation.settle('refused');
      clock.now += 60 * minute;
    }
    const next = open(folder);
    next.clock.now = start + 9 * minute;
    expect((await next.ledger.reserve(ask(3))).granted).toBe(false);
  });

  it('killed before the outcome is written, counts from the last moment at which the server may have refused', async () => {
    const { folder, ledger } = open();
    for (const number of [1, 2]) expect((await ledger.reserve(ask(number))).granted).toBe(true);
    const next = open(folder);
    next.clock.now = start + 12 * minute;
    expect(await next.ledger.reserve(ask(3))).toEqual({ granted: false, freeAt: start + 15 * minute });
    expect(await next.ledger.standing('mail.example')).toEqual({ inTenMinutes: 2, inSevenDays: 2 });
    next.clock.now = start + 15 * minute;
    expect((await next.ledger.reserve(ask(3))).granted).toBe(true);
  });

  it('gives a right back that was not used up, once', async () => {
    const { ledger } = open();
    const answer = await ledger.reserve(ask(1));
    if (!answer.granted) throw new Error('the first right');
    await answer.reservation.settle('inconclusive');
    await answer.reservation.settle('refused');
    expect(await ledger.standing('mail.example')).toEqual({ inTenMinutes: 0, inSevenDays: 0 });
  });

  it('never gives more at once than there is', async () => {
    const { ledger } = open();
    const answers = await Promise.all([1, 2, 3, 4, 5].map((number) => ledger.reserve(ask(number))));
    expect(answers.filter((answer) => answer.granted)).toHaveLength(2);
    expect(await ledger.standing('mail.example')).toEqual({ inTenMinutes: 2, inSevenDays: 2 });
  });

  it('lets proven passwords through side by side', async () => {
    const { ledger } = open();
    const proven = { standing: 'proven', prompted: 'app' } as const;
    const answers = await Promise.all([1, 2, 3, 4, 5].map((number) => ledger.reserve(ask(number, proven))));
    expect(answers.every((answer) => answer.granted)).toBe(true);
  });

  it('writes no host, however it is spelled, and treats spellings as one server', async () => {
    const { folder, ledger } = open();
    await refused(ledger, 1);
    const answer = await ledger.reserve(ask(2, { server: 'MAIL.Example.' }));
    expect(answer.granted).toBe(true);
    expect((await ledger.reserve(ask(3))).granted).toBe(false);
    expect((await ledger.reserve(ask(3, { server: 'other.example' }))).granted).toBe(true);
    const text = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
    expect(text.toLowerCase()).not.toContain('example');
  });

  it('counts what was written under a lost key against every server', async () => {
    const { folder, ledger } = open();
    await refused(ledger, 1);
    await refused(ledger, 2);
    const { ledger: renewed } = open(folder, diskFiles, 8);
    expect((await renewed.reserve(ask(3, { server: 'elsewhere.example' }))).granted).toBe(false);
  });

  it('goes on after a line that was cut at any byte', async () => {
    const { folder, ledger } = open();
    await refused(ledger, 1);
    const path = join(folder, readdirSync(folder)[0] ?? '');
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 13) {
      writeFileSync(path, whole.subarray(0, length));
      const again = open(folder);
      expect(await refused(again.ledger, 5)).toBe(true);
      expect((await open(folder).ledger.standing('mail.example'))?.inTenMinutes).toBeGreaterThanOrEqual(1);
    }
  });

  it('tries nothing where the disk or the keychain refuses', async () => {
    const folder = join(folderFor(), 'attempts');
    const full: FileLayer = { ...diskFiles, append: () => Promise.reject(new Error('no space')) };
    expect(await open(folder, full).ledger.reserve(ask(1))).toEqual({ granted: false, freeAt: start + minute });
    const key = () => Promise.resolve(failed(failure('keychain.locked')));
    const locked = createAttemptLedger({ folder, files: diskFiles, key, now: () => start });
    expect((await locked.reserve(ask(1))).granted).toBe(false);
    expect(await locked.standing('mail.example')).toBeNull();
  });

  it('gives nothing for a claim that the disk lost without saying so', async () => {
    const lossy: FileLayer = { ...diskFiles, append: () => Promise.resolve() };
    expect((await open(join(folderFor(), 'attempts'), lossy).ledger.reserve(ask(1))).granted).toBe(false);
  });

  it('removes files when nothing in them counts any more', async () => {
    const { folder, ledger } = open();
    await refused(ledger, 1);
    const files: FileLayer = { ...diskFiles };
    for (const [days, left] of [
      [8, 1],
      [10, 0],
    ] as const) {
      createAttemptLedger({
        folder,
        files,
        key: () => Promise.resolve(success(new Uint8Array(32))),
        now: () => start + days * day,
      });
      await expect.poll(() => readdirSync(folder).length).toBe(left);
    }
  });
});
