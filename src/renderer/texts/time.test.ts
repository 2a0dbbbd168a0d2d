import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTexts } from './i18n.ts';
import { agoOf, remaining, whenOf } from './time.ts';

beforeAll(startTexts);
const t = i18next.t;
const noon = new Date(2026, 10, 22, 12, 0).getTime();
const day = 86_400_000;

describe('when something was', () => {
  it('names today, yesterday and other days', () => {
    expect(whenOf(t, noon - 3_600_000, noon)).toBe('at 11:00 today');
    expect(whenOf(t, noon - 13 * 3_600_000, noon)).toBe('at 23:00 yesterday');
    expect(whenOf(t, noon - 400 * day, noon)).toBe('on 18 Oct 2025');
  });
  it('says a clock that runs a little ahead as today', () => {
    expect(whenOf(t, noon + 5_000, noon)).toBe('at 12:00 today');
  });
  it('rounds to days, months and years', () => {
    expect(agoOf(noon, noon)).toBe('today');
    expect(agoOf(noon - 14 * 30.44 * day, noon)).toBe('14 months ago');
    expect(agoOf(noon - 1_000 * day, noon)).toBe('3 years ago');
  });
});

describe('a countdown', () => {
  it.each([
    [0, 'a moment'],
    [-5, 'a moment'],
    [400, '1 second'],
    [65_000, '65 seconds'],
    [660_000, '11 minutes'],
    [4_200_000, '70 minutes'],
    [4 * 3_600_000, '4 hours'],
  ])('of %d ms is %s', (ms, words) => {
    expect(remaining(t, ms)).toBe(words);
  });
});
