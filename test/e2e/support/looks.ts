import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { OpenApp } from './app.ts';

/*
 * One screen in all the ways in which it is looked at: light and dark, as narrow as the window gets, and at 200 % zoom.
 */

const usual = { width: 1_180, height: 755 };
const narrow = { width: 480, height: 700 };

type Look = 'light' | 'dark' | 'narrow' | 'zoomed';

/** What is wrong with the screen as it stands, each as one line; empty is good. Leaves it light and wide. */
export async function faultsOfScreen(opened: OpenApp, screen: string): Promise<string[]> {
  const faults: string[] = [];
  for (const look of ['dark', 'narrow', 'zoomed', 'light'] as const) {
    await show(opened, look);
    const found = [...(await scrollFaults(opened)), ...(look === 'zoomed' ? [] : await axeFaults(opened))];
    await leavePicture(opened, `${screen}, ${look}`);
    faults.push(...found.map((fault) => `${screen}, ${look}: ${fault}`));
  }
  return faults;
}

/** For the eye: with `KEYROUND_PICTURES=<folder>` every screen that is looked at leaves a picture of each of its looks. */
async function leavePicture({ page }: Pick<OpenApp, 'page'>, name: string): Promise<void> {
  const folder = process.env['KEYROUND_PICTURES'];
  // Of a zoomed page only a corner would be in it.
  if (folder && !name.endsWith('zoomed'))
    await page.screenshot({ path: join(folder, `${name.replaceAll(/[^\w]+/g, '-')}.png`) });
}

/** Makes the window look so and waits until the page has followed. */
export async function show({ app, page }: Pick<OpenApp, 'app' | 'page'>, look: Look): Promise<void> {
  const theme = look === 'dark' ? 'dark' : 'light';
  const size = look === 'narrow' ? narrow : usual;
  const zoom = look === 'zoomed' ? 2 : 1;
  await app.evaluate(
    ({ BrowserWindow }, next) => {
      const window = BrowserWindow.getAllWindows().find((one) => one.isVisible());
      window?.setContentSize(next.size.width, next.size.height);
      window?.webContents.setZoomFactor(next.zoom);
    },
    { size, zoom },
  );
  // Playwright answers the page's question for the system's colours, so it is asked to answer otherwise.
  await page.emulateMedia({ colorScheme: theme });
  const wanted = { theme, width: size.width / zoom };
  await page.waitForFunction(
    ({ theme, width }) =>
      document.documentElement.dataset['theme'] === theme && Math.abs(window.innerWidth - width) <= 2,
    wanted,
  );
  // Colours may still be on their way to the other theme. Waiting for them would need pictures, which a still window need not draw.
  await page.evaluate(() => {
    for (const one of document.getAnimations()) if (one.effect?.getTiming().iterations !== Infinity) one.finish();
  });
}

/** What can only be reached by scrolling sideways, and a frame that scrolls together with its content. */
async function scrollFaults({ page }: Pick<OpenApp, 'page'>): Promise<string[]> {
  return await page.evaluate(() => {
    const areas = [document.documentElement, ...document.querySelectorAll('main, [role=dialog], [role=alertdialog]')];
    const wide = areas
      .filter((area) => area.scrollWidth > area.clientWidth + 1)
      .map((area) => `${area.tagName.toLowerCase()} is ${area.scrollWidth} wide in ${area.clientWidth}`);
    // On narrow windows the frame itself scrolls, so that its bars leave room for the content.
    const framed = window.innerWidth > 860 && document.documentElement.scrollHeight > window.innerHeight + 1;
    return framed ? [...wide, 'the frame scrolls'] : wide;
  });
}

async function axeFaults({ page }: Pick<OpenApp, 'page'>): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const results: AxeResults = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  if (results.passes.length === 0) throw new Error('axe looked at nothing');
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1] ?? ''}`),
  );
}

declare global {
  interface Window {
    /** Put there by the test. */
    axe: typeof axe;
  }
}
