import type { Page } from './app.ts';

/** What has the focus: its name, where it stands, and whether it can be seen that it has. */
export interface Stop {
  readonly name: string;
  /** `frame` is the side bar and the link that skips it. */
  readonly where: 'bars' | 'content' | 'frame';
  readonly seen: boolean;
}

export async function focusOf(page: Page): Promise<Stop> {
  return await page.evaluate(() => {
    const active = document.activeElement;
    if (!(active instanceof HTMLElement)) return { name: '', where: 'frame' as const, seen: false };
    // The input of a radio button or a box lies hidden under its picture, which shows the focus instead.
    const shown = active.closest('label') ?? active;
    const seen = [shown, ...shown.querySelectorAll('*')].some((one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
    });
    const where = active.closest('main') ? 'content' : active.closest('header') ? 'bars' : 'frame';
    const named = active instanceof HTMLInputElement ? (active.labels?.[0] ?? shown) : active;
    return { name: (active.getAttribute('aria-label') ?? named.textContent ?? '').trim(), where, seen };
  });
}

/** Every stop of the Tab key after the link that skips the frame, to the end of the window. */
export async function stopsOf(page: Page): Promise<Stop[]> {
  // The link that skips the frame is the first thing of all.
  await page.locator('.skip-link').focus();
  const stops: Stop[] = [];
  for (let count = 0; count < 200; count += 1) {
    await page.keyboard.press('Tab');
    const isNew = await page.evaluate(() => {
      const active = document.activeElement;
      if (!active || active === document.body || active.hasAttribute('data-stopped')) return false;
      active.setAttribute('data-stopped', '');
      return true;
    });
    if (!isNew) break;
    stops.push(await focusOf(page));
  }
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('[data-stopped]')) one.removeAttribute('data-stopped');
  });
  return stops;
}
