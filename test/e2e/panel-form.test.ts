import { chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../scripts/practice/ask.mjs';
import { en } from '../../src/shared/texts/en/index.ts';
import {
  folderFor,
  freshPlace,
  type LinuxPlace,
  type OpenApp,
  openApp,
  type Page,
  standInForQuestions,
} from './support/app.ts';
import { focusOf, stopsOf } from './support/keyboard.ts';
import { faultsOfScreen, show } from './support/looks.ts';
import { button, field, fill, pick, press, unfold } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const example = readFileSync(new URL('../../docs/panels/example-hosting.json', import.meta.url), 'utf8');
const changed = example.replace('Customer number', 'Contract number');
const { panelForm, mailboxForm } = en;
/** As long as the words of a file get, with hardly a place to break them. */
const longest = JSON.stringify({
  ...JSON.parse(example),
  name: 'Kundenverwaltungsoberfläche der Grosshandelsgesellschaft mbH'.slice(0, 60),
  origin: `https://kundenverwaltungsoberflaeche.niederlassung-nord.${'grosshandelsgesellschaft'.repeat(2)}.example:8443`,
  fields: {
    fieldOne: {
      label: 'Vertragskontonummer'.repeat(3),
      help: 'Sie steht auf jeder Rechnung, oben rechts. '.repeat(4).trim(),
    },
    fieldTwo: { label: 'Customer number' },
  },
});

/*
 * A control panel that a file describes: the file is chosen and its one server confirmed in the computer's own dialogs,
 * which a test stands in for; the form is judged in every look and gone through with the Tab key.
 */
describe('a control panel that a file describes', () => {
  let place: LinuxPlace;
  let opened: OpenApp;
  let page: Page;
  let asked: () => Promise<string[]>;

  beforeAll(async () => {
    place = await freshPlace({ screen: '1600x1200' });
    opened = await openApp(place);
    page = opened.page;
    page.setDefaultTimeout(15_000);
    asked = await standInForQuestions(opened, 'go');
    await press(page, en.nav.add);
    await press(page, en.found.byHand);
    await unfold(page, en.found.otherWays);
    await page.getByRole('searchbox', { name: en.found.seek }).fill('description');
    await pick(page, en.provider['http-panel'].name);
  });
  afterAll(async () => {
    await opened?.kill();
    await place?.stop();
  });
  photographFailures(() => opened);

  const faults = (screen: string) => faultsOfScreen(opened, screen);
  const part = () => page.getByRole('region', { name: mailboxForm.sectionProvider, exact: true });
  const file = () => page.getByRole('group', { name: panelForm.file, exact: true });
  const choose = async (text: string, answer: 'go' | 'stay', name: string = panelForm.choose) => {
    const path = join(folderFor(place, 'panels'), 'panel.json');
    writeFileSync(path, text);
    chownSync(path, place.desktop.uid, place.desktop.gid);
    await opened.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, path);
    asked = await standInForQuestions(opened, answer);
    await press(page, name);
    await page.locator('[data-pending]').waitFor({ state: 'detached' });
  };
  const stops = async () => {
    const all = await stopsOf(page);
    expect(all.filter(({ seen }) => !seen)).toEqual([]);
    return all.map(({ name }) => name);
  };

  it('waits for the address, and refuses a file that is none', async () => {
    await file().getByText(panelForm.addressFirst).waitFor();
    expect(await button(page, panelForm.choose).isDisabled()).toBe(true);
    expect(await faults('panel without an address')).toEqual([]);
    await fill(page, mailboxForm.address, 'anna@firm.example');
    await choose('{ "format": "something else" }', 'go');
    await part().getByText(en.failure.request['not-a-panel'].what).waitFor();
    expect(await asked()).toEqual([]);
    expect(await faults('panel that is none')).toEqual([]);
  });

  it('is not used before its whole address was confirmed, outside the domain twice', async () => {
    await choose(example, 'stay');
    expect(await asked()).toHaveLength(1);
    expect(await file().getByText('https://panel.hosting.example').count()).toBe(0);
    await choose(example, 'go');
    const [first, second] = await asked();
    expect(first).toContain('https://panel.hosting.example');
    expect(second).toContain('is not in the domain of anna@firm.example');
    expect(await asked()).toHaveLength(2);
    await file().getByText('https://panel.hosting.example', { exact: true }).waitFor();
    const form = await stops();
    const at = form.indexOf(panelForm.chooseOther);
    expect(form.slice(at, at + 3)).toEqual([panelForm.chooseOther, panelForm.self, 'Customer number']);
    expect(await faults('panel chosen')).toEqual([]);
  });

  it('says at its field what is missing', async () => {
    await fill(page, mailboxForm.password, 'Old-Secret-Walnut-1');
    for (const side of ['receiving', 'sending'] as const) {
      const group = page.getByRole('group', { name: mailboxForm[side], exact: true });
      await fill(group, mailboxForm.host, 'mail.firm.example');
    }
    await press(page, mailboxForm.add);
    await part().getByText(en.fault.required).waitFor();
    expect((await focusOf(page)).name).toBe('Customer number');
    expect(await faults('panel with a gap')).toEqual([]);
    // From below, the field is scrolled to from the end of the page: the bar at the top must not cover it.
    await show(opened, 'narrow');
    await press(page, mailboxForm.add);
    const tops = await page.evaluate(() => {
      const bar = document.querySelector('.sidebar')?.getBoundingClientRect();
      return { bar: bar?.bottom ?? 0, field: document.activeElement?.getBoundingClientRect().top ?? 0 };
    });
    expect(tops.field).toBeGreaterThan(tops.bar);
    await show(opened, 'light');
  });

  it('asks again for a file that was changed, and takes over nothing that was typed for the other one', async () => {
    await fill(page, 'Customer number', '4711');
    await choose(changed, 'go', panelForm.chooseOther);
    expect(await asked()).toHaveLength(2);
    expect(await field(page, 'Contract number').inputValue()).toBe('');
    await choose(longest, 'go', panelForm.chooseOther);
    expect(await faults('panel with long words')).toEqual([]);
  });

  it('is kept with its mailbox', async () => {
    await choose(example, 'go', panelForm.chooseOther);
    await fill(page, 'Customer number', '4711');
    await press(page, mailboxForm.add);
    await page.getByRole('heading', { level: 1, name: 'anna@firm.example' }).waitFor();
    const [mailbox] = await ask(page, 'mailboxes.list', {});
    if (!mailbox) throw new Error('the mailbox is not in the list');
    const { settings } = await ask(page, 'mailboxes.get', { mailbox: mailbox.id });
    expect(settings.provider.settings).toMatchObject({ host: 'panel.hosting.example', mode: 'self', fieldOne: '4711' });
    await press(page, en.mailbox.edit);
    await file().getByText('https://panel.hosting.example', { exact: true }).waitFor();
    expect(await faults('panel of a mailbox')).toEqual([]);
    expect(opened.complaints()).toEqual([]);
  });

  it('has guides beside it for pages on which the password is changed by hand', async () => {
    await press(page, en.nav.add);
    await press(page, en.found.byHand);
    await fill(page, mailboxForm.address, 'anna@gmx.de');
    const { name, guide, page: where } = en.provider['by-hand'];
    await pick(part(), name);
    // what the address speaks for stands first and is chosen, but nothing is opened because of it
    await part().getByRole('radio', { name: guide.choice['gmx-net'], exact: true }).waitFor();
    expect(await field(part(), where.label).inputValue()).toContain('https://account.gmx.net/');
    expect(await faults('guide for an address')).toEqual([]);
    await unfold(part(), en.byHandForm.known);
    expect(await faults('every guide')).toEqual([]);
    await pick(part(), guide.choice.posteo);
    expect(await field(part(), where.label).inputValue()).toContain('https://posteo.de/');
    await fill(page, where.label, 'http://posteo.de');
    await press(page, mailboxForm.add);
    await part().getByText(en.fault.urlBad).waitFor();
    expect(await faults('page of a guide at fault')).toEqual([]);
  });

  it('has no page to fill in where only the administrator may change it', async () => {
    const { guide, page: where } = en.provider['by-hand'];
    await pick(part(), guide.choice.administrator);
    expect(await field(part(), where.label).count()).toBe(0);
    expect(await faults('administrator chosen')).toEqual([]);
  });
});
