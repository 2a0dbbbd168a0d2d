import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { temporaryFolders } from '../../src/main/storage/temporary-folder.test-kit.ts';
import { type Scene, second, setScene } from '../kits/fault-scene.ts';
import { type MailSystem, withMailSystem } from '../kits/mail-system.ts';
import { stageOf, valueFrom } from '../kits/rotation-desk.ts';
import { screenWords } from '../kits/screen-words.ts';
import { until } from '../servers/process.ts';

/* Answers that say nothing about the password: they are waited out, and never counted as a refusal. */

const newFolder = temporaryFolders();
// The app's pauses of 5 and 10 s are 0.5 and 1 s.
const shrink = 10;
const full = 'imap away: Maximum number of connections';
const down = 'imap away: auth service reported temporary failure';

/** A mail program that stays signed in over IMAP until it is closed. */
async function staySignedIn({ dovecot }: MailSystem, user: string, password: string) {
  const count = (pattern: RegExp) => dovecot.log().split(pattern).length;
  const [logins, ends] = [count(/imap-login: Info: Login/), count(/imap\(.*: Info: Disconnected/)];
  const program = spawn('openssl', ['s_client', '-quiet', '-connect', `${dovecot.host}:${dovecot.ports.imaps}`]);
  program.stdin.write(`a1 AUTHENTICATE PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}\r\n`);
  await until('the program to be signed in', () => count(/imap-login: Info: Login/) > logins);
  return async () => {
    program.kill();
    await until('its session to end', () => count(/imap\(.*: Info: Disconnected/) > ends);
  };
}

const waitsOf = ({ desk }: Scene, code: string) => desk.shown.filter((one) => one === `waiting ${code}`).length;

async function changeFrom(scene: Scene) {
  const run = await scene.desk.start(scene.mailbox);
  expect(run.view().stage).toBe('new-password');
  valueFrom(await run.change(new Secret(second), { endSessions: false }));
  return run;
}

describe('a mail server that is full', () => {
  it('is asked again when another session has ended, and no refusal is counted', async () => {
    await withMailSystem({ connectionsPerUser: 1 }, async (system) => {
      let close = (): Promise<void> => Promise.resolve();
      const scene = await setScene(system, {
        ...{ folder: newFolder(), shrink },
        meanwhile: {
          providerAnswered: async () => {
            close = await staySignedIn(system, scene.account.address, second);
          },
          // the second try meets it still; the third is let in
          written: async (line) => {
            if (line === 'probing' && waitsOf(scene, 'mail.too-many-connections') === 2) await close();
          },
        },
      });
      const run = await changeFrom(scene);
      const waiting = await stageOf(run, 'waiting');
      expect(screenWords(waiting)).toBe(
        'Waiting before the next try Too many devices are connected to this mailbox right now. ' +
          'Close a mail app or wait a few minutes, then check again. This says nothing about the password.',
      );
      expect(waiting.failure?.code).toBe('mail.too-many-connections');
      expect((await stageOf(run, 'round')).refusedSignIns).toBe(0);
      // the third is the other program's own
      expect(await scene.mailTries()).toEqual(['imap ok', 'smtp ok', 'imap ok', full, full, 'imap ok', 'smtp ok']);
      expect(await scene.counted()).toBe(0);
      await scene.desk.rotations.stopAll();
    });
  });
});

describe('a mail server whose directory is down', () => {
  it('is waited for: nobody is told of a wrong password, and no refusal is counted', async () => {
    await withMailSystem({}, async (system) => {
      const { slapd } = system;
      const scene = await setScene(system, {
        ...{ folder: newFolder(), shrink },
        meanwhile: {
          providerAnswered: slapd.halt,
          written: async (line) => {
            if (line === 'probing' && waitsOf(scene, 'mail.server-busy') === 2) await slapd.goOn();
          },
        },
      });
      const run = await changeFrom(scene);
      const waiting = await stageOf(run, 'waiting');
      expect(screenWords(waiting)).toBe(
        'Waiting before the next try The mail server is busy and asks us to come back later. ' +
          'Wait a few minutes, then check again. This says nothing about the password.',
      );
      expect(waiting.failure?.technical).toContain('Temporary authentication failure.');
      expect((await stageOf(run, 'round')).refusedSignIns).toBe(0);
      expect(await scene.mailTries()).toEqual(['imap ok', 'smtp ok', down, down, 'imap ok', 'smtp ok']);
      expect(scene.desk.shown.filter((one) => one.includes('wrong'))).toEqual([]);
      expect(await scene.counted()).toBe(0);
      expect(await slapd.failedBinds()).toEqual([]);
      await scene.desk.rotations.stopAll();
    });
  });

  it('is told as that while getting ready, with one sign-in and nothing changed', async () => {
    await withMailSystem({}, async (system) => {
      const scene = await setScene(system, { folder: newFolder(), shrink });
      await system.slapd.halt();
      const run = await scene.desk.start(scene.mailbox);
      const view = run.view();
      expect(screenWords(view)).toContain('Something is not ready yet The mail server is busy');
      expect(view).toMatchObject({ stage: 'not-ready', failure: { code: 'mail.server-busy' }, refusedSignIns: 0 });
      expect(await scene.mailTries()).toEqual([down]);
      expect(await scene.counted()).toBe(0);
      await scene.desk.rotations.stopAll();
    });
  });
});
