import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerQuestions, freshPlace, type LinuxPlace, type OpenApp, openApp, type Page } from './support/app.ts';
import { faultsOfScreen } from './support/looks.ts';
import { madeUp, showMadeUp } from './support/made-up.ts';
import { detectionOf, foundServer } from './support/made-up-detections.ts';
import { words } from './support/made-up-views.ts';
import { button, fill, pick, press, unfold } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

/*
 * An administrator's sign-in, with the real window, main and port on this computer. The provider's page is not opened: what
 * would have been is kept, and the test plays the browser that comes back.
 */

const address = 'anna@firm.example';
const { 'google-workspace': google, 'microsoft-365': microsoft } = en.provider;
const suite = detectionOf({
  kind: 'cloud',
  service: {
    ...{ id: 'google-workspace', name: 'Google Workspace' },
    source: { how: 'built-in-mx', where: 'smtp.google.com' },
  },
  providers: ['google-workspace', 'by-hand'],
  receiving: [foundServer('imap', 'imap.gmail.com', 'built-in', 'built-in-mx')],
  sending: [foundServer('smtp', 'smtp.gmail.com', 'built-in', 'built-in-mx')],
});
const pagesSchema = z.array(z.string());

let place: LinuxPlace;
let opened: OpenApp;
let page: Page;

beforeAll(async () => {
  place = await freshPlace({ screen: '1600x1200' });
  opened = await openApp(place);
  page = opened.page;
  page.setDefaultTimeout(20_000);
  await answerQuestions(opened, 'go');
  await opened.app.evaluate(({ shell }) => {
    const pages: string[] = [];
    Object.assign(globalThis, { pages });
    shell.openExternal = (url: string) => {
      pages.push(url);
      return Promise.resolve();
    };
  });
});
afterAll(async () => {
  await opened?.kill();
  await place?.stop();
});
photographFailures(() => opened);

/** The page that the browser was last sent to. */
async function openedPage(count: number): Promise<URL> {
  const read = async () => pagesSchema.parse(await opened.app.evaluate(() => Reflect.get(globalThis, 'pages')));
  await expect.poll(async () => (await read()).length, { timeout: 20_000 }).toBe(count);
  return new URL((await read()).at(-1) ?? '');
}

it('stands beside the way by hand, and says what cannot be checked', async () => {
  await showMadeUp(opened, [madeUp('detect.fromAddress', suite, { address })]);
  await press(page, en.nav.add);
  await fill(page, en.mailboxForm.address, address);
  await press(page, en.found.search);
  await page.getByText(words(en.cloudForm.cannotCheck, { name: google.name })).waitFor();
  await page.getByRole('radio', { name: en.provider['by-hand'].name, exact: true }).waitFor({ state: 'attached' });
  expect(await button(page, en.cloudForm.signIn).isDisabled()).toBe(true);
  await unfold(page, words(en.cloudForm.guide, { name: google.name }));
  await page.getByText(google.guide.signIn[4]).waitFor();
  expect(await faultsOfScreen(opened, 'an administrator’s sign-in')).toEqual([]);
});

it('opens the provider’s page without a secret, and hears of a no', async () => {
  await fill(page, google.clientId.label, '123-office.apps.googleusercontent.com');
  await fill(page, google.clientSecret.label, 'Client-Secret-Slate-61');
  await press(page, en.cloudForm.signIn);
  await page.getByText(en.cloudForm.waiting).waitFor();
  const asked = await openedPage(1);
  expect(asked.origin).toBe('https://accounts.google.com');
  expect(asked.href).not.toContain('Slate');
  const back = asked.searchParams.get('redirect_uri') ?? '';
  expect(back).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const stranger = await fetch(`${back}/?code=evil&state=guessed`);
  expect([stranger.status, await stranger.text()]).toEqual([404, `${en.cloudForm.page.other}\n`]);
  const state = asked.searchParams.get('state') ?? '';
  const refused = await fetch(`${back}/?error=access_denied&state=${state}`);
  expect(await refused.text()).toBe(`${en.cloudForm.page.denied}\n`);
  await page.getByText(en.failure.request['sign-in-denied'].what).waitFor();
  await expect(fetch(`${back}/?code=late&state=${state}`)).rejects.toThrow();
});

it('waits no longer for a form that was left, or that is told to stop', async () => {
  await press(page, en.cloudForm.signIn);
  const first = (await openedPage(2)).searchParams.get('redirect_uri') ?? '';
  await press(page, en.cloudForm.stop);
  await button(page, en.cloudForm.signIn).waitFor();
  await expect(fetch(first)).rejects.toThrow();
  await press(page, en.cloudForm.signIn);
  const second = (await openedPage(3)).searchParams.get('redirect_uri') ?? '';
  await pick(page, google.way.choice.serviceAccount);
  await button(page, en.cloudForm.chooseKey).waitFor();
  await expect.poll(() => fetch(second).then(Boolean, () => false), { timeout: 20_000 }).toBe(false);
  expect(await faultsOfScreen(opened, 'a key file')).toEqual([]);
});

it('asks Microsoft’s applications for their ids and their secret', async () => {
  const part = page.getByRole('region', { name: en.mailboxForm.sectionProvider, exact: true });
  await unfold(part, en.found.otherWays);
  await pick(part, microsoft.name);
  await pick(part, microsoft.way.choice.application);
  await fill(part, microsoft.tenant.label, 'firm.example');
  await fill(part, microsoft.credential.label, 'Client-Secret-Slate-61');
  expect(await faultsOfScreen(opened, 'an application')).toEqual([]);
});
