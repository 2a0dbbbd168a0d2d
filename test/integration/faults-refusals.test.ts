import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../src/main/storage/temporary-folder.test-kit.ts';
import type { Lamp } from '../../src/shared/views.ts';
import { setScene } from '../kits/fault-scene.ts';
import { type MailSystem, withMailSystem } from '../kits/mail-system.ts';
import { valueFrom } from '../kits/rotation-desk.ts';
import { failureWords, screenWords } from '../kits/screen-words.ts';
import { until } from '../servers/process.ts';

/* A Dovecot that answers a wrong password after four seconds (`auth_failure_delay`), which is no silence. */

const newFolder = temporaryFolders();
const mismatch = 'no: Password mismatch (for LDAP bind)';
const failureDelay = 4;
const wrong = 'Old-Umber-Saddle-23';
const notAccepted = 'The mail server did not accept this password. Check that the password is the right one.';

const withSlowRefusals = async (use: (system: MailSystem) => Promise<void>) =>
  await withMailSystem({ failureDelay }, use);
const codeOf = (lamp: Lamp | undefined) =>
  lamp?.state === 'known' && !lamp.finding.ok ? lamp.finding.code : lamp?.state;

describe('a mail server that is slow to say no', () => {
  it('is understood as a no, asked once however often somebody clicks', async () => {
    await withSlowRefusals(async (system) => {
      const scene = await setScene(system, { folder: newFolder(), told: wrong });
      const { rotations } = scene.desk;
      const started = Date.now();
      const run = valueFrom(rotations.get(valueFrom(await rotations.start(scene.mailbox))));
      const clicks = await Promise.all([run.getReady(), run.getReady()]);
      // Dovecot counts the delay in whole seconds of its clock, so up to one of them is missing.
      expect(Date.now() - started).toBeGreaterThan((failureDelay - 1) * 1_000);
      expect(clicks.map((one) => one.ok)).toEqual([false, false]);
      const view = run.view();
      expect(view).toMatchObject({ stage: 'not-ready', failure: { code: 'mail.wrong-password' }, refusedSignIns: 1 });
      expect(screenWords(view)).toContain(`Something is not ready yet ${notAccepted}`);
      expect(view.failure?.technical).toContain('signing-in: Authentication failed.');
      expect(await scene.mailTries()).toEqual([`imap ${mismatch}`]);
      // the first no ends the checks: the directory is not asked with the same password
      expect(await scene.directoryTries()).toEqual([]);
      expect(await scene.counted()).toBe(1);
      await rotations.stopAll();
    });
  });

  it('is asked by one device of a check-up, and by no other beside it or after it', async () => {
    await withSlowRefusals(async (system) => {
      const scene = await setScene(system, { folder: newFolder(), told: wrong, devices: true });
      const { workspace, checkups } = scene.desk;
      const entries = valueFrom(await workspace.world.journal.read(scene.mailbox));
      const known = entries.flatMap(({ fact }) => (fact.type === 'adopted' ? [fact.version] : [])).at(-1) ?? null;
      const record = valueFrom(await workspace.world.records.load(scene.mailbox));
      const id = valueFrom(checkups.start(record, known));
      await until('the check-up to end', () => !checkups.isRunning(scene.mailbox), 30_000);
      const { clients } = valueFrom(checkups.view(id));
      const [reader, fetcher, scanner] = clients;
      const codes = [reader?.receiving, fetcher?.receiving, scanner?.sending].map(codeOf);
      expect(codes).toEqual(['mail.wrong-password', 'mail.stopped', 'mail.stopped']);
      expect(failureWords({ code: 'mail.wrong-password' })).toContain(notAccepted);
      expect(await scene.mailTries()).toEqual([`imap ${mismatch}`]);
      expect(await scene.counted()).toBe(1);
    });
  });
});
