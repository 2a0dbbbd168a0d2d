import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../scripts/practice/ask.mjs';
import { practiceAdministrator, practiceNewcomer } from '../../src/shared/practice.ts';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerQuestions, freshPlace, type LinuxPlace, type OpenApp, openApp, type Page } from './support/app.ts';
import { faultsOfScreen } from './support/looks.ts';
import { words } from './support/made-up-views.ts';
import { button, field, fill, pick, press, tick } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const anna = 'anna@practice.example';
const { can, signIns, appPasswords, mailboxes } = en.atProvider;
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

describe('what a provider can do and tell, in the practice round', () => {
  let place: LinuxPlace;
  let opened: OpenApp;
  let page: Page;

  beforeAll(async () => {
    place = await freshPlace({ screen: '1600x1200' });
    opened = await openApp(place);
    page = opened.page;
    page.setDefaultTimeout(60_000);
    await press(page, en.welcome.practice);
    await heading(page, anna);
  });
  afterAll(async () => {
    await opened?.kill();
    await place?.stop();
  });
  photographFailures(() => opened);

  it('shows only what is there', async () => {
    const part = page.getByRole('region', { name: en.atProvider.title, exact: true });
    for (const each of [can.self, can.admin, can.readsRules, can.signInLog, can.appPasswords, can.listsMailboxes]) {
      await part.getByText(each, { exact: true }).waitFor();
    }
    expect(await part.getByText(can.endsSessions, { exact: true }).count()).toBe(0);
    expect(await part.getByText(en.atProvider.untried).count()).toBe(0);
  });

  it('tells on demand who signed in, after a check-up has', async () => {
    await press(page, en.mailbox.checkup);
    await page.getByText(en.mailbox.summary.works, { exact: true }).waitFor();
    const part = page.getByRole('region', { name: signIns.title, exact: true });
    expect(await part.getByRole('listitem').count()).toBe(0);
    await press(part, signIns.show);
    await part.getByText(en.atProvider.protocol.smtp, { exact: true }).first().waitFor();
    await part
      .getByText(words(signIns.from, { address: '127.0.0.1' }))
      .first()
      .waitFor();
    await part.getByText(signIns.own).waitFor();
    expect(await part.getByText(signIns.outcome.refused, { exact: true }).count()).toBe(0);
  });

  it('tells on demand which app passwords there are, and that the change leaves them alone', async () => {
    const part = page.getByRole('region', { name: appPasswords.title, exact: true });
    await part.getByText(appPasswords.text).waitFor();
    await press(part, appPasswords.show);
    await part.getByText('Tablet in the kitchen', { exact: true }).waitFor();
    expect(await faultsOfScreen(opened, 'what the provider tells')).toEqual([]);
  });

  it('lists the mailboxes of the domain for an administrator, to add several', async () => {
    await answerQuestions(opened, 'go');
    const scans = 'scans@practice.example';
    const listed = await ask(page, 'mailboxes.list', {});
    const gone = listed.find(({ address }) => address === scans);
    if (gone) await ask(page, 'mailboxes.remove', { mailbox: gone.id });
    await press(page, en.nav.add);
    await fill(page, en.mailboxForm.address, practiceNewcomer.address);
    await field(page, en.mailboxForm.address).press('Enter');
    await button(page, en.mailboxForm.add).waitFor();
    expect(await button(page, mailboxes.choose).count()).toBe(0);
    await pick(page, en.provider.practice.mode.choice.admin);
    await press(page, mailboxes.choose);
    await page.getByText(mailboxes.first).waitFor();
    await page.getByText(words(mailboxes.practice, practiceAdministrator)).waitFor();
    await fill(page, en.provider.practice.adminPassword.label, 'not the right one');
    await press(page, mailboxes.choose);
    await page.getByText(en.failure.provider['credential-refused'].what).waitFor();
    await fill(page, en.provider.practice.adminPassword.label, practiceAdministrator.password);
    expect(await faultsOfScreen(opened, 'more mailboxes')).toEqual([]);
    await press(page, mailboxes.choose);
    const dialog = page.getByRole('dialog', { name: words(mailboxes.dialogTitle, { domain: 'practice.example' }) });
    await dialog.getByText(`${anna} · ${mailboxes.there}`).waitFor();
    expect(await dialog.getByRole('checkbox').count()).toBe(3);
    expect(await dialog.getByRole('checkbox', { name: practiceNewcomer.address, exact: true }).isChecked()).toBe(true);
    await tick(dialog, mailboxes.all);
    expect(await faultsOfScreen(opened, 'the mailboxes of the domain')).toEqual([]);
    await press(dialog, words(mailboxes.add_other, { count: '2' }));
    await heading(page, practiceNewcomer.address);
    const now = await ask(page, 'mailboxes.list', {});
    for (const address of [practiceNewcomer.address, scans]) {
      const added = now.find((one) => one.address === address);
      if (!added) throw new Error(`${address} is not in the list`);
      const view = await ask(page, 'mailboxes.get', { mailbox: added.id });
      expect(view).toMatchObject({ hasCredential: true, passwordKnown: false, settings: { user: address } });
    }
    expect(opened.complaints()).toEqual([]);
  });
});
