import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { lazyApps } from '../../src/main/apps/lazy-apps.ts';
import { placesOf } from '../../src/main/apps/places.ts';
import { diskFiles } from '../../src/main/storage/file-layer.ts';
import { updateOf } from '../kits/app-update.ts';
import { makeTestCertificates, type TestCertificates } from '../servers/certificates.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import {
  homeFor,
  type MailProgram,
  mailPrograms,
  passwordOfPrograms,
  personOfPrograms,
  settingsIn,
} from '../servers/mail-programs.ts';

/** Something of everything that quotes, comments or stands for something else in one of their files. */
const fresh = new Secret('N"e\'w \\ $x `y` %z %% #;=@/!~-87');
const old = new Secret(passwordOfPrograms);

let dovecot: Dovecot;
let certificates: TestCertificates;
beforeAll(async () => {
  certificates = await makeTestCertificates();
  const passwords = { [personOfPrograms]: passwordOfPrograms };
  dovecot = await startDovecot({ certificates, passwords, failureDelay: 0, penalty: false });
});
afterAll(async () => {
  await dovecot.stop();
});

async function change(password: Secret): Promise<void> {
  dovecot.setPassword(personOfPrograms, password.reveal());
  // Dovecot looks at its file once a second.
  await wait(1_500);
}

async function signsIn(run: () => Promise<{ readonly output: string }>, { protocol }: MailProgram): Promise<string[]> {
  const before = (await dovecot.signIns()).length;
  const { output } = await run();
  const tries = (await dovecot.signIns()).slice(before).filter((one) => one.protocol === protocol);
  return tries.length === 0 ? [output] : tries.map(({ user, ok, reason }) => (ok ? `${user} in` : reason));
}

async function appsIn(home: string, id: string) {
  const here = lazyApps({ folder: join(home, '.keyround'), files: diskFiles, places: placesOf(home, 'linux', {}) });
  const app = (await here.at('home'))?.find(({ manifest }) => manifest.id === id);
  const { accounts = [] } = (await app?.find()) ?? {};
  const [account] = accounts;
  if (!app || !account || accounts.length !== 1) throw new Error(`${accounts.length} accounts of ${id}`);
  return { app, account };
}

describe.each(mailPrograms.map((program) => [program.is, program] as const))('%s', (_is, program) => {
  it('signs in, is refused after the change, and signs in again after its update', { timeout: 240_000 }, async () => {
    await change(old);
    const { home, run, remove } = homeFor(program, dovecot);
    try {
      expect(await signsIn(run, program)).toEqual([`${personOfPrograms} in`]);
      const { app, account } = await appsIn(home, program.id);
      expect(await app.holds(account, { right: old, earlier: [] }, null)).toEqual({ holds: 'new', why: null });
      const before = settingsIn(home, program, dovecot);

      await change(fresh);
      const refused = await signsIn(run, program);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused).not.toContain(`${personOfPrograms} in`);

      const swap = { from: old, to: fresh };
      const update = updateOf({ app, account, swap, authority: certificates.authority });
      await update.start();
      expect([update.state(), update.plan()]).toMatchObject([{ stage: 'asking' }, { possible: true }]);
      expect(settingsIn(home, program, dovecot)).toEqual(before);
      await update.agree();
      expect(update.state()).toEqual({ stage: 'proved', why: null });
      expect(await signsIn(run, program)).toEqual([`${personOfPrograms} in`]);

      await update.undo();
      expect(update.state()).toEqual({ stage: 'undone', why: null });
      expect(settingsIn(home, program, dovecot)).toEqual(before);
    } finally {
      remove();
    }
  });
});
