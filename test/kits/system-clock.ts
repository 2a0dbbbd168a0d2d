import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src/core/ports.ts';

/** The real time, for tests on real servers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await wait(ms, undefined, { signal });
    } catch {
      // Stopped: the wait is over.
    }
  },
};
