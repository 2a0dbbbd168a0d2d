import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../scripts/practice/ask.mjs';
import type { Detection } from '../../src/shared/detection.ts';
import { practiceNewcomer } from '../../src/shared/practice.ts';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerLate } from './support/answer-late.ts';
import { answerQuestions, freshPlace, type LinuxPlace, type OpenApp, openApp, type Page } from './support/app.ts';
import { focusOf, stopsOf } from './support/keyboard.ts';
import { faultsOfScreen } from './support/looks.ts';
import { madeUp, showMadeUp } from './support/made-up.ts';
import { detectionOf, foundServer } from './support/made-up-detections.ts';
import { words } from './support/made-up-views.ts';
import { button, confirmHosts, field, fill, getReady, pick, press, unfold } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const { address: addressLabel, password: passwordLabel } = en.mailboxForm;
const showPassword = `${en.field.showPassword}: ${passwordLabel}`;
const folded = (title: string, summary: string) => `${title}${summary}`;

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
/** Where the Tab key stops on the page itself; each stop can be seen. */
async function stopsOfForm(page: Page): Promise<string[]> {
  const stops = await stopsOf(page);
  expect(stops.filter(({ seen }) => !seen)).toEqual([]);
  return stops.filter(({ where }) => where === 'content').map(({ name }) => name);
}

describe('a mailbox from its address alone', () => {
  let place: LinuxPlace;
  let opened: OpenApp;
  let page: Page;
  const { address, password } = practiceNewcomer;

  beforeAll(async () => {
    place = await freshPlace({ screen: '1600x1200' });
    opened = await openApp(place);
    page = opened.page;
    page.setDefaultTimeout(20_000);
    await press(page, en.welcome.practice);
    await heading(page, 'anna@practice.example');
  });
  afterAll(async () => {
    await opened?.kill();
    await place?.stop();
  });
  photographFailures(() => opened);

  it('is asked for its address, and for nothing else', async () => {
    await press(page, en.nav.add);
    await page.getByText(words(en.found.practice, practiceNewcomer)).waitFor();
    expect(await page.locator('main input').count()).toBe(1);
    expect(await stopsOfForm(page)).toEqual([addressLabel, en.found.search, en.found.byHand, en.act.cancel]);
    expect(await faultsOfScreen(opened, 'the address')).toEqual([]);
    await fill(page, addressLabel, 'new.practice.example');
    await field(page, addressLabel).press('Enter');
    await page.getByText(en.fault.address['no-at']).waitFor();
    expect((await focusOf(page)).name).toBe(addressLabel);
    await fill(page, addressLabel, 'anna@practice.example');
    await field(page, addressLabel).press('Enter');
    await page.getByText(en.failure.request['already-there'].what).waitFor();
  });

  it('gets its provider and its settings, with where they come from', async () => {
    await fill(page, addressLabel, address);
    await field(page, addressLabel).press('Enter');
    const card = page.getByRole('region', { name: words(en.found.title, { address }) });
    await card.getByText('Keyround practice', { exact: true }).waitFor();
    await card.getByText(en.provider.practice.name, { exact: true }).waitFor();
    expect(await card.getByText('127.0.0.1', { exact: true }).count()).toBe(2);
    await unfold(card, en.found.where);
    await card.getByText(`Keyround practice: ${en.found.how['built-in']}`).waitFor();
    expect(await stopsOfForm(page)).toEqual([
      addressLabel,
      folded(en.found.where, en.found.whereSummary),
      passwordLabel,
      showPassword,
      en.provider.practice.name,
      en.provider.practice.mode.choice.self,
      folded(en.found.settings, en.found.settingsSummary),
      en.mailboxForm.add,
      en.act.cancel,
    ]);
    expect(await faultsOfScreen(opened, 'found')).toEqual([]);
  });

  it('is added, and its password is changed', async () => {
    await press(page, en.mailboxForm.add);
    await page.getByText(en.fault.passwordEmpty).waitFor();
    expect((await focusOf(page)).name).toBe(passwordLabel);
    await fill(page, passwordLabel, password);
    await press(page, en.mailboxForm.add);
    await heading(page, address);
    await getReady(page);
    await page.getByText(en.choose.strength.generated).waitFor();
    await press(page, en.choose.now);
    await heading(page, en.round.titleNone);
    const mailbox = (await ask(page, 'mailboxes.list', {})).find((one) => one.address === address);
    if (!mailbox) throw new Error('the mailbox is not in the list');
    const { changedAt, kept } = await ask(page, 'mailboxes.get', { mailbox: mailbox.id });
    expect(changedAt).not.toBeNull();
    const former = kept.find(({ label }) => label === 'previous');
    if (!former) throw new Error('the former password is not kept');
    // The practice servers themselves say that the password on the screen was changed.
    const old = await ask(page, 'mailboxes.checkOld', { mailbox: mailbox.id, version: former.version });
    expect(old.verdict).toBe('dead');
    expect(opened.complaints()).toEqual([]);
  });
});

describe('what the search answers', () => {
  const address = 'anna@firm.example';
  const stranger = 'mail.hoster-of-many.example';
  const named = detectionOf({
    receiving: [foundServer('imap', stranger, 'confirm', 'autoconfig')],
    sending: [foundServer('smtp', stranger, 'confirm', 'srv')],
  });
  let place: LinuxPlace;
  let opened: OpenApp;
  let page: Page;

  beforeAll(async () => {
    place = await freshPlace({ screen: '1600x1200' });
    opened = await openApp(place);
    page = opened.page;
    page.setDefaultTimeout(20_000);
    await answerQuestions(opened, 'go');
  });
  afterAll(async () => {
    await opened?.kill();
    await place?.stop();
  });
  photographFailures(() => opened);

  /** The search answers so from now on, and nothing is left of the test before. */
  const answered = async (...detections: Detection[]) => {
    for (const { id } of await ask(page, 'mailboxes.list', {})) await ask(page, 'mailboxes.remove', { mailbox: id });
    await showMadeUp(
      opened,
      detections.map((detection) => madeUp('detect.fromAddress', detection, { address: detection.address })),
    );
    await press(page, en.nav.add);
    await fill(page, addressLabel, address);
  };
  const host = (side: 'receiving' | 'sending') =>
    field(page.getByRole('group', { name: en.mailboxForm[side], exact: true }), en.mailboxForm.host);

  it('is waited for in one calm line, and not waited for where nobody wants to', async () => {
    const line = page.locator('main').getByText(words(en.found.searching, { address }));
    await answered(named);
    await answerLate(opened, 'detect.fromAddress', 60_000);
    await field(page, addressLabel).press('Enter');
    await line.waitFor();
    expect(await faultsOfScreen(opened, 'searching')).toEqual([]);
    await press(page, en.found.byHand);
    await line.waitFor({ state: 'detached' });
    await answered(named);
    await answerLate(opened, 'detect.fromAddress', 2_000);
    await field(page, addressLabel).press('Enter');
    await press(page, en.found.byHand);
    await fill(page, en.mailboxForm.user, 'typed by me');
    // The answer that nobody waited for comes, and changes nothing.
    await page.waitForTimeout(3_000);
    expect(await field(page, en.mailboxForm.user).inputValue()).toBe('typed by me');
    expect(await page.getByText(en.found.strangeTitle).count()).toBe(0);
  });

  describe('a server that nobody vouches for', () => {
    beforeEach(async () => {
      await answered(named);
      await press(page, en.found.search);
      await page.getByText(en.found.strangeTitle).waitFor();
    });

    it('is shown by its whole name, and used after a yes', async () => {
      expect(await page.getByText(en.found.toConfirm).count()).toBe(2);
      await page.getByText(stranger, { exact: true }).waitFor();
      const yes = words(en.found.strangeYes, { host: stranger });
      expect((await stopsOfForm(page)).slice(0, 4)).toEqual([
        addressLabel,
        folded(en.found.where, en.found.whereSummary),
        yes,
        passwordLabel,
      ]);
      expect(await faultsOfScreen(opened, 'a stranger')).toEqual([]);
      await press(page, yes);
      await page
        .getByText(words(en.found.confirmedByYou, { host: stranger }))
        .nth(1)
        .waitFor();
      await page.getByText(en.found.strangeTitle).waitFor({ state: 'detached' });
      // The pressed button is gone; the focus must not be.
      expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
      await fill(page, passwordLabel, 'Old-Secret-Walnut-1');
      await press(page, en.mailboxForm.add);
      await heading(page, address);
    });

    it('stays out without one', async () => {
      await fill(page, passwordLabel, 'Old-Secret-Walnut-1');
      await press(page, en.mailboxForm.add);
      await page.getByText(en.fault.host.empty).first().waitFor();
      expect(await host('receiving').inputValue()).toBe('');
      expect(await ask(page, 'mailboxes.list', {})).toEqual([]);
    });
  });

  it('is “nobody answered”: the form begins with the usual names, and a foreign one is asked about', async () => {
    await answered(detectionOf({ outcome: 'offline', kind: null }));
    await press(page, en.found.search);
    await page.locator('main').getByText(en.found.offlineTitle).waitFor();
    expect(await host('receiving').inputValue()).toBe('imap.firm.example');
    expect(await host('sending').inputValue()).toBe('smtp.firm.example');
    expect(await field(page, en.mailboxForm.user).inputValue()).toBe(address);
    expect(await faultsOfScreen(opened, 'offline')).toEqual([]);
    await fill(page, passwordLabel, 'Old-Secret-Walnut-1');
    await host('receiving').fill(stranger);
    await press(page, en.mailboxForm.add);
    const dialog = page.getByRole('alertdialog', { name: en.confirmHosts.title_one });
    await dialog.getByText(stranger, { exact: true }).waitFor();
    expect(await faultsOfScreen(opened, 'confirm a host')).toEqual([]);
    await press(dialog, en.confirmHosts.no);
    await dialog.waitFor({ state: 'detached' });
    expect((await focusOf(page)).name).toBe(en.mailboxForm.add);
    expect(await host('receiving').inputValue()).toBe(stranger);
    expect(await field(page, passwordLabel).inputValue()).toBe('Old-Secret-Walnut-1');
    expect(await ask(page, 'mailboxes.list', {})).toEqual([]);
    await press(page, en.mailboxForm.add);
    await confirmHosts(page);
    await heading(page, address);
  });

  it('replaces nothing that was typed, also when another address is looked for', async () => {
    const bert = 'bert@firm.example';
    const receiving = [foundServer('imap', 'imap.firm.example', 'own-domain', 'autoconfig')];
    await answered(
      detectionOf({ outcome: 'nothing-found', kind: null }),
      detectionOf({ address: bert, kind: 'cloud', receiving }),
    );
    await press(page, en.found.search);
    await page.locator('main').getByText(words(en.found.nothingTitle, { address })).waitFor();
    await host('sending').fill('out.firm.example');
    await fill(page, en.mailboxForm.user, 'anna.the.first');
    await pick(page, en.mailboxForm.kind.administered);
    await fill(page, passwordLabel, 'Old-Secret-Walnut-1');
    await fill(page, addressLabel, bert);
    await page.getByText(words(en.found.other, { address })).waitFor();
    await press(page, words(en.found.again, { address: bert }));
    await page.getByRole('region', { name: words(en.found.partTitle, { address: bert }) }).waitFor();
    expect(await host('sending').inputValue()).toBe('out.firm.example');
    expect(await field(page, en.mailboxForm.user).inputValue()).toBe('anna.the.first');
    expect(await page.getByRole('radio', { name: en.mailboxForm.kind.administered }).isChecked()).toBe(true);
    expect(await field(page, passwordLabel).inputValue()).toBe('Old-Secret-Walnut-1');
  });

  it('says of a provider that never met a live server that it did not', async () => {
    const part = page.getByRole('region', { name: en.mailboxForm.sectionProvider, exact: true });
    await unfold(part, en.found.otherWays);
    const providers = (await ask(page, 'providers.list', {})).filter(({ practice }) => !practice);
    const untried = providers.filter(({ checked }) => checked.how === 'documentation');
    expect(untried.length).toBeGreaterThan(1);
    expect(untried.length).toBeLessThan(providers.length);
    expect(await part.getByText(en.mailboxForm.untried, { exact: true }).count()).toBe(untried.length);
    expect(await button(page, en.mailboxForm.add).isEnabled()).toBe(true);
    expect(await faultsOfScreen(opened, 'every provider')).toEqual([]);
  });
});
