import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/shared/texts/en/index.ts';
import { serverAddress } from '../servers/certificates.ts';
import { answerQuestions, type OpenApp } from './support/app.ts';
import { type MailPlace, startMailPlace } from './support/mail-place.ts';
import {
  addMailbox,
  confirmHosts,
  field,
  fill,
  fillMailbox,
  fillServer,
  getReady,
  press,
  trustAuthority,
  typePassword,
} from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const first = 'First-Mauve-Kettle-41';
const panel = 'https://panel.example.test/';
const { address: addressLabel, password: passwordLabel, add } = en.mailboxForm;

describe('bad input', () => {
  let servers: MailPlace;
  let open: OpenApp;
  let notMail: Server;

  beforeAll(async () => {
    servers = await startMailPlace();
    open = await servers.open();
    await answerQuestions(open, 'go');
    // What answers there is a server, but not for mail.
    notMail = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n');
    });
    notMail.listen(0, serverAddress);
    await once(notMail, 'listening');
  });
  afterAll(async () => {
    notMail.close();
    await servers.stop();
  });
  photographFailures(() => open);

  const group = (side: 'receiving' | 'sending') =>
    open.page.getByRole('group', { name: en.mailboxForm[side], exact: true });
  const value = (label: string) => field(open.page, label).inputValue();
  const paste = async (label: string, text: string) => {
    await open.app.evaluate(({ clipboard }, words) => clipboard.writeText(words), text);
    await field(open.page, label).fill('');
    await field(open.page, label).press('Control+V');
  };

  it('gets one sentence at its field, and nothing typed is lost', async () => {
    const { page } = open;
    await press(page, en.nav.add);
    await fillMailbox(page, servers, {
      address: 'anna.example.test',
      password: first,
      provider: 'by-hand',
      page: panel,
    });
    await fill(group('receiving'), en.mailboxForm.port, '70000');
    await fill(group('sending'), en.mailboxForm.host, 'https://mail.example.test/');
    await press(page, add);
    await page.getByText('The @ is missing. A mail address looks like anna@firm.example.').waitFor();
    await page.getByText('A port is a whole number from 1 to 65535.').waitFor();
    await page.getByText('This is a web address. Enter only the name of the server').waitFor();
    await page.getByText('3 things need your attention').waitFor();
    expect(await field(page, addressLabel).evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await value(addressLabel)).toBe('anna.example.test');
    expect(await value(passwordLabel)).toBe(first);
    expect(await field(group('receiving'), en.mailboxForm.port).inputValue()).toBe('70000');
    expect(await field(group('sending'), en.mailboxForm.host).inputValue()).toBe('https://mail.example.test/');
    for (const [port, fault] of [
      ['0', en.fault.port['bad-port']],
      ['-1', en.fault.port['bad-port']],
      ['99.5', en.fault.port['bad-port']],
      ['', en.fault.port.empty],
    ] as const) {
      await fill(group('receiving'), en.mailboxForm.port, port);
      await group('receiving').getByText(fault, { exact: true }).waitFor();
    }
  });

  it('of 10,000 characters is refused with a sentence and not cut', async () => {
    const { page } = open;
    const long = `${'a'.repeat(9_987)}@example.test`;
    await fill(page, addressLabel, long);
    await page.getByText(en.fault.address['too-long']).waitFor();
    expect(await value(addressLabel)).toHaveLength(10_000);
    await fill(page, passwordLabel, 'Ab1-'.repeat(2_500));
    await page.getByText('The password is too long. Use at most 1,000 characters.').waitFor();
    expect(await value(passwordLabel)).toHaveLength(10_000);
    await fill(page, en.mailboxForm.user, 'u'.repeat(10_000));
    await page.getByText('This is too long. Use at most 320 characters.').waitFor();
    await fill(page, en.provider['by-hand'].page.label, `${panel}${'p'.repeat(10_000)}`);
    await page.getByText('This is too long. Use at most 1,000 characters.').waitFor();
    await press(page, add);
    await page.getByRole('heading', { name: en.mailboxForm.addTitle, level: 1 }).waitFor();
  });

  it('offers to take a pasted line break and blanks out of a password', async () => {
    const { page } = open;
    await paste(passwordLabel, `${first}\r\n`);
    await page.getByText('The pasted password ends with a line break, which is hardly ever part of it.').waitFor();
    await press(page, 'Take the line break out');
    expect(await value(passwordLabel)).toBe(first);
    await paste(passwordLabel, ` ${first}`);
    await page.getByText(en.typed.blanks.start).waitFor();
    await press(page, en.typed.stripBlanks);
    expect(await value(passwordLabel)).toBe(first);
    await paste(passwordLabel, `${first}\u0007x`);
    await page.getByText('The password contains a character that cannot be typed, such as a line break.').waitFor();
    await press(page, en.act.cancel);
  });

  it('is said when getting ready: a host that does not resolve, and one that is not for mail', async () => {
    const { page } = open;
    const mailbox = { address: 'nowhere@example.test', password: first, provider: 'by-hand', page: panel } as const;
    await press(page, en.nav.add);
    await fillMailbox(page, servers, mailbox);
    const host = 'mail.nowhere.invalid';
    await fillServer(page, 'receiving', { use: 'imap', host, port: 993, security: 'tls' });
    await press(page, add);
    await confirmHosts(page);
    await page.getByRole('heading', { name: mailbox.address, level: 1 }).waitFor();
    await press(page, en.mailbox.change);
    await page.getByRole('heading', { name: en.ready.titleBad, level: 1 }).waitFor({ timeout: 60_000 });
    await page.getByText('There is no server with this name.').waitFor();
    await press(page, en.ready.openSettings);
    const at = notMail.address();
    const port = at !== null && typeof at === 'object' ? at.port : 0;
    await fillServer(page, 'receiving', { use: 'imap', host: serverAddress, port, security: 'starttls' });
    await press(page, en.mailboxForm.save);
    await press(page, en.mailbox.change);
    await page.getByRole('heading', { name: en.ready.titleBad, level: 1 }).waitFor({ timeout: 60_000 });
    await page.getByText('Something answered, but it is not a mail server.').waitFor();
    await press(page, en.choose.leave);
  });

  it('that is merely not English is welcome', async () => {
    const { page } = open;
    const { slapd, dovecot } = servers;
    const before = 'Grüße-aus-Öland-1';
    const after = 'Señor-Łódź-π-2';
    await slapd.addMailbox('umlaut@example.test', before);
    await addMailbox(page, servers, { address: 'umlaut@example.test', password: before, provider: 'ldap' });
    await trustAuthority(open, dovecot.authorityFile, dovecot.host);
    await getReady(page);
    // Typed in the other of the two ways that Unicode has for the same letters.
    await typePassword(page, after.normalize('NFD'));
    await page.getByText(en.typed.nonAscii).waitFor();
    await press(page, en.choose.now);
    await page.getByRole('heading', { name: en.round.titleNone, level: 1 }).waitFor({ timeout: 60_000 });
    expect(await servers.signsIn('imaps', 'umlaut@example.test', after)).toBe('accepted');
  });
});
