import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSystemClock } from './system.ts';

const hour = 3_600_000;
let wall = 0;
let monotonic = 0;
const clock = () => createSystemClock({ wall: () => wall, monotonic: () => monotonic });
const pass = async (ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= 1_000) {
    wall += Math.min(left, 1_000);
    monotonic += Math.min(left, 1_000);
    await vi.advanceTimersByTimeAsync(Math.min(left, 1_000));
  }
};

beforeEach(() => {
  wall = 1_700_000_000_000;
  monotonic = 5_000;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

function sleeping(one: ReturnType<typeof clock>, ms: number, signal = new AbortController().signal) {
  const state = { over: false };
  void one.sleep(ms, signal).then(() => {
    state.over = true;
  });
  return state;
}

it('sleeps as long as was asked, whatever the wall clock is set to', async () => {
  const one = clock();
  const state = sleeping(one, 100_000);
  wall += 10 * hour;
  await pass(99_000);
  wall -= 30 * hour;
  expect(state.over).toBe(false);
  await pass(1_000);
  expect(state.over).toBe(true);
});

it('counts the time asleep and looks again at once', async () => {
  const one = clock();
  const state = sleeping(one, hour);
  one.asleep();
  wall += 2 * hour;
  monotonic += 10;
  expect(one.elapsed()).toBe(5_010);
  one.awake();
  expect(one.elapsed()).toBe(5_000 + 2 * hour);
  await vi.advanceTimersByTimeAsync(0);
  expect(state.over).toBe(true);
});

it('counts nothing for a clock that was put back over a sleep, nor for an awakening without one', () => {
  const one = clock();
  one.asleep();
  wall -= hour;
  one.awake();
  wall += 5 * hour;
  one.awake();
  expect(one.elapsed()).toBe(5_000);
});

it('ends at once when stopped, before or meanwhile', async () => {
  const stop = new AbortController();
  const state = sleeping(clock(), hour, stop.signal);
  stop.abort();
  const late = sleeping(clock(), hour, stop.signal);
  await vi.advanceTimersByTimeAsync(0);
  expect([state.over, late.over]).toEqual([true, true]);
  expect(vi.getTimerCount()).toBe(0);
});
