import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/main/app/system.ts';
import { practiceHomeOf } from '../../src/main/practice/home.ts';
import { type PracticeService, startPractice } from '../../src/main/practice/service.ts';
import { temporaryFolders } from '../../src/main/storage/temporary-folder.test-kit.ts';

const newFolder = temporaryFolders();
let service: PracticeService;
beforeAll(async () => {
  service = await startPractice({ clock: systemClock });
});
afterAll(() => service.stop());

/** Runs a program for somebody whose home folder this is, with a message for it. */
async function run(folder: string, program: string, args: readonly string[], message = ''): Promise<void> {
  const running = promisify(execFile)(program, args, { env: { HOME: folder, PATH: process.env['PATH'] } });
  running.child.stdin?.end(message);
  await running;
}

describe('the home folder made up for practising', () => {
  it('is one that getmail and msmtp themselves sign in with', async () => {
    const folder = newFolder();
    const { files, address } = practiceHomeOf(service, folder);
    for (const { path, text } of files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { mode: 0o600 });
    }
    for (const name of ['new', 'cur', 'tmp']) mkdirSync(join(folder, 'Mail', name), { recursive: true });
    await run(folder, 'getmail', ['--getmaildir', join(folder, '.getmail')]);
    // the practice service takes no mail: whether the sign-in worked is in its log
    await run(folder, 'msmtp', [address], 'Subject: hello\n\nhello\n').catch(() => undefined);
    const seen = service.accounts.signIns().filter(({ user }) => user === address);
    expect(seen.map(({ protocol, ok }) => [protocol, ok])).toEqual([
      ['imap', true],
      ['smtp', true],
    ]);
  });
});
