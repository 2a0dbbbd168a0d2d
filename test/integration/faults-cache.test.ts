import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { temporaryFolders } from '../../src/main/storage/temporary-folder.test-kit.ts';
import { deviceSignsIn, first, second, setScene } from '../kits/fault-scene.ts';
import { withMailSystem } from '../kits/mail-system.ts';
import { stageOf, valueFrom } from '../kits/rotation-desk.ts';
import { screenWords } from '../kits/screen-words.ts';

/*
 * Dovecot's auth cache on, in front of a directory that knows the new password at once. The cached password is compared
 * first; when it differs, the directory is asked only if the last sign-in was good or the negative life time is over. So
 * one device with a wrong password, at the wrong moment, makes the right new password be refused. Where worker processes
 * compare it (`auth_cache_verify_password_with_worker`), the directory is not asked before the positive life time is over.
 * The life times are real seconds; the app's waits are shortened to match (see `createSkippingClock`).
 */

const newFolder = temporaryFolders();
const spreading =
  'The change is still spreading Your mail server does not know the new password yet. That is common. ' +
  'Keyround tries again by itself when it is safe. The mail server did not accept this password.';
const mismatch = 'no: Password mismatch';

describe('a mail server that remembers sign-ins', () => {
  it('takes the new password at once while nobody disturbs it', async () => {
    await withMailSystem({ cache: { ttl: 60, negativeTtl: 60 } }, async (system) => {
      const scene = await setScene(system, { folder: newFolder() });
      const run = await scene.desk.start(scene.mailbox);
      valueFrom(await run.change(new Secret(second), { endSessions: false }));
      await stageOf(run, 'round');
      expect(await scene.mailTries()).toEqual(['imap ok', 'smtp ok', 'imap ok', 'smtp ok']);
      await scene.desk.rotations.stopAll();
    });
  });

  it('refuses the new password once, takes the old one, and the new one after the first wait', async () => {
    await withMailSystem({ cache: { ttl: 60, negativeTtl: 60 } }, async (system) => {
      const knocked: string[] = [];
      const scene = await setScene(system, {
        folder: newFolder(),
        meanwhile: {
          providerAnswered: async () => {
            const user = scene.account.address;
            // the directory has the new password by now, and the old one is dead there
            knocked.push(await deviceSignsIn(system, { user, password: first }));
            knocked.push(await deviceSignsIn(system, { user, password: 'a typing mistake' }));
          },
        },
      });
      const run = await scene.desk.start(scene.mailbox);
      valueFrom(await run.change(new Secret(second), { endSessions: false }));
      const waiting = await stageOf(run, 'waiting');
      expect(screenWords(waiting)).toBe(spreading);
      expect(waiting).toMatchObject({ failure: { code: 'mail.wrong-password' }, rung: 1, refusedSignIns: 1 });
      expect(knocked).toEqual(['accepted', 'refused']);
      expect(await system.slapd.bindWorks(scene.account.dn, first)).toBe(false);
      expect((await stageOf(run, 'round')).refusedSignIns).toBe(1);
      const tries = await scene.mailTries();
      expect(tries.slice(0, 2)).toEqual(['imap ok', 'smtp ok']);
      // new, old (which makes the cache ask the directory again), and after the wait new
      expect(tries.slice(2)).toEqual([`imap ${mismatch}`, 'imap ok', 'imap ok', 'smtp ok']);
      expect(await scene.counted()).toBe(1);
      expect(await scene.directoryTries()).toEqual([0, 0]);
      expect(await deviceSignsIn(system, { user: scene.account.address, password: first, from: '127.0.0.10' })).toBe(
        'refused',
      );
      await scene.desk.rotations.stopAll();
    });
  });

  it('is waited out, with two refusals, where worker processes compare the cached password', async () => {
    // Such a server repeats its "no" until the positive life time is over, whoever has signed in meanwhile. Dovecot counts
    // it in whole seconds, so it ends up to a second late: between the two waits, which end after 1 and after 8 s.
    const cache = { ttl: 5, negativeTtl: 3, verifyWithWorker: true };
    await withMailSystem({ cache, penalty: false }, async (system) => {
      const scene = await setScene(system, { folder: newFolder(), shrink: 90 });
      const run = await scene.desk.start(scene.mailbox);
      valueFrom(await run.change(new Secret(second), { endSessions: false }));
      const end = await stageOf(run, 'round');
      expect(end).toMatchObject({ refusedSignIns: 2, rung: 2 });
      expect(scene.desk.shown.filter((one) => one === 'waiting mail.wrong-password')).toHaveLength(2);
      const tries = await scene.mailTries();
      expect(tries.slice(0, 2)).toEqual(['imap ok', 'smtp ok']);
      // new, old; after the first wait new (there is no room to ask the old one again); after the second new
      expect(tries.slice(2)).toEqual([`imap ${mismatch}`, 'imap ok', `imap ${mismatch}`, 'imap ok', 'smtp ok']);
      expect(await scene.counted()).toBe(2);
      expect(await scene.directoryTries()).toEqual([0, 0]);
      await scene.desk.rotations.stopAll();
    });
  });
});
