import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/shared/texts/en/index.ts';
import { until } from '../servers/process.ts';
import { answerQuestions, filesOf, type OpenApp, userDataOf } from './support/app.ts';
import { keychainEntries } from './support/keychain.ts';
import { type MailPlace, startMailPlace } from './support/mail-place.ts';
import { addClient, addMailbox, getReady, press, trustAuthority, typePassword } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';
import { type SlowDoor, startSlowDoor } from './support/slow-door.ts';

const address = 'anna@example.test';
const before = 'Before-Quartz-Lantern-83';
const after = 'After-Walnut-Harbour-27';

describe('the app is killed', () => {
  let servers: MailPlace;
  let open: OpenApp;
  let doors: SlowDoor[];

  beforeEach(async () => {
    servers = await startMailPlace();
    const { slapd, dovecot } = servers;
    await slapd.addMailbox(address, before);
    // Every answer comes late, so that the test is quicker than the app.
    const [directory, mail] = await Promise.all([
      startSlowDoor({ host: slapd.host, port: slapd.port }, 400),
      startSlowDoor({ host: dovecot.host, port: dovecot.ports.imaps }, 400),
    ]);
    doors = [directory, mail];
    open = await servers.open();
    await answerQuestions(open, 'go');
    const ports = { directoryPort: directory.port, imapPort: mail.port };
    await addMailbox(open.page, servers, { address, password: before, provider: 'ldap', ...ports });
    await trustAuthority(open, dovecot.authorityFile, dovecot.host);
    await addClient(open.page, { kind: 'thunderbird', name: 'Laptop' });
    await getReady(open.page);
    await typePassword(open.page, after);
  });
  afterEach(async () => {
    for (const door of doors) await door.stop();
    await servers.stop();
  });
  photographFailures(() => open);

  const journal = () =>
    [...filesOf(userDataOf(servers.place))]
      .filter(([path]) => path.endsWith('.jsonl'))
      .map(([, content]) => content.toString('utf8'))
      .join('');
  const passwords = async () =>
    (await keychainEntries(servers.place, 'home', 'secrets')).map(({ password }) => password);

  /** Starts again where it was killed, and says what happened. */
  const startAgain = async () => {
    open = await servers.open();
    await open.page.getByRole('heading', { name: 'Welcome back', level: 1 }).waitFor();
    await open.page.getByText('One password change is not finished. Nothing is lost.').waitFor();
    await press(open.page, `Continue with ${address}`);
    await open.page.getByText(en.changing.recovered).waitFor();
  };
  const finishes = async () => {
    const { page } = open;
    await page.getByRole('heading', { name: '0 of 1 devices are done', level: 1 }).waitFor({ timeout: 60_000 });
    await page.getByText(en.changing.recovered).waitFor();
    expect(await passwords()).toEqual(expect.arrayContaining([before, after]));
    expect(journal()).toContain('"promoted"');
    expect(await servers.signsIn('imaps', address, after)).toBe('accepted');
    expect(await servers.dovecot.failures()).toEqual([]);
    // The round goes on.
    await press(page, 'I have entered it there: Laptop');
    await page.getByRole('heading', { name: en.round.titleAll, level: 1 }).waitFor();
  };
  const change = async () => await press(open.page, en.choose.now);

  it('when the directory has changed the password and the answer is still on its way', async () => {
    await change();
    await until('the directory to change the password', () => changed(servers.slapd.log()));
    await open.kill();
    expect(await passwords()).toEqual(expect.arrayContaining([before, after]));
    expect(journal()).toContain('"submitting"');
    expect(journal()).not.toContain('"provider-accepted"');
    await startAgain();
    await finishes();
  });

  it('when the directory has said yes and the mail server is not there to prove it', async () => {
    const [, mail] = doors;
    await mail?.shut();
    await change();
    await until('a sign-in after the yes', () => /"provider-accepted"[\s\S]*"probed"/.test(journal()));
    await open.kill();
    expect(journal()).not.toContain('"promoted"');
    await startAgain();
    await open.page.getByRole('heading', { name: 'Waiting before the next try', level: 1 }).waitFor();
    await mail?.reopen();
    await finishes();
  });

  it('when it is signing in to prove it: that may have been refused, so a person decides not to wait', async () => {
    await change();
    await until('the first sign-in with the new password', () => journal().includes('"verify"'));
    await open.kill();
    expect(journal()).not.toContain('"promoted"');
    await startAgain();
    await open.page.getByText('Keyround was closed while it was signing in and never saw the answer.').waitFor();
    await press(open.page, en.changing.tryNow);
    await finishes();
  });
});

/** True once slapd has answered a Password Modify with success. */
function changed(log: string): boolean {
  const asked = /conn=(\d+) op=(\d+) PASSMOD/.exec(log);
  return asked !== null && new RegExp(`conn=${asked[1]} op=${asked[2]} RESULT [^\n]*err=0 `).test(log);
}
