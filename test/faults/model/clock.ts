import type { Clock } from '../../../src/core/ports.ts';

/**
 * Time as the tests move it. True time only goes forward and is what mail servers live by; the computer's wall clock may
 * be set to something else. A sleep passes at once and takes the true time with it, so that a wait of seventy minutes
 * costs a test nothing.
 */
export interface SimulatedClock extends Clock {
  /** True time in milliseconds since 1970: what servers see. */
  trueNow(): number;
  /** Lets true time, and the wall clock with it, go on by `ms`. */
  advance(ms: number): void;
  /** Sets the wall clock `ms` ahead of (or, negative, behind) true time. */
  setWallAhead(ms: number): void;
}

export const simulationBegins = Date.parse('2026-03-02T08:00:00Z');

export function createSimulatedClock(begin: number = simulationBegins): SimulatedClock {
  let now = begin;
  let ahead = 0;
  return {
    now: () => now + ahead,
    trueNow: () => now,
    advance(ms) {
      now += Math.max(ms, 0);
    },
    setWallAhead(ms) {
      ahead = ms;
    },
    async sleep(ms, signal) {
      // another turn first: whoever asked for the sleep may still call it off
      await new Promise((resolve) => setImmediate(resolve));
      if (!signal.aborted) now += Math.max(ms, 0);
    },
  };
}
