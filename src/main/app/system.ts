import { randomInt } from 'node:crypto';
import type { Clock, Random } from '../../core/ports.ts';

export const systemRandom: Random = { below: (limit) => randomInt(limit) };

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** 16 lower-case letters and digits (82 bits), for ids and handles. */
export function newId(): string {
  return Array.from({ length: 16 }, () => letters.charAt(randomInt(letters.length))).join('');
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      // A longer delay would overflow the timer and end at once.
      const timer = setTimeout(end, Math.min(ms, 2_147_000_000));
      signal.addEventListener('abort', end, { once: true });
    }),
};
