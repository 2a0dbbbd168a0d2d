import { describe, expect, it } from 'vitest';
import { boundsOnScreen } from './bounds.ts';

const screens = [
  { x: 0, y: 0, width: 1920, height: 1080 },
  { x: 1920, y: 0, width: 1280, height: 1024 },
];
const least = { width: 480, height: 560 };
const at = (x: number, y: number, width = 1180, height = 780) => ({ x, y, width, height });

describe('boundsOnScreen', () => {
  it('keeps a place that can be reached', () => {
    expect(boundsOnScreen(at(100, 100), screens, least)).toEqual(at(100, 100));
    expect(boundsOnScreen(at(2000, 50), screens, least)).toEqual(at(2000, 50));
    expect(boundsOnScreen(at(-1000, 100), screens, least)).toEqual(at(-1000, 100));
  });

  it.each([
    ['a screen that is gone', at(4000, 100)],
    ['above the screen', at(100, -400)],
    ['below the screen', at(100, 1070)],
    ['too far left', at(-1150, 100)],
    ['too small', at(100, 100, 300, 780)],
    ['not a number', at(Number.NaN, 100)],
  ])('forgets %s', (_name, bounds) => {
    expect(boundsOnScreen(bounds, screens, least)).toBeNull();
  });

  it('has nothing to keep at the first start', () => {
    expect(boundsOnScreen(null, screens, least)).toBeNull();
  });
});
