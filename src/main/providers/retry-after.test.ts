import { expect, it } from 'vitest';
import { pauseOf } from './retry-after.ts';

const now = 'Sun, 22 Nov 2026 10:00:00 GMT';

it.each([
  ['120', now, 120],
  ['0', now, 0],
  ['Sun, 22 Nov 2026 10:02:30 GMT', now, 150],
  ['Sun, 22 Nov 2026 09:00:00 GMT', now, null],
  ['Sun, 22 Nov 2026 10:02:30 GMT', '', null],
  ['Sun, 22 Nov 2027 10:02:30 GMT', now, null],
  ['-5', now, null],
  ['1e9', now, null],
  ['999999999', now, null],
  ['soon', now, null],
  ['', now, null],
])('reads Retry-After %j of an answer of %j as %j', (said, date, expected) => {
  const headers = new Map([
    ['retry-after', [said]],
    ['date', [date]],
  ]);
  expect(pauseOf(headers)).toBe(expected);
});

it('says nothing where nothing was said', () => {
  expect(pauseOf(new Map())).toBeNull();
});
