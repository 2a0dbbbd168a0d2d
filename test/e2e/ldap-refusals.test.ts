import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerQuestions, type OpenApp } from './support/app.ts';
import { type MailPlace, sandboxOf, startMailPlace } from './support/mail-place.ts';
import {
  addClient,
  addMailbox,
  getReady,
  press,
  shownPassword,
  trustAuthority,
  typePassword,
} from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const first = 'First-Mauve-Kettle-41';
const second = 'Second-Ochre-Anvil-87';
const third = 'Third-Olive-Trumpet-19';

describe('what a directory refuses, and what an administrator may', () => {
  let servers: MailPlace;
  let open: OpenApp;

  beforeAll(async () => {
    servers = await startMailPlace();
    open = await servers.open();
    await answerQuestions(open, 'go');
    expect(await sandboxOf(open)).toEqual({ uid: servers.place.desktop.uid, seccomp: '2' });
  });
  afterAll(() => servers.stop());
  photographFailures(() => open);

  const trust = () => trustAuthority(open, servers.dovecot.authorityFile, servers.dovecot.host);
  const waitForHeading = (name: string) =>
    open.page.getByRole('heading', { name, exact: true, level: 1 }).waitFor({ timeout: 60_000 });

  it('says that the current password is wrong after one try, and changes nothing', async () => {
    const { page } = open;
    const { slapd, dovecot } = servers;
    const { dn } = await slapd.addMailbox('wrong@example.test', first);
    const entry = await slapd.readEntry(dn);
    await addMailbox(page, servers, { address: 'wrong@example.test', password: third, provider: 'ldap' });
    await trust();
    await press(page, en.mailbox.change);
    await waitForHeading('Something is not ready yet');
    await page.getByText('The mail server did not accept this password.').waitFor();
    await page.getByText('Nothing has been changed yet.').waitFor();
    const failures = await dovecot.failures();
    expect(failures.map(({ user, protocol }) => [user, protocol])).toEqual([['wrong@example.test', 'imap']]);
    // The mail server asked the directory with the same password; the app itself did not.
    const binds = await slapd.failedBinds();
    expect(binds.map((bind) => [bind.dn, bind.door])).toEqual([[dn, 'mail-server']]);
    expect((await slapd.readEntry(dn)).get('userpassword')).toEqual(entry.get('userpassword'));
    await press(page, en.choose.leave);
    await waitForHeading('wrong@example.test');
    expect(await servers.signsIn('imaps', 'wrong@example.test', first)).toBe('accepted');
  });

  it('says in plain words that the password was used before, and changes nothing', async () => {
    const { page } = open;
    const { slapd, dovecot } = servers;
    const { dn } = await slapd.addMailbox('history@example.test', first);
    await slapd.changePassword(dn, first, second);
    const refusedBefore = (await dovecot.failures()).length;
    await addMailbox(page, servers, { address: 'history@example.test', password: second, provider: 'ldap' });
    await trust();
    await getReady(page);
    await typePassword(page, first);
    await press(page, en.choose.now);
    await waitForHeading('The password was not changed');
    await page.getByText('This password was used for the mailbox before.').waitFor();
    await page.getByText('The old password still stands.', { exact: false }).first().waitFor();
    expect(await servers.signsIn('imaps', 'history@example.test', second)).toBe('accepted');
    expect(await dovecot.failures()).toHaveLength(refusedBefore);
    // Another try is one press away, and this time it works.
    await press(page, en.outcome.again);
    await waitForHeading(en.ready.titleOk);
    await press(page, en.act.next);
    await typePassword(page, third);
    await press(page, en.choose.now);
    await waitForHeading(en.round.titleNone);
    expect(await servers.signsIn('imaps', 'history@example.test', third)).toBe('accepted');
  });

  it('says in plain words that it is too soon', async () => {
    const { page } = open;
    const { slapd } = servers;
    const { dn } = await slapd.addMailbox('soon@example.test', first);
    await slapd.changePassword(dn, first, second);
    await slapd.setPolicy({ minAge: 3_600 });
    await addMailbox(page, servers, { address: 'soon@example.test', password: second, provider: 'ldap' });
    await trust();
    await getReady(page);
    await press(page, en.choose.now);
    await waitForHeading('The password was not changed');
    await page.getByText(/changed only a short while ago and may not be changed again yet/).waitFor();
    await slapd.setPolicy({});
    expect(await servers.signsIn('imaps', 'soon@example.test', second)).toBe('accepted');
  });

  it('lets an administrator set a password without the current one', async () => {
    const { page } = open;
    const { slapd, dovecot } = servers;
    const { dn } = await slapd.addMailbox('lost@example.test', first);
    const signInsBefore = (await dovecot.signIns()).length;
    await addMailbox(page, servers, { address: 'lost@example.test', password: null, provider: 'ldap-admin' });
    await trust();
    await addClient(page, { kind: 'thunderbird', name: 'Laptop' });
    await getReady(page);
    expect((await dovecot.signIns()).length).toBe(signInsBefore);
    await press(page, en.act.show);
    const made = await shownPassword(page);
    await press(page, en.choose.now);
    await waitForHeading('0 of 1 devices are done');
    const signIns = (await dovecot.signIns()).slice(signInsBefore);
    expect(signIns.map(({ protocol, ok }) => `${protocol} ${ok}`)).toEqual(['imap true', 'submission true']);
    const asked = (await slapd.binds()).filter((bind) => bind.door === 'ldap' && bind.dn === dn);
    expect(asked).toEqual([]);
    expect(await servers.signsIn('imaps', 'lost@example.test', made)).toBe('accepted');
    expect(await servers.signsIn('imaps', 'lost@example.test', first)).toBe('refused');
  });
});
