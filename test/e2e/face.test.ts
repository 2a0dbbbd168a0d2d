import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../scripts/practice/ask.mjs';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerLate } from './support/answer-late.ts';
import { freshPlace, type LinuxPlace, type OpenApp, openApp, type Page } from './support/app.ts';
import { focusOf } from './support/keyboard.ts';
import { faultsOfScreen, show } from './support/looks.ts';
import { words } from './support/made-up-views.ts';
import { button, pick, press, tick } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const anna = 'anna@practice.example';
/** As long as a name may be, without a place to break it. */
const longName = 'Bildschirmarbeitsplatzrechner'.repeat(3).slice(0, 80);

const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

async function openMailbox(page: Page, address: string): Promise<void> {
  await page.getByRole('navigation', { name: en.app.navigation }).getByRole('button', { name: address }).click();
  await title(page, address);
}

async function lengthenName(page: Page): Promise<void> {
  const list = await ask(page, 'mailboxes.list', {});
  const mailbox = list.find(({ address }) => address === anna)?.id;
  if (!mailbox) throw new Error('there is no practice mailbox');
  const { clients } = await ask(page, 'mailboxes.get', { mailbox });
  const last = clients.find(({ client }) => client.kind === 'website-form')?.client;
  if (!last) throw new Error('there is no device');
  const { id: client, signIn: _signIn, app: _app, ...rest } = last;
  const draft = { ...rest, name: longName, signIn: 'mailbox-password' as const };
  await ask(page, 'clients.update', { mailbox, client, draft, appPassword: null, confirmedHosts: [] });
}

describe('every screen of the practice round', () => {
  let place: LinuxPlace;
  let opened: OpenApp;
  let page: Page;
  const faults = (screen: string) => faultsOfScreen(opened, screen);

  beforeAll(async () => {
    place = await freshPlace({ screen: '1600x1200' });
    opened = await openApp(place);
    page = opened.page;
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await opened?.kill();
    await place?.stop();
  });
  photographFailures(() => opened);

  it('is found faulty where it is', async () => {
    await page.evaluate(() => {
      const image = document.createElement('img');
      image.id = 'planted';
      image.style.setProperty('width', '2000px');
      document.querySelector('main')?.append(image);
    });
    const found = (await faults('planted')).join('\n');
    expect(found).toMatch(/planted, dark: image-alt at #planted/);
    expect(found).toMatch(/planted, narrow: .* wide in/);
    await page.evaluate(() => document.querySelector('#planted')?.remove());
  });

  it('can be used by everyone: outside a mailbox', async () => {
    expect(await faults('start')).toEqual([]);
    for (const name of [en.nav.helpdesk, en.nav.settings, en.nav.help]) {
      await press(page, name);
      expect(await faults(name)).toEqual([]);
    }
    await press(page, en.nav.practice);
    await title(page, anna);
    await press(page, en.nav.add);
    await press(page, en.found.byHand);
    await press(page, en.mailboxForm.add);
    expect(await faults('add a mailbox, with faults')).toEqual([]);
  });

  it('can be used by everyone: a mailbox and its dialogs', async () => {
    await lengthenName(page);
    await openMailbox(page, anna);
    expect(await faults('mailbox')).toEqual([]);
    await press(page, en.practice.switches);
    expect(await faults('switches')).toEqual([]);
    await press(page, en.act.close);
    await press(page, en.mailbox.addDevice);
    expect(await faults('add a device')).toEqual([]);
    await page.keyboard.press('Escape');
    await press(page, en.mailbox.editDevice.replace('{{name}}', 'iPhone'));
    expect(await faults('edit a device')).toEqual([]);
    await page.keyboard.press('Escape');
    await press(page, en.mailbox.setPassword);
    expect(await faults('enter the password')).toEqual([]);
    await page.keyboard.press('Escape');
    await press(page, en.mailbox.authorityAdd);
    expect(await faults('add an authority')).toEqual([]);
    await page.keyboard.press('Escape');
    await press(page, en.mailbox.edit);
    expect(await faults('mailbox settings')).toEqual([]);
  });

  it('can be used by everyone: the four steps', async () => {
    await openMailbox(page, anna);
    await press(page, en.mailbox.checkup);
    await page.getByText(en.mailbox.summary.works, { exact: true }).waitFor();
    await press(page, en.mailbox.change);
    await title(page, en.ready.titleOk);
    expect(await faults('ready')).toEqual([]);
    await press(page, en.act.next);
    await title(page, en.choose.title);
    await press(page, en.act.show);
    await press(page, en.helpdesk.spell);
    expect(await faults('generated password, spelled')).toEqual([]);
    await pick(page, en.choose.own);
    await press(page, en.choose.now);
    expect(await faults('own password, with faults')).toEqual([]);
    await pick(page, en.choose.generated);
    await press(page, en.choose.now);
    await title(page, '0 of 7 devices are done');
    // what the two apps hold is read first; until then the page still changes
    await button(page, words(en.appUpdate.agreeAll, { count: '2' })).waitFor();
    await page.getByText(en.watch.on).waitFor();
    expect(await faults('round')).toEqual([]);
  });

  it('can be used by everyone: the end, and what comes after it', async () => {
    await press(page, en.round.enteredFor.replace('{{name}}', 'iPhone'));
    await press(page, en.round.goneFor.replace('{{name}}', longName));
    await press(page, en.round.finish);
    await title(page, /still need the new password/);
    expect(await faults('report')).toEqual([]);
    await press(page, en.result.back);
    await page.getByText(en.mailbox.keptLabel.previous).waitFor();
    expect(await faults('mailbox with a history')).toEqual([]);
  });

  it('can be used by everyone: refused, and still spreading', async () => {
    await press(page, en.practice.switches);
    await tick(page, en.practice.refuseByPolicy);
    await press(page, en.act.close);
    await changeOf('office@practice.example');
    await title(page, en.outcome.revertedTitle);
    expect(await faults('refused')).toEqual([]);
    await press(page, en.practice.switches);
    await page.getByRole('checkbox', { name: en.practice.refuseByPolicy, exact: true }).press('Space');
    await page.getByRole('textbox', { name: en.practice.cacheOld }).fill('600');
    await press(page, en.act.close);
    // pressed while the password is still being made
    await answerLate(opened, 'passwords.generate', 2_000);
    await changeOf('scans@practice.example', { quick: true });
    await title(page, en.changing.waitingTitle);
    expect(await faults('waiting')).toEqual([]);
  });

  it('complains about nothing all the while', () => {
    expect(opened.complaints()).toEqual([]);
  });

  async function changeOf(address: string, { quick = false } = {}): Promise<void> {
    await openMailbox(page, address);
    await press(page, en.mailbox.change);
    await title(page, en.ready.titleOk);
    await press(page, en.act.next);
    if (!quick) await page.getByText(en.choose.strength.generated).waitFor();
    await press(page, en.choose.now);
  }
});

describe('the keyboard alone', () => {
  let place: LinuxPlace;
  let opened: OpenApp;
  let page: Page;

  beforeAll(async () => {
    place = await freshPlace();
    opened = await openApp(place);
    page = opened.page;
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await opened?.kill();
    await place?.stop();
  });
  photographFailures(() => opened);

  /** Goes on with Tab until `name` has the focus; fails after two hundred stops or where a stop cannot be seen. */
  async function tabTo(name: string): Promise<void> {
    const stops: string[] = [];
    for (let stop = 0; stop < 200; stop += 1) {
      await page.keyboard.press('Tab');
      const now = await focusOf(page);
      stops.push(now.name);
      if (now.name !== name) continue;
      expect([name, 'focus seen', now.seen]).toEqual([name, 'focus seen', true]);
      return;
    }
    throw new Error(`“${name}” was not reached by Tab: ${[...new Set(stops)].join(' | ')}`);
  }

  it('is enough from the first screen to the report', async () => {
    await tabTo(en.welcome.practice);
    await page.keyboard.press('Enter');
    await title(page, anna);
    await tabTo(en.mailbox.change);
    await page.keyboard.press('Space');
    await title(page, en.ready.titleOk);
    await tabTo(en.act.next);
    await page.keyboard.press('Enter');
    await title(page, en.choose.title);
    await tabTo(en.choose.generated);
    await page.keyboard.press('ArrowRight');
    await page.getByLabel(en.choose.repeat, { exact: true }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await tabTo(en.choose.now);
    await page.keyboard.press('Enter');
    await title(page, '0 of 7 devices are done');
  });

  it('updates the apps that Keyround can update', async () => {
    const agreeAll = en.appUpdate.agreeAll.replace('{{count}}', '2');
    await tabTo(agreeAll);
    await page.keyboard.press('Enter');
    // The notice goes with its button; the focus is then at the first of the two.
    await page.getByRole('button', { name: agreeAll, exact: true }).waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^getmail on this computer/);
    for (const name of ['getmail on this computer', 'msmtp on this computer']) {
      const confirm = `${en.appUpdate.confirm}: ${name}`;
      await page.getByRole('button', { name: confirm, exact: true }).waitFor();
      await tabTo(confirm);
      await page.keyboard.press('Enter');
    }
  });

  it('goes on from one device to the next', async () => {
    for (const name of ['Thunderbird on this computer', 'iPhone', 'Outlook in the office', 'Scanner in the hall']) {
      await tabTo(en.round.enteredFor.replace('{{name}}', name));
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: en.round.undoFor.replace('{{name}}', name) }).waitFor();
      // The pressed button is gone; the focus must not be.
      expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
    }
    await tabTo(en.round.goneFor.replace('{{name}}', 'Contact form on the website'));
    await page.keyboard.press('Space');
    await button(page, words(en.round.notGoneFor, { name: 'Contact form on the website' })).waitFor();
    await title(page, en.round.titleAll);
    await tabTo(en.round.finish);
    await page.keyboard.press('Enter');
    await title(page, /^Nothing left to do: /);
    await tabTo(en.practice.leave);
    await page.keyboard.press('Enter');
    await title(page, en.welcome.title);
  });

  it('reaches the menu of a narrow window', async () => {
    await show(opened, 'narrow');
    await page.reload();
    await title(page, en.welcome.title);
    await tabTo(en.app.menu);
    await page.keyboard.press('Enter');
    await tabTo(en.nav.settings);
    await page.keyboard.press('Enter');
    await title(page, en.settings.title);
  });
});
