import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerQuestions, type OpenApp } from './support/app.ts';
import { keychainEntries } from './support/keychain.ts';
import { type MailPlace, sandboxOf, startMailPlace } from './support/mail-place.ts';
import { addClient, addMailbox, fill, getReady, press, shownPassword, trustAuthority } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const first = 'First-Mauve-Kettle-41';
const panel = 'https://panel.example.test/account/password?from=mail';

describe('by hand on the page of the provider', () => {
  let servers: MailPlace;
  let open: OpenApp;

  beforeAll(async () => {
    servers = await startMailPlace();
    open = await servers.open();
    await answerQuestions(open, 'go');
    await open.app.evaluate(({ shell }) => {
      shell.openExternal = (url: string) => {
        Reflect.set(globalThis, 'openedPage', url);
        return Promise.resolve();
      };
    });
    expect(await sandboxOf(open)).toEqual({ uid: servers.place.desktop.uid, seccomp: '2' });
  });
  afterAll(() => servers.stop());
  photographFailures(() => open);

  const heading = (name: string) => open.page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  const openedPage = () => open.app.evaluate(() => String(Reflect.get(globalThis, 'openedPage')));
  const storedPasswords = async () =>
    (await keychainEntries(servers.place, 'home', 'secrets')).map(({ password }) => password);

  /** A new mailbox, ready, with a password that Keyround has made, up to the person's turn. */
  const untilTheTurn = async (address: string) => {
    const { page } = open;
    const { dn } = await servers.slapd.addMailbox(address, first);
    await addMailbox(page, servers, { address, password: first, provider: 'by-hand', page: panel });
    await trustAuthority(open, servers.dovecot.authorityFile, servers.dovecot.host);
    await addClient(page, { kind: 'thunderbird', name: 'Laptop' });
    await getReady(page);
    const before = await storedPasswords();
    await press(page, 'Continue to your provider’s page');
    await heading('Now change it on your provider’s page');
    const staged = (await storedPasswords()).filter((password) => !before.includes(password));
    return { dn, staged, signIns: (await servers.dovecot.signIns()).length };
  };

  it('keeps and copies the new password first, shows the page, and tries nothing before the answer', async () => {
    const { page, app } = open;
    const address = 'changed@example.test';
    const { dn, staged, signIns } = await untilTheTurn(address);
    expect(staged).toHaveLength(1);
    expect(await openedPage()).toBe('undefined');
    await page.getByText(panel, { exact: true }).waitFor();
    await press(page, en.yourTurn.copy);
    await page.getByText(/^Copied\./).waitFor();
    expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(staged[0]);
    await press(page, en.yourTurn.open);
    await page.getByText(en.yourTurn.opened).waitFor();
    expect(await openedPage()).toBe(panel);
    await press(page, en.act.show);
    const shown = await shownPassword(page);
    expect(shown).toBe(staged[0]);
    expect(await servers.slapd.setPassword(dn, shown)).toMatchObject({ result: 0 });
    expect(await servers.dovecot.signIns()).toHaveLength(signIns);
    await press(page, 'I changed it');
    await heading('0 of 1 devices are done');
    expect(await servers.signsIn('imaps', address, shown)).toBe('accepted');
    expect(await servers.signsIn('imaps', address, first)).toBe('refused');
    expect(await servers.signsIn('imaps', address, shown)).toBe('accepted');
  });

  it('leaves everything as it was when the page refused it', async () => {
    const { page } = open;
    const address = 'refused@example.test';
    const { signIns } = await untilTheTurn(address);
    await press(page, 'The page refused it');
    await heading('The password was not changed');
    await page.getByText('You said that the page refused the new password.').waitFor();
    // The mail server has the last word: the old password was tried once, and it is the true one.
    const tried = (await servers.dovecot.signIns()).slice(signIns);
    expect(tried.map(({ protocol, ok }) => `${protocol} ${ok}`)).toEqual(['imap true']);
    expect(await servers.signsIn('imaps', address, first)).toBe('accepted');
  });

  it('takes a different one that was set there', async () => {
    const { page } = open;
    const address = 'different@example.test';
    const { dn } = await untilTheTurn(address);
    const different = 'Quite-Another-Lamp-58';
    await servers.slapd.setPassword(dn, different);
    await press(page, 'I set a different one');
    const dialog = page.getByRole('dialog', { name: en.yourTurn.differentTitle });
    await fill(dialog, en.choose.newPassword, different);
    await press(dialog, en.yourTurn.differentSend);
    await heading('0 of 1 devices are done');
    expect(await storedPasswords()).toContain(different);
    expect(await servers.signsIn('imaps', address, different)).toBe('accepted');
  });
});
