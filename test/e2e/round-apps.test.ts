import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../scripts/practice/ask.mjs';
import type { MailboxId, RotationId } from '../../src/shared/ids.ts';
import { en } from '../../src/shared/texts/en/index.ts';
import { type ClientView, reportViewSchema } from '../../src/shared/views.ts';
import { filesOf, folderFor, freshPlace, type LinuxPlace, type OpenApp, openApp, userDataOf } from './support/app.ts';
import { textOfPdf } from './support/canary.ts';
import { focusOf } from './support/keyboard.ts';
import { faultsOfScreen } from './support/looks.ts';
import { words } from './support/made-up-views.ts';
import { button, press } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const msmtp = 'msmtp on this computer';
const getmail = 'getmail on this computer';
const office = 'Outlook in the office';
const phone = 'iPhone';
const tablet = 'Tablet without a server';
const { appUpdate } = en;

/*
 * The round with real programs' settings and the practice service's own sign-in log: what is updated is read back from the
 * files, and what is seen comes from sign-ins that somebody else made.
 */
describe('apps and devices in a round', () => {
  let place: LinuxPlace;
  let opened: OpenApp;
  let rotation: RotationId;

  beforeAll(async () => {
    place = await freshPlace();
    opened = await openApp(place);
    const { page } = opened;
    page.setDefaultTimeout(30_000);
    await press(page, en.welcome.practice);
    await page.getByRole('heading', { level: 1, name: 'anna@practice.example' }).waitFor();
    const mailbox = (await ask(page, 'mailboxes.list', {})).find(({ address }) => address.startsWith('anna'))?.id;
    if (!mailbox) throw new Error('there is no practice mailbox');
    await addTablet(mailbox);
    rotation = (await ask(page, 'rotations.start', { mailbox })).rotation;
    await press(page, en.mailbox.change);
    await page.getByRole('heading', { level: 1, name: en.ready.titleOk }).waitFor();
  });
  afterAll(async () => {
    await opened?.kill();
    await place?.stop();
  });
  photographFailures(() => opened);

  /** A device whose settings lead nowhere, so that nothing can be said of it. */
  async function addTablet(mailbox: MailboxId): Promise<void> {
    const sending = { host: '127.0.0.1', port: 9, security: 'tls' } as const;
    const draft = { kind: 'other', name: tablet, user: 'anna@practice.example', receiving: null, sending } as const;
    const more = { appPassword: null, confirmedHosts: [] };
    await ask(opened.page, 'clients.add', { mailbox, draft: { ...draft, signIn: 'mailbox-password' }, ...more });
  }
  const viewOf = async (name: string): Promise<ClientView> => {
    const { clients } = await ask(opened.page, 'rotations.get', { rotation });
    const view = clients.find(({ client }) => client.name === name);
    if (!view) throw new Error(`${name} is not in the round`);
    return view;
  };
  const rowOf = (name: string) =>
    opened.page.getByRole('listitem').filter({ has: opened.page.getByText(name, { exact: true }) });
  const says = async (name: string, sentence: string | RegExp) =>
    await rowOf(name).getByText(sentence).first().waitFor({ timeout: 60_000 });
  const fileNamed = (name: string): string => {
    const all = [...filesOf(userDataOf(place)), ...filesOf(place.desktop.home)];
    const [, bytes] = all.find(([path]) => path.endsWith(name)) ?? [];
    if (!bytes) throw new Error(`there is no ${name}`);
    return bytes.toString();
  };
  const signsIn = async (name: string, which: 'new' | 'old') => {
    const { page } = opened;
    await press(page, en.practice.devices);
    const dialog = page.getByRole('dialog', { name: en.practice.devicesTitle });
    const act = words(en.practice.device[`${which}For`], { name });
    await button(dialog, act).press('Enter');
    const said = page.getByRole('status').filter({ hasText: words(en.practice.device.tried, { name }) });
    await said.waitFor();
    // all but the dialog is closed to screen readers and keys, and what is said of its buttons must not be
    expect(await said.evaluate((one) => one.closest('[inert], [aria-hidden]'))).toBeNull();
    expect(await focusOf(page)).toMatchObject({ name: act, seen: true });
    return dialog;
  };
  const closes = async (dialog: Locator) => {
    await opened.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focusOf(opened.page)).toMatchObject({ name: en.practice.devices, seen: true });
  };

  it('names who would knock before anything is changed', async () => {
    const { page } = opened;
    const card = page.getByRole('region', { name: en.quiet.title });
    for (const name of [phone, office, getmail]) await card.getByText(name, { exact: true }).waitFor();
    expect(await faultsOfScreen(opened, 'quiet first')).toEqual([]);
  });

  it('finds the old password in both apps and asks once for both', async () => {
    const { page } = opened;
    const before = fileNamed('.msmtprc');
    await press(page, en.act.next);
    await press(page, en.choose.now);
    await page.getByRole('list', { name: en.round.devices }).waitFor();
    await button(page, words(appUpdate.agreeAll, { count: '2' })).waitFor();
    await says(msmtp, words(appUpdate.found.old, { name: 'msmtp' }));
    await says(getmail, words(appUpdate.found.old, { name: 'getmail' }));
    // Asking writes nothing.
    expect(fileNamed('.msmtprc')).toBe(before);
    expect(await faultsOfScreen(opened, 'apps ask')).toEqual([]);
  });

  it('updates msmtp on a yes, proves it, and puts it back on a word', async () => {
    const { page } = opened;
    const before = fileNamed('.msmtprc');
    const agree = `${words(appUpdate.agree, { name: 'msmtp' })}: ${msmtp}`;
    await press(page, agree);
    await says(msmtp, words(appUpdate.stage.proved, { name: 'msmtp' }));
    await says(msmtp, en.grade.stored.short);
    const after = fileNamed('.msmtprc');
    expect(after).not.toBe(before);
    expect(await faultsOfScreen(opened, 'app proved')).toEqual([]);
    await press(page, `${appUpdate.undo}: ${msmtp}`);
    await says(msmtp, words(appUpdate.stage.undone, { name: 'msmtp' }));
    expect(fileNamed('.msmtprc')).toBe(before);
    expect((await viewOf(msmtp)).grade).toBe('old-password');
    await press(page, `${appUpdate.tryAgain}: ${msmtp}`);
    await press(page, agree);
    await press(page, `${appUpdate.confirm}: ${msmtp}`);
    await says(msmtp, words(appUpdate.stage.done, { name: 'msmtp' }));
    expect(fileNamed('.msmtprc')).toBe(after);
    expect(await viewOf(msmtp)).toMatchObject({
      grade: 'stored',
      shown: { receiving: null, sending: { as: 'stored' } },
    });
  });

  it('leaves getmail alone on a no, and guides instead', async () => {
    const { page } = opened;
    const before = fileNamed('getmailrc');
    await press(page, `${appUpdate.decline}: ${getmail}`);
    await page.getByRole('region', { name: `${en.guide.title}: ${getmail}` }).waitFor();
    expect(fileNamed('getmailrc')).toBe(before);
    expect((await viewOf(getmail)).grade).toBe('old-password');
    // who thinks better of it stays at the app that it is about
    await button(page, `${appUpdate.afterAll}: ${getmail}`).press('Enter');
    await button(page, `${appUpdate.decline}: ${getmail}`).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^getmail on this computer/);
    await press(page, `${appUpdate.decline}: ${getmail}`);
    await page.getByRole('region', { name: `${en.guide.title}: ${getmail}` }).waitFor();
  });

  it('ticks the device that signs in by itself, and nobody whom the sign-in only might be', async () => {
    const { page } = opened;
    await page.getByText(en.watch.on).waitFor();
    const dialog = await signsIn(office, 'new');
    expect(await faultsOfScreen(opened, 'a device signs in')).toEqual([]);
    await closes(dialog);
    await says(office, /^This device signed in for receiving .* Sending has not been seen yet\.$/);
    await says(office, en.grade['device-seen'].short);
    // The same server, port and protocol send for the telephone and the website too.
    await page.getByText(/^One of these signed in .*: .*Contact form on the website/).waitFor();
    for (const name of [phone, 'Contact form on the website'])
      expect((await viewOf(name)).grade).toBe('settings-proved');
  });

  it('warns of the one that still knocks, with the tries that are left', async () => {
    const { page } = opened;
    await ask(page, 'practice.setSwitches', { ...(await ask(page, 'practice.switches', {})), lockAfterFailures: 9 });
    await closes(await signsIn(phone, 'old'));
    await page
      .getByText(/^iPhone still tries the old password\. [1-9] more tries and the mailbox is locked for a while\.$/)
      .waitFor({ timeout: 60_000 });
    expect(await faultsOfScreen(opened, 'somebody knocks')).toEqual([]);
    const how = page.getByRole('main').getByRole('button', { name: words(en.round.howFor, { name: phone }) });
    await how.first().click();
    await page.getByRole('region', { name: `${en.guide.title}: ${phone}` }).waitFor();
  });

  it('reports each of the six grades by itself, in every form', async () => {
    const { app, page } = opened;
    await press(page, words(en.round.enteredFor, { name: 'Contact form on the website' }));
    await says('Contact form on the website', en.grade.told.short);
    await press(page, en.round.report);
    await page.getByRole('heading', { name: en.report.counts }).waitFor();
    expect(await faultsOfScreen(opened, 'report of six grades')).toEqual([]);
    const folder = folderFor(place, 'reports');
    for (const format of ['json', 'pdf', 'html'] as const) {
      await app.evaluate(
        ({ dialog }, filePath) => {
          dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
        },
        join(folder, `report.${format}`),
      );
      await press(page, en.result[format]);
      await page.getByText(en.notice.reportSaved).waitFor();
      await press(page, en.act.dismiss);
    }
    const {
      format: _format,
      formatVersion: _version,
      ...saved
    } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    const { counts } = reportViewSchema.parse(saved);
    const six = ['device-seen', 'stored', 'settings-proved', 'told', 'old-password', 'waiting'] as const;
    for (const grade of six) expect(counts[grade], grade).toBeGreaterThan(0);
    const pdf = textOfPdf(join(folder, 'report.pdf')).replaceAll(/\s+/g, ' ');
    const html = readFileSync(join(folder, 'report.html'), 'utf8');
    for (const form of [pdf, html]) {
      expect(form).toContain('1 device was seen signing in');
      expect(form).toContain('now holds the new password for sending, and that one signs in.');
      expect(form).toMatch(/This device signed in for receiving .* Sending has not been seen yet\./);
      expect(form).toContain('Still has the old password for receiving.');
    }
  });

  it('makes the page complain about nothing', () => {
    expect(opened.complaints()).toEqual([]);
  });
});
