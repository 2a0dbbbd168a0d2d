import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerQuestions, filesOf, type OpenApp, userDataOf } from './support/app.ts';
import { findSecret, tracesOf } from './support/canary.ts';
import { keychainEntries } from './support/keychain.ts';
import { type MailPlace, sandboxOf, startMailPlace } from './support/mail-place.ts';
import {
  button,
  confirmHosts,
  fillMailbox,
  getReady,
  type NewMailbox,
  press,
  shownPassword,
  tick,
  trustAuthority,
} from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const first = 'First-Mauve-Kettle-41';

describe('a helpdesk session', () => {
  let servers: MailPlace;
  let open: OpenApp;

  beforeAll(async () => {
    servers = await startMailPlace();
    await start();
    expect(await sandboxOf(open)).toEqual({ uid: servers.place.desktop.uid, seccomp: '2' });
  });
  afterAll(() => servers.stop());
  photographFailures(() => open);

  const start = async () => {
    open = await servers.open();
    await answerQuestions(open, 'go');
  };
  const heading = (name: string) => open.page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  const stored = async () => [
    ...(await keychainEntries(servers.place, 'helpdesk', 'secrets')),
    ...(await keychainEntries(servers.place, 'helpdesk', 'records')),
  ];
  const expectNothingLeft = async (...secrets: string[]) => {
    expect(await stored()).toEqual([]);
    const sessions = join(userDataOf(servers.place), 'session');
    expect(existsSync(sessions) ? [...filesOf(sessions).keys()] : []).toEqual([]);
    for (const secret of secrets) expect(findSecret(tracesOf(servers.place, open), secret, [])).toEqual([]);
  };

  /** Up to the new password, which the caller writes down. */
  const begin = async (mailbox: Omit<NewMailbox, 'password'>) => {
    const { page } = open;
    const { dn } = await servers.slapd.addMailbox(mailbox.address, first);
    await press(page, en.nav.helpdesk);
    await press(page, en.helpdesk.start);
    await heading(en.helpdesk.formTitle);
    await fillMailbox(page, servers, { ...mailbox, password: first });
    await press(page, en.mailboxForm.add);
    await confirmHosts(page);
    await heading(mailbox.address);
    await trustAuthority(open, servers.dovecot.authorityFile, servers.dovecot.host);
    expect((await stored()).filter(({ password }) => password.includes(first))).toEqual([]);
    await getReady(page);
    await press(page, en.act.show);
    const made = await shownPassword(page);
    const goOn = mailbox.provider === 'by-hand' ? en.choose.nowByHand : en.choose.now;
    await press(page, goOn);
    await page.getByText(en.helpdesk.writtenMissing).waitFor();
    await tick(page, en.helpdesk.written);
    await press(page, goOn);
    return { dn, made };
  };
  const end = async () => {
    await press(open.page, en.helpdesk.end);
    await press(open.page.getByRole('alertdialog', { name: en.helpdesk.endTitle }), en.helpdesk.endNow);
    await open.page.getByText(en.helpdesk.ended).waitFor();
  };
  const crashAtTheTurn = async (address: string) => {
    const begun = await begin({ address, provider: 'by-hand', page: 'https://panel.example.test/' });
    await heading(en.yourTurn.title);
    expect((await stored()).map(({ password }) => password)).toContain(begun.made);
    await open.kill();
    await start();
    await heading('A helpdesk session was not ended');
    await button(open.page, 'Finish the session').waitFor();
    await button(open.page, 'Wipe it now').waitFor();
    return begun;
  };

  it('leaves nothing after its end', async () => {
    const address = 'caller@example.test';
    const { made } = await begin({ address, provider: 'ldap' });
    await heading(en.round.titleNone);
    expect(await servers.signsIn('imaps', address, made)).toBe('accepted');
    expect((await stored()).map(({ password }) => password)).toContain(made);
    await end();
    await expectNothingLeft(made, first, address);
    await open.page.getByText(address).waitFor({ state: 'detached' });
  });

  it('can be finished after a crash, and leaves nothing', async () => {
    const address = 'finish@example.test';
    const { dn, made } = await crashAtTheTurn(address);
    const { page } = open;
    await press(page, 'Finish the session');
    await heading(en.yourTurn.title);
    await press(page, en.act.show);
    expect(await shownPassword(page)).toBe(made);
    await servers.slapd.setPassword(dn, made);
    await press(page, en.yourTurn.changed);
    await heading(en.round.titleNone);
    await end();
    await expectNothingLeft(made, first, address);
  });

  it('can be wiped after a crash, and leaves nothing', async () => {
    const address = 'wipe@example.test';
    const { made } = await crashAtTheTurn(address);
    await press(open.page, 'Wipe it now');
    await open.page.getByText(en.helpdesk.ended).waitFor();
    await expectNothingLeft(made, first, address);
    expect(await servers.signsIn('imaps', address, first)).toBe('accepted');
    await open.close();
    await start();
    await heading(en.welcome.title);
  });
});
