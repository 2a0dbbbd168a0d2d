import { join } from 'node:path';

/**
 * The window as the practice round uses it: it presses what a person would press and fails with a plain sentence where
 * something expected does not appear.
 *
 * @typedef {object} Screen
 * @property {import('playwright').Page} page
 * @property {(name: string | RegExp) => Promise<void>} press presses the button with this name
 * @property {(title: string | RegExp) => Promise<void>} heading waits until the page has this title
 * @property {(text: string | RegExp) => Promise<void>} text waits until this is to be read
 * @property {(name: string) => Promise<void>} picture takes the next picture, for example `2-mailbox.png`
 */

/** Nothing in the practice round takes longer than this, in ms, even on a slow machine. */
const patience = 30_000;

/**
 * @param {import('playwright').Page} page
 * @param {{ folder: string, onStep?: (name: string) => Promise<void> }} options `folder`: where pictures go; `onStep`:
 *   called at each picture
 * @returns {Screen}
 */
export function createScreen(page, { folder, onStep }) {
  let pictures = 0;
  /**
   * @param {string} what
   * @param {import('playwright').Locator} locator
   */
  const appear = async (what, locator) => {
    try {
      await locator.first().waitFor({ timeout: patience });
    } catch {
      const title = await page.locator('h1').first().textContent();
      throw new Error(`Expected ${what}, but it did not appear. The page is “${title ?? 'empty'}”.`);
    }
  };
  return {
    page,
    press: async (name) => {
      const button = page.getByRole('button', { name, exact: typeof name === 'string' });
      await appear(`the button “${name}”`, button);
      await button.first().click({ timeout: patience });
    },
    heading: (title) => appear(`the title “${title}”`, page.getByRole('heading', { level: 1, name: title })),
    text: (text) => appear(`“${text}”`, page.getByText(text)),
    picture: async (name) => {
      pictures += 1;
      await page.mouse.move(0, 0);
      await page.locator('#content').evaluate((content) => content.scrollTo({ top: 0 }));
      await page.screenshot({ path: join(folder, `${pictures}-${name}.png`), animations: 'disabled' });
      await onStep?.(name);
    },
  };
}
