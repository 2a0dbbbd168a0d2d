import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/shared/texts/en/index.ts';
import { freshPlace, type LinuxPlace, type OpenApp, openApp } from './support/app.ts';
import { focusOf } from './support/keyboard.ts';
import { faultsOfScreen } from './support/looks.ts';
import { words } from './support/made-up-views.ts';
import { addClient, button, deviceRow, pick, press, unfold } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const android = 'Thunderbird on the phone';

/*
 * The catalogue of devices as a person meets it, on the practice mailbox: choosing the kind of a new one, being told before
 * the change who would go on knocking, and the guide of one device in the round.
 */
describe('a device and its guide', () => {
  let place: LinuxPlace;
  let opened: OpenApp;
  beforeAll(async () => {
    place = await freshPlace({ screen: '1600x1200' });
    opened = await openApp(place);
    opened.page.setDefaultTimeout(30_000);
    await press(opened.page, en.welcome.practice);
    await opened.page.getByRole('heading', { level: 1, name: 'anna@practice.example' }).waitFor();
  });
  afterAll(async () => {
    await opened?.kill();
    await place?.stop();
  });
  photographFailures(() => opened);
  const faults = (screen: string) => faultsOfScreen(opened, screen);

  it('is chosen from all kinds in groups, or found by a few letters and Enter', async () => {
    const { page } = opened;
    await press(page, en.mailbox.addDevice);
    const dialog = page.getByRole('dialog', { name: en.clientForm.addTitle });
    const kinds = dialog.getByRole('radio');
    await expect.poll(() => kinds.count()).toBe(Object.keys(en.clientKind).length);
    for (const name of Object.values(en.clientGroup)) await dialog.getByRole('group', { name }).waitFor();
    expect(await faults('kinds of devices')).toEqual([]);
    const search = dialog.getByRole('searchbox', { name: en.kindSearch.label });
    await search.fill('nothing of the kind');
    await dialog.getByText(en.kindSearch.none).waitFor();
    await search.fill('k-9');
    await expect.poll(() => kinds.count()).toBe(1);
    await search.press('Enter');
    const field = dialog.getByLabel(en.clientForm.name);
    await expect.poll(() => field.inputValue()).toBe(en.clientKind['thunderbird-mobile'].suggestion);
    expect(await faults('kind of device found')).toEqual([]);
    await press(dialog, en.kindSearch.clear);
    // with the keys alone: the next one of the list, which the form then follows
    await dialog.getByRole('radio', { name: en.clientKind['thunderbird-mobile'].name, exact: true }).press('ArrowUp');
    const before = dialog.getByRole('radio', { name: en.clientKind.spark.name, exact: true });
    await expect.poll(() => before.isChecked()).toBe(true);
    await expect.poll(() => field.inputValue()).toBe(en.clientKind.spark.suggestion);
    await pick(dialog, en.clientKind.scanner.name);
    await expect.poll(() => field.inputValue()).toBe(en.clientKind.scanner.suggestion);
    await press(dialog, en.act.cancel);
    await dialog.waitFor({ state: 'detached' });
    // the guide of this one is looked at in the round
    await addClient(page, { kind: 'thunderbird-mobile', name: android });
  });

  it('is kept quiet before the change, if it would knock by itself', async () => {
    const { page } = opened;
    await press(page, en.mailbox.change);
    await page.getByRole('heading', { name: en.ready.titleOk, level: 1 }).waitFor({ timeout: 60_000 });
    const card = page.getByRole('region', { name: en.quiet.title });
    await card.waitFor();
    const named = await card.getByRole('listitem').count();
    expect(named).toBeGreaterThan(1);
    // neither signs in by itself
    expect(await card.getByText('Scanner in the hall').count()).toBe(0);
    expect(await card.getByText('Contact form on the website').count()).toBe(0);
    await press(card, words(en.quiet.howFor, { name: 'iPhone' }));
    await card.getByText(/switch Mail off/).waitFor();
    expect(await faults('quiet first')).toEqual([]);
  });

  it('is guided in the round, with its values to copy', async () => {
    const { page } = opened;
    await press(page, en.act.next);
    await press(page, en.choose.now);
    const row = deviceRow(page, 'iPhone').first();
    await row.waitFor({ timeout: 60_000 });
    const open = button(row, words(en.round.howFor, { name: 'iPhone' }));
    if (await open.isVisible()) await open.click();
    const guide = page.getByRole('region', { name: `${en.guide.title}: iPhone` });
    await guide.getByText('Under Outgoing Mail Server tap SMTP', { exact: false }).waitFor();
    expect(await guide.getByText('{', { exact: false }).count()).toBe(0);
    expect(await faults('guide of a device')).toEqual([]);
    const copyPort = words(en.guide.copyValue, { name: en.guide.sendingPort });
    await button(guide, copyPort).press('Enter');
    await page.getByText(words(en.guide.copied, { name: en.guide.sendingPort })).waitFor();
    const port = await opened.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(port).toMatch(/^\d+$/);
    // the values are copied one after the other, so that nobody has to come back to the first
    expect(await focusOf(page)).toMatchObject({ name: copyPort, seen: true });
  });

  it('can be set up anew with a profile or a code, or be given a slip', async () => {
    const { app, page } = opened;
    const guideOf = (name: string) => page.getByRole('region', { name: `${en.guide.title}: ${name}` });
    const { aids } = en;
    const phone = guideOf('iPhone');
    await button(phone, words(aids.printFor, { name: 'iPhone' })).waitFor();
    await unfold(phone, aids.title);
    await phone.getByText(aids.removeFirst).waitFor();
    expect(await faults('set up anew with a profile')).toEqual([]);
    await app.evaluate(({ dialog }) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
    });
    // the one who saves nothing keeps the place on the page
    await button(phone, aids.profile.save).press('Enter');
    await expect.poll(() => button(phone, aids.profile.save).getAttribute('aria-disabled')).toBe('false');
    expect(await focusOf(page)).toMatchObject({ name: aids.profile.save, seen: true });
    await press(deviceRow(page, android), words(en.round.howFor, { name: android }));
    const other = guideOf(android);
    await unfold(other, aids.title);
    await button(other, aids.code.show).press('Enter');
    await other.getByRole('img', { name: aids.code.picture }).waitFor();
    await page.getByRole('status').filter({ hasText: aids.code.picture }).waitFor({ state: 'attached' });
    expect(await focusOf(page)).toMatchObject({ name: aids.code.hide, seen: true });
    expect(await faults('set up anew with a code')).toEqual([]);
  });
});
