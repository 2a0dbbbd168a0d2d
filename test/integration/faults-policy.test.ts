import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RotationRun } from '../../src/core/rotation/run.ts';
import { Secret } from '../../src/core/secret.ts';
import { temporaryFolders } from '../../src/main/storage/temporary-folder.test-kit.ts';
import { second, setScene } from '../kits/fault-scene.ts';
import { type MailSystem, withMailSystem } from '../kits/mail-system.ts';
import { stageOf, valueFrom } from '../kits/rotation-desk.ts';
import { screenWords } from '../kits/screen-words.ts';

/*
 * Accounts that slapd's ppolicy overlay has locked or expired. The directory gives the reason with its refusal; Dovecot
 * passes on a refusal without one, so behind it such an account looks like a wrong password.
 */

const newFolder = temporaryFolders();
const mismatch = 'imap no: Password mismatch (for LDAP bind)';
const notAccepted = 'The mail server did not accept this password. Check that the password is the right one.';
const change = async (run: RotationRun) => valueFrom(await run.change(new Secret(second), { endSessions: false }));

async function withPolicy(use: (system: MailSystem) => Promise<void>): Promise<void> {
  await withMailSystem({ failureDelay: 0, penalty: false }, use);
}

/** Lets every password of the directory expire, with this many sign-ins left. */
async function expire({ slapd }: MailSystem, graceSignIns: number): Promise<void> {
  await slapd.setPolicy({ maxAge: 1, graceSignIns });
  await wait(2_100);
}

describe('an account that is locked', () => {
  it('before the change: one refused sign-in, and the directory is not asked as well', async () => {
    await withPolicy(async (system) => {
      const scene = await setScene(system, { folder: newFolder() });
      await system.slapd.lock(scene.account.dn);
      const view = (await scene.desk.start(scene.mailbox)).view();
      expect(screenWords(view)).toContain(`Something is not ready yet ${notAccepted}`);
      expect(await scene.mailTries()).toEqual([mismatch]);
      expect(await scene.directoryTries()).toEqual([]);
      expect(await scene.counted()).toBe(1);
    });
  });

  it('when the change is sent: the reason is said, nothing is changed, nothing more is tried', async () => {
    await withPolicy(async (system) => {
      const scene = await setScene(system, { folder: newFolder() });
      const run = await scene.desk.start(scene.mailbox);
      await system.slapd.lock(scene.account.dn);
      await change(run);
      const view = await stageOf(run, 'reverted');
      expect(view.failure?.code).toBe('provider.locked');
      expect(screenWords(view)).toBe(
        'The password was not changed The provider has locked this account for now. ' +
          'Wait or ask your administrator to unlock it, then try again.',
      );
      expect(await scene.mailTries()).toEqual(['imap ok', 'smtp ok']);
      expect(await scene.directoryTries()).toEqual([0, 49]);
      // What the directory refuses counts like what the mail server refuses.
      expect(await scene.counted()).toBe(1);
    });
  });

  it('right after the change: new and old are refused once each, and it goes on when it is unlocked', async () => {
    await withPolicy(async (system) => {
      const scene = await setScene(system, {
        folder: newFolder(),
        meanwhile: { providerAnswered: () => system.slapd.lock(scene.account.dn) },
      });
      const run = await scene.desk.start(scene.mailbox);
      await change(run);
      const view = await stageOf(run, 'needs-help');
      expect(screenWords(view)).toContain(`Keyround needs your decision ${notAccepted}`);
      expect(view).toMatchObject({ failure: { code: 'mail.wrong-password' }, refusedSignIns: 2 });
      await system.slapd.unlock(scene.account.dn);
      valueFrom(await run.help('try-again'));
      await stageOf(run, 'round');
      expect(await scene.mailTries()).toEqual(['imap ok', 'smtp ok', mismatch, mismatch, 'imap ok', 'smtp ok']);
      expect(await scene.directoryTries()).toEqual([0, 0]);
      expect(await scene.counted()).toBe(2);
      await scene.desk.rotations.stopAll();
    });
  });
});

describe('a password that has expired', () => {
  it('before the change, with no sign-in left: one refused sign-in, which brings no lock nearer', async () => {
    await withPolicy(async (system) => {
      const scene = await setScene(system, { folder: newFolder() });
      await expire(system, 0);
      const view = (await scene.desk.start(scene.mailbox)).view();
      expect(screenWords(view)).toContain(`Something is not ready yet ${notAccepted}`);
      expect(await scene.mailTries()).toEqual([mismatch]);
      expect(await scene.directoryTries()).toEqual([]);
      expect((await system.slapd.readEntry(scene.account.dn)).has('pwdfailuretime')).toBe(false);
    });
  });

  it('when the change is sent, with no sign-in left: the reason is said, and nothing more is tried', async () => {
    await withPolicy(async (system) => {
      const scene = await setScene(system, { folder: newFolder() });
      const run = await scene.desk.start(scene.mailbox);
      await expire(system, 0);
      await change(run);
      const view = await stageOf(run, 'reverted');
      expect(view.failure?.code).toBe('provider.expired');
      expect(screenWords(view)).toBe(
        'The password was not changed The password has expired, and no sign-in is left to change it with. ' +
          'Ask your provider or administrator to set a new password, and enter that one on the mailbox page.',
      );
      expect(await scene.mailTries()).toEqual(['imap ok', 'smtp ok']);
      expect(await scene.directoryTries()).toEqual([0, 49]);
    });
  });

  it('with three sign-ins left: warns, spends one for each of mail server, directory and change, and none besides', async () => {
    await withPolicy(async (system) => {
      const scene = await setScene(system, { folder: newFolder() });
      await expire(system, 3);
      const run = await scene.desk.start(scene.mailbox);
      expect(run.view()).toMatchObject({ stage: 'new-password', warnings: [{ code: 'provider.grace-running-out' }] });
      await change(run);
      await stageOf(run, 'round');
      expect(await scene.mailTries()).toEqual(['imap ok', 'imap ok', 'smtp ok']);
      expect(await scene.directoryTries()).toEqual([0, 0]);
      await scene.desk.rotations.stopAll();
    });
  });

  it('because somebody reset it (pwdReset): warns, and changes it with no sign-in more than needed', async () => {
    await withPolicy(async (system) => {
      const scene = await setScene(system, { folder: newFolder() });
      await system.slapd.requireChange(scene.account.dn);
      const run = await scene.desk.start(scene.mailbox);
      const { warnings } = run.view();
      expect(warnings.map(({ code }) => code)).toEqual(['provider.must-change']);
      expect(screenWords({ stage: 'submitting', failure: warnings[0] ?? null })).toContain(
        'The provider wants the password changed before anything else.',
      );
      expect(await scene.mailTries()).toEqual(['imap ok']);
      await change(run);
      expect((await stageOf(run, 'round')).refusedSignIns).toBe(0);
      expect(await scene.mailTries()).toEqual(['imap ok', 'imap ok', 'smtp ok']);
      expect(await scene.directoryTries()).toEqual([0, 0]);
      await scene.desk.rotations.stopAll();
    });
  });
});
