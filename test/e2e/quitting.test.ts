import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerQuestions, askToQuit, ended, type OpenApp, standInForQuestions } from './support/app.ts';
import { type MailPlace, startMailPlace } from './support/mail-place.ts';
import { addMailbox, button, getReady, press, trustAuthority, typePassword } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';
import { type SlowDoor, startSlowDoor } from './support/slow-door.ts';

const address = 'anna@example.test';
const first = 'First-Willow-Kite-27';
const second = 'Second-Cobalt-Drum-91';
/** Quitting in order takes at most three seconds; starting and ending processes takes the rest. */
const soon = 10_000;

/*
 * Quitting is asked about between sending and promoting, and at no other time. The computer's question box is stood in for:
 * its answer is given at once. Where the stand-in would answer “stay”, an app that ends has asked nothing.
 */
describe('quitting', () => {
  let servers: MailPlace;
  let mail: SlowDoor;
  let open: OpenApp;

  beforeAll(async () => {
    servers = await startMailPlace();
    const { slapd, dovecot } = servers;
    await slapd.addMailbox(address, first);
    mail = await startSlowDoor({ host: dovecot.host, port: dovecot.ports.imaps }, 0);
    open = await servers.open();
    await answerQuestions(open, 'go');
    await addMailbox(open.page, servers, { address, password: first, provider: 'ldap', imapPort: mail.port });
    await trustAuthority(open, dovecot.authorityFile, dovecot.host);
  });
  afterAll(async () => {
    await mail?.stop();
    await servers?.stop();
  });
  photographFailures(() => open);

  const heading = (name: string) => open.page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  const reopen = async () => {
    open = await servers.open();
    await heading(en.recovery.title);
    await press(open.page, en.recovery.goFor.replace('{{address}}', address));
  };

  it('asks nothing before the new password is sent', async () => {
    await getReady(open.page);
    await typePassword(open.page, second);
    await standInForQuestions(open, 'stay');
    await askToQuit(open);
    await ended(open, soon);
    open = await servers.open();
    await open.page.getByRole('navigation').getByRole('button', { name: address }).click();
    await button(open.page, en.mailbox.change).waitFor();
    expect(await servers.signsIn('imaps', address, first)).toBe('accepted');
  });

  it('asks between sending and promoting, and stays where the answer is to wait', async () => {
    await getReady(open.page);
    await typePassword(open.page, second);
    await mail.shut();
    await press(open.page, en.choose.now);
    await heading(en.changing.openTitle);
    const asked = await standInForQuestions(open, 'stay');
    await askToQuit(open);
    await expect.poll(asked).toHaveLength(1);
    expect(JSON.parse((await asked())[0] ?? '')).toMatchObject({
      message: en.native.quit.title.replace('{{address}}', address),
      detail: en.native.quit.message,
      buttons: [en.native.quit.stay, en.native.quit.go],
      defaultId: 0,
      cancelId: 0,
    });
    await heading(en.changing.openTitle);
  });

  it('asks when its window is closed too, and opens another one where the answer is to wait', async () => {
    const asked = await standInForQuestions(open, 'stay');
    const next = open.app.waitForEvent('window');
    await open.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    open = { ...open, page: await next };
    await heading(en.recovery.title);
    expect(await asked()).toHaveLength(1);
    await press(open.page, en.recovery.goFor.replace('{{address}}', address));
    await heading(en.changing.openTitle);
  });

  it('ends where the answer is to quit, and takes the change up again at the next start', async () => {
    await standInForQuestions(open, 'go');
    await askToQuit(open);
    await ended(open, soon);
    await reopen();
    await heading(en.changing.openTitle);
  });

  it('asks nothing while the computer is being shut down', async () => {
    await standInForQuestions(open, 'stay');
    await open.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('shutdown'));
    await askToQuit(open);
    await ended(open, soon);
    await mail.reopen();
    await reopen();
    await heading(en.round.titleNone);
  });

  it('asks nothing once the new password is proven', async () => {
    await standInForQuestions(open, 'stay');
    await askToQuit(open);
    await ended(open, soon);
    expect(await servers.signsIn('imaps', address, second)).toBe('accepted');
    expect(await servers.signsIn('imaps', address, first)).toBe('refused');
  });
});
