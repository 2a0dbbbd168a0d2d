import { chownSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ldapManifest } from '../../src/main/providers/ldap/manifest.ts';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerQuestions, filesOf, type OpenApp, userDataOf } from './support/app.ts';
import { stopsOf } from './support/keyboard.ts';
import { keychainEntries } from './support/keychain.ts';
import { faultsOfScreen } from './support/looks.ts';
import { type MailPlace, startMailPlace } from './support/mail-place.ts';
import {
  addMailbox,
  button,
  getReady,
  press,
  shownPassword,
  trustAuthority,
  typePassword,
} from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';
import { type SlowDoor, startSlowDoor } from './support/slow-door.ts';

const address = 'anna@example.test';
const first = 'First-Marble-Oar-63';
const second = 'Second-Copper-Fern-18';

/*
 * What a person can do when something is stuck: see and copy every kept password, ask whether the old one is dead, put it
 * back, and find out which one is right where the notes are gone.
 */
describe('when something is stuck', () => {
  let servers: MailPlace;
  let open: OpenApp;
  let mail: SlowDoor;

  beforeAll(async () => {
    servers = await startMailPlace();
    const { slapd, dovecot } = servers;
    await slapd.addMailbox(address, first);
    mail = await startSlowDoor({ host: dovecot.host, port: dovecot.ports.imaps }, 0);
    await start();
    await addMailbox(open.page, servers, { address, password: first, provider: 'ldap', imapPort: mail.port });
    await trustAuthority(open, dovecot.authorityFile, dovecot.host);
    await getReady(open.page);
    await typePassword(open.page, second);
    await press(open.page, en.choose.now);
    await heading(en.round.titleNone);
    await press(open.page, en.round.finish);
    await openMailbox();
  });
  afterAll(async () => {
    await mail?.stop();
    await servers?.stop();
  });
  photographFailures(() => open);

  const start = async () => {
    open = await servers.open();
    await answerQuestions(open, 'go');
  };
  const heading = (name: string) => open.page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  const openMailbox = async () => {
    const list = open.page.getByRole('navigation', { name: en.app.navigation });
    await list.getByRole('button', { name: address }).click();
    await heading(address);
  };
  const sheetRow = (label: string) => open.page.getByRole('main').getByRole('listitem').filter({ hasText: label });
  const shownOf = async (label: string) => {
    await button(sheetRow(label), `${en.act.show}: ${label}`).click();
    const shown = await shownPassword(sheetRow(label));
    await button(sheetRow(label), `${en.act.hide}: ${label}`).click();
    return shown;
  };

  it('asks once, on a click, whether the old password is dead, and not before the change has had time to spread', async () => {
    const before = (await servers.dovecot.failures()).length;
    await open.page.getByRole('button', { name: en.old.check }).click();
    await open.page.getByRole('main').getByText(en.old.spreading.slice(0, 40)).waitFor();
    expect((await servers.dovecot.failures()).length).toBe(before);
    await new Promise((resolve) => setTimeout(resolve, ldapManifest.propagationSeconds * 1_000));
    await open.page.getByRole('button', { name: en.old.check }).click();
    await open.page.getByRole('main').getByText('No longer works. The mail server refused it').waitFor();
    expect((await servers.dovecot.failures()).length).toBe(before + 1);
    expect(await faultsOfScreen(open, 'the verdict')).toEqual([]);
  }, 120_000);

  it('shows every kept password on one sheet', async () => {
    await press(open.page, en.sheet.nav);
    await heading(en.sheet.title);
    expect(await shownOf(en.sheet.label.current)).toBe(second);
    expect(await shownOf(en.sheet.label.previous)).toBe(first);
    expect(await faultsOfScreen(open, 'the sheet')).toEqual([]);
  });

  /** From the mailbox's page to the page of the new password, which is the previous one. */
  const beginPuttingBack = async () => {
    await openMailbox();
    await open.page.getByRole('button', { name: `${en.old.putBack}: ${en.mailbox.keptLabel.previous}` }).click();
    await heading(en.ready.titleOk);
    await press(open.page, en.act.next);
    await heading(en.choose.titleKept);
    expect(await open.page.getByRole('radio', { name: en.choose.kept }).isChecked()).toBe(true);
  };

  it('says plainly that the provider takes no password that was used before', async () => {
    await beginPuttingBack();
    const stops = (await stopsOf(open.page)).filter(({ where }) => where === 'content');
    expect(stops.map(({ name }) => name)).toEqual([
      ...[en.choose.kept, en.act.show, en.act.copy, en.choose.leave, en.choose.now],
    ]);
    expect(await faultsOfScreen(open, 'putting back')).toEqual([]);
    await press(open.page, en.choose.now);
    await heading(en.outcome.revertedTitle);
    await open.page.getByText(en.failure.provider['used-before'].what).waitFor();
    expect(await servers.signsIn('imaps', address, second)).toBe('accepted');
  });

  it('shows both while the mail server is away and the old one is being put back', async () => {
    await servers.slapd.setPolicy({ inHistory: 0 });
    await beginPuttingBack();
    await mail.shut();
    await press(open.page, en.choose.now);
    await heading(en.changing.openTitle);
    await press(open.page, en.sheet.nav);
    await heading(en.sheet.title);
    expect(await shownOf(en.sheet.label.current)).toBe(second);
    expect(await shownOf(en.sheet.label.pending)).toBe(first);
    await mail.reopen();
    await openMailbox();
    await press(open.page, en.mailbox.continue);
    await heading(en.round.titleNone);
    expect(await servers.signsIn('imaps', address, first)).toBe('accepted');
    expect(await servers.signsIn('imaps', address, second)).toBe('refused');
    await press(open.page, en.round.finish);
  });

  it('finds out which password is right when its notes cannot be read', async () => {
    await open.close();
    const journal = [...filesOf(userDataOf(servers.place)).keys()].find((path) => /journal\/\w+\.jsonl$/.test(path));
    if (!journal) throw new Error('there is no journal');
    const { uid, gid } = servers.place.desktop;
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('"adopted"', '"forgotten"'));
    chownSync(journal, uid, gid);
    await start();
    await heading(en.recovery.title);
    expect(await faultsOfScreen(open, 'the recovery')).toEqual([]);
    await press(open.page, en.recovery.openFor.replace('{{address}}', address));
    await open.page.getByText(en.doubt.title.unreadable).waitFor();
    // What is not known is not claimed.
    await open.page.getByText(en.mailbox.historyUnknown).waitFor();
    expect(await open.page.getByText(en.mailbox.never).count()).toBe(0);
    expect(await faultsOfScreen(open, 'the doubt')).toEqual([]);
    const kept = await keychainEntries(servers.place, 'home', 'secrets');
    await press(open.page, en.doubt.setAside);
    await open.page.getByText(en.doubt.setAsideDone).waitFor();
    await press(open.page, en.doubt.find);
    await open.page.getByText(en.doubt.found).waitFor();
    expect(await keychainEntries(servers.place, 'home', 'secrets')).toEqual(kept);
    await button(open.page, en.mailbox.change).waitFor();
  });
});
