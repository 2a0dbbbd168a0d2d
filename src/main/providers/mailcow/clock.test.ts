import { expect, it } from 'vitest';
import { clockOf } from './clock.ts';

const now = Date.UTC(2026, 10, 22, 12, 5, 9);

it.each([
  ['22.11.2026 12:05:09', '2026-11-22 12:00:00', 0],
  ['22.11.2026 13:05:11', '2026-11-22 13:00:00', 2_000],
  ['22.11.2026 17:50:05', '2026-11-22 17:45:00', -4_000],
  ['21.11.2026 23:05:09', '2026-11-21 23:00:00', 0],
])('tells the zone of a clock that shows %s', (shown, datetime, ahead) => {
  const clock = clockOf(shown, now);
  expect(clock?.now).toBe(now + ahead);
  expect(clock?.at(datetime)).toBe(Date.UTC(2026, 10, 22, 12, 0, 0));
});

it('does not guess where the clocks are too far apart', () => {
  expect(clockOf('22.11.2026 13:12:00', now)).toBeNull();
});
