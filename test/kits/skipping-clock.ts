import type { Clock } from '../../src/core/ports.ts';
import { systemClock } from './system-clock.ts';

/**
 * A clock for the rotation beside a real server. What is done takes as long as it takes, but a wait of `ms` is over after
 * `ms / shrink`, and from then on the clock stands where a whole wait would have brought it: the ladder's eleven minutes
 * are eleven seconds with a `shrink` of 60. The server's time is real, so its life times have to be short in proportion.
 */
export function createSkippingClock(shrink: number): Clock {
  let skipped = 0;
  return {
    now: () => Math.round(Date.now() + skipped),
    sleep: async (ms, signal) => {
      const real = ms / shrink;
      await systemClock.sleep(real, signal);
      if (!signal.aborted) skipped += ms - real;
    },
  };
}
