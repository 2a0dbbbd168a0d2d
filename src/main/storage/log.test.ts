import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLog, type LogFields } from './log.ts';
import { temporaryFolders } from './temporary-folder.test-kit.ts';

const folderFor = temporaryFolders();
const secret = 'Hunter2-marker!';
const open = () => {
  const path = join(folderFor(), 'logs', 'keyround.log');
  return { path, log: createLog(path, () => 0), read: () => readFileSync(path, 'utf8') };
};

it('writes one line of JSON per event, for the owner alone', async () => {
  const { path, log, read } = open();
  log.write('started', { version: '0.1.0', count: 3 });
  log.write('call-failed', { call: 'app.status', code: 'keychain.locked' });
  await log.flushed();
  const lines = read()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([
    { at: '1970-01-01T00:00:00.000Z', event: 'started', version: '0.1.0', count: 3 },
    { at: '1970-01-01T00:00:00.000Z', event: 'call-failed', call: 'app.status', code: 'keychain.locked' },
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('leaves out what is not of its vocabulary', async () => {
  const { log, read } = open();
  const foreign = { call: secret, password: secret, code: `${secret}\n`, id: 'anna@example.test' } as LogFields;
  log.write('started', foreign);
  log.write(`said ${secret}`);
  await log.flushed();
  expect(read()).not.toContain('marker');
  expect(read()).not.toContain('anna');
  expect(read().match(/left out/g)).toHaveLength(4);
});

it('writes where a bug is and never what it says', async () => {
  const { log, read } = open();
  const error = new TypeError(`no such user ${secret}\n    at ${secret} (/home/anna/secret.ts:1:1)`);
  log.writeBug('0123abcd', 'mailboxes.add', error);
  log.writeBug('0123abce', 'mailboxes.add', secret);
  log.writeBug('0123abcf', 'mailboxes.add', Object.assign(new Error('x'), { name: secret }));
  await log.flushed();
  expect(read()).not.toContain('marker');
  expect(read()).toContain('storage/log.test.ts:');
  expect(read()).toContain('"error":"TypeError"');
});

it('begins a new file at 1 MiB and keeps one old one', async () => {
  const { path, log } = open();
  // Wide lines, because each is a write of its own.
  const wide = 'x'.repeat(40);
  const fields = { call: wide, code: wide, stage: wide, space: wide, id: wide, version: wide };
  for (let line = 0; line < 3_000; line += 1) log.write('event', { ...fields, count: line });
  await log.flushed();
  expect(existsSync(`${path}.1`)).toBe(true);
  expect(statSync(`${path}.1`).size).toBeLessThanOrEqual(1_048_576);
  expect(statSync(path).size).toBeLessThan(1_048_576);
}, 60_000);
