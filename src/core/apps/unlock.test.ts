import { expect, it, vi } from 'vitest';
import { KeyringWish } from './unlock.ts';

it('raises one window for one wish, whoever comes later', async () => {
  const window = vi.fn(() => Promise.resolve(true));
  const wish = new KeyringWish();
  expect(await Promise.all([wish.raise(window), wish.raise(window)])).toEqual([true, true]);
  expect(window).toHaveBeenCalledTimes(1);
});

it('stays locked for whoever waits when it is given up', async () => {
  const wish = new KeyringWish();
  const raised = wish.raise(() => new Promise(() => undefined));
  wish.giveUp();
  expect(await raised).toBe(false);
});

it('raises no window any more once it is given up', async () => {
  const window = vi.fn(() => Promise.resolve(true));
  const wish = new KeyringWish();
  wish.giveUp();
  expect(await wish.raise(window)).toBe(false);
  expect(window).not.toHaveBeenCalled();
});
