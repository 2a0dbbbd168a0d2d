import { expect, it } from 'vitest';
import { pauseOf } from './retry-after.ts';

const now = 'Sun, 22 Nov 2026 10:00:00 GMT';

it.each([
  ['120', now, ', again in 120 s'],
  ['0', now, ', again in 0 s'],
  ['Sun, 22 Nov 2026 10:02:30 GMT', now, ', again in 150 s'],
  ['Sun, 22 Nov 2026 09:00:00 GMT', now, ''],
  ['Sun, 22 Nov 2026 10:02:30 GMT', '', ''],
  ['Sun, 22 Nov 2027 10:02:30 GMT', now, ''],
  ['-5', now, ''],
  ['1e9', now, ''],
  ['999999999', now, ''],
  ['soon', now, ''],
  ['', now, ''],
])('reads Retry-After %j of an answer of %j as %j', (said, date, expected) => {
  const headers = new Map([
    ['retry-after', [said]],
    ['date', [date]],
  ]);
  expect(pauseOf(headers)).toBe(expected);
});

it('says nothing where nothing was said', () => {
  expect(pauseOf(new Map())).toBe('');
});
