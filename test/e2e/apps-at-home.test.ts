import { chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../scripts/practice/ask.mjs';
import { en } from '../../src/shared/texts/en/index.ts';
import { serverName } from '../servers/certificates.ts';
import { type RunningServer, runProgram, until } from '../servers/process.ts';
import { keepScript, makeThunderbird, type Thunderbird } from '../servers/thunderbird.ts';
import { answerQuestions, type OpenApp } from './support/app.ts';
import { faultsOfScreen } from './support/looks.ts';
import { words } from './support/made-up-views.ts';
import { type MailPlace, startMailPlace } from './support/mail-place.ts';
import { addMailbox, button, getReady, press, trustAuthority, typePassword } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const address = 'anna@example.test';
const before = 'Before-Quartz-Lamp-83';
const after = 'After-Walnut-Kite-27';
const bird = 'Thunderbird on this computer';
const msmtp = 'msmtp on this computer';
const mbsync = 'mbsync (isync) on this computer';
/** Starting a real Thunderbird on a computer that may be busy. */
const patience = 120_000;
const { appUpdate } = en;

/*
 * A person's own mailbox on real servers, and the person's own home folder with a real Thunderbird, an msmtp, and an mbsync
 * that was forgotten at an earlier change. The mail server's log is the witness.
 */
describe('a mailbox whose apps are on this computer', () => {
  let servers: MailPlace;
  let open: OpenApp;
  let person: Thunderbird;

  beforeAll(async () => {
    servers = await startMailPlace();
    const { dovecot, slapd, place } = servers;
    const { host, ports, authorityFile } = dovecot;
    await slapd.addMailbox(address, before);
    putFile(
      '.msmtprc',
      `account a\nhost ${host}\nport ${ports.submission}\nauth plain\ntls on\ntls_trust_file ${authorityFile}\ntls_host_override ${serverName}\nfrom ${address}\nuser ${address}\npassword "${before}"\naccount default : a\n`,
    );
    putFile(
      '.mbsyncrc',
      `IMAPAccount a\nHost ${host}\nPort ${ports.imaps}\nUser ${address}\nPass "Long-Ago-Cobalt-12"\nSSLType IMAPS\n`,
    );
    person = await makeThunderbird(dovecot, address, place.desktop.home);
    await person.inside(async (marionette) => {
      for (const [protocol, mechanism] of [
        ['imap', 1],
        ['smtp', 0],
      ] as const)
        await marionette.run(keepScript({ protocol, host, user: address, password: before, mechanism }));
    });
    open = await servers.open();
  }, 2 * patience);
  afterAll(() => servers?.stop());
  photographFailures(() => open);

  function putFile(name: string, text: string): void {
    const { home, uid, gid } = servers.place.desktop;
    writeFileSync(join(home, name), text, { mode: 0o600 });
    chownSync(join(home, name), uid, gid);
  }
  const textOf = (name: string): string => readFileSync(join(servers.place.desktop.home, name), 'utf8');
  const says = async (name: string, sentence: string | RegExp) =>
    await open.page
      .getByRole('listitem')
      .filter({ has: open.page.getByText(name, { exact: true }) })
      .getByText(sentence)
      .first()
      .waitFor({ timeout: 60_000 });
  /** What the server hears of a program that is started, from one sign-in on. */
  async function signsIn(start: () => Promise<RunningServer | null>): Promise<string[]> {
    const { dovecot } = servers;
    const heard = (await dovecot.signIns()).length;
    const running = await start();
    await until('the server to hear from it', async () => (await dovecot.signIns()).length > heard, patience).finally(
      () => running?.stop(),
    );
    return (await dovecot.signIns()).slice(heard).map(({ protocol, ok }) => `${protocol} ${ok}`);
  }
  async function sendWithMsmtp(): Promise<null> {
    const { home, uid, gid } = servers.place.desktop;
    const anna = ['setpriv', '--reuid', String(uid), '--regid', String(gid), '--clear-groups'] as const;
    const environment = { HOME: home, PATH: process.env['PATH'] };
    await runProgram([...anna, 'msmtp', 'bert@example.test'], { environment, input: 'Subject: hello\n\nhello\n' });
    return null;
  }

  it('is added, and the apps come into its list by themselves', async () => {
    const { page } = open;
    await answerQuestions(open, 'go');
    await addMailbox(page, servers, { address, password: before, provider: 'ldap' });
    const said = page.getByText(/^We found .* on this computer\.$/);
    await said.filter({ hasText: 'Thunderbird' }).filter({ hasText: 'msmtp' }).filter({ hasText: 'mbsync' }).waitFor();
    for (const name of [bird, msmtp, mbsync]) await page.getByText(name, { exact: true }).first().waitFor();
    await page.getByText('mbsync (isync) holds a password that is not this mailbox’s current one').waitFor();
    expect(await faultsOfScreen(open, 'apps found')).toEqual([]);
    expect(await servers.dovecot.signIns()).toEqual([]);
  });

  it('gets a new password, which the apps get too on one yes', async () => {
    const { app, page } = open;
    const { dovecot } = servers;
    await app.evaluate(({ app: electron }) => {
      electron.setBadgeCount = (count) => Reflect.set(globalThis, 'badge', count);
    });
    await trustAuthority(open, dovecot.authorityFile, dovecot.host);
    await getReady(page);
    await typePassword(page, after);
    await press(page, en.choose.now);
    await button(page, words(appUpdate.agreeAll, { count: '2' })).click({ timeout: 60_000 });
    await says(bird, words(appUpdate.stage.proved, { name: 'Thunderbird' }));
    await says(msmtp, words(appUpdate.stage.proved, { name: 'msmtp' }));
    for (const name of [bird, msmtp]) await press(page, `${appUpdate.confirm}: ${name}`);
    await says(bird, en.grade.stored.short);
    await says(msmtp, en.grade.stored.short);
    expect(textOf('.msmtprc')).toContain(`password "${after}"\n`);
    // It was not known, so it is not for us to write.
    expect(textOf('.mbsyncrc')).toContain('"Long-Ago-Cobalt-12"');
  });

  it('is read by the apps themselves with the new password, without anybody touching them', async () => {
    expect(await signsIn(sendWithMsmtp)).toEqual(['submission true']);
    expect(new Set(await signsIn(() => person.open()))).toEqual(new Set(['imap true']));
  });

  it('leaves what is left for later, with a number at the icon and a message of the system that leads back', async () => {
    const { app, page } = open;
    await press(page, en.round.later);
    await page.getByRole('heading', { name: address, level: 1 }).waitFor();
    await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, 'badge'))).toBe(1);
    // Five hours later, on a desktop that shows messages.
    await app.evaluate(({ Notification }) => {
      const { now } = Date;
      Date.now = () => now() + 5 * 3_600_000;
      Notification.isSupported = () => true;
      Notification.prototype.show = function (this: typeof Notification.prototype) {
        Reflect.set(globalThis, 'notice', this);
      };
    });
    await ask(page, 'app.setReminders', { on: true });
    const shown = () =>
      app.evaluate(() => {
        const notice = Reflect.get(globalThis, 'notice');
        return notice ? `${notice.title}: ${notice.body}` : null;
      });
    const body = words(en.native.reminder.body_one, { count: '1', address });
    await expect.poll(shown).toBe(`${en.native.reminder.title}: ${body}`);
    await app.evaluate(() => void Reflect.get(globalThis, 'notice').emit('click'));
    await page.getByRole('list', { name: en.round.devices }).waitFor();
  });

  it('is there after a restart, with what each device has shown, and a device that is gone is left out', async () => {
    await open.close();
    open = await servers.open();
    const { page } = open;
    await press(page, words(en.recovery.goFor, { address }));
    await says(bird, en.grade.stored.short);
    await says(msmtp, en.grade.stored.short);
    await press(page, words(en.round.goneFor, { name: mbsync }));
    await says(mbsync, en.grade.gone.short);
  });

  it('makes the page complain about nothing', () => {
    expect(open.complaints()).toEqual([]);
  });
});
