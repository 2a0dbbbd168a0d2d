import { expect, it, vi } from 'vitest';
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

it('is not sure of what was before summer time ended here, nor of the hour after it', () => {
  const ended = Date.UTC(2026, 9, 25, 1);
  const zone = vi.spyOn(Date.prototype, 'getTimezoneOffset').mockImplementation(function (this: Date) {
    return this.getTime() < ended ? -120 : -60;
  });
  const morning = ended + 8 * 3_600_000;
  const clock = clockOf('25.10.2026 10:00:00', morning);
  const days = clockOf('23.11.2026 10:00:00', morning + 29 * 86_400_000);
  zone.mockRestore();
  expect(clock?.now).toBe(morning);
  expect(clock?.at('2026-10-25 00:10:00')).toBe(ended - 110 * 60_000);
  expect(clock?.sureFrom).toBeGreaterThanOrEqual(ended + 3_600_000);
  expect(clock?.sureFrom).toBeLessThanOrEqual(ended + 2 * 3_600_000);
  expect(days?.sureFrom).toBeLessThan(morning + 22 * 86_400_000);
});

it('does not guess where the clocks are too far apart', () => {
  expect(clockOf('22.11.2026 13:12:00', now)).toBeNull();
});
