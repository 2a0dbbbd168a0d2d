import { randomInt } from 'node:crypto';
import type { Clock, Random } from '../../core/ports.ts';

export const systemRandom: Random = { below: (limit) => randomInt(limit) };

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** 16 lower-case letters and digits (82 bits), for ids and handles. */
export function newId(): string {
  return Array.from({ length: 16 }, () => letters.charAt(randomInt(letters.length))).join('');
}

export interface SystemClock extends Clock {
  elapsed(): number;
  /** The computer goes to sleep, and is awake again: the time between is counted by the wall clock. */
  asleep(): void;
  awake(): void;
}

/** Where the time comes from; a test brings its own. */
export interface TimeSource {
  readonly wall: () => number;
  /** Runs forwards only; on most systems it stands still while the computer sleeps. */
  readonly monotonic: () => number;
}

/** A sleep looks at the clock at least this often: timers stand still while the computer sleeps. */
const longestTimer = 30_000;

export function createSystemClock({ wall, monotonic }: TimeSource): SystemClock {
  let slept = 0;
  let before: { readonly wall: number; readonly monotonic: number } | null = null;
  const sleepers = new Set<() => void>();
  const elapsed = (): number => monotonic() + slept;
  return {
    now: wall,
    elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const ends = elapsed() + ms;
        let timer: NodeJS.Timeout | undefined;
        const end = (): void => {
          clearTimeout(timer);
          sleepers.delete(look);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const look = (): void => {
          clearTimeout(timer);
          const left = ends - elapsed();
          if (signal.aborted || left <= 0) end();
          else timer = setTimeout(look, Math.min(Math.ceil(left), longestTimer));
        };
        sleepers.add(look);
        signal.addEventListener('abort', end, { once: true });
        look();
      }),
    asleep() {
      before = { wall: wall(), monotonic: monotonic() };
    },
    awake() {
      // Nobody can set the clock of a sleeping computer, so what it has gained over the other one is the sleep.
      if (before) slept += Math.max(wall() - before.wall - (monotonic() - before.monotonic), 0);
      before = null;
      for (const look of [...sleepers]) look();
    },
  };
}

export const systemClock = createSystemClock({ wall: () => Date.now(), monotonic: () => performance.now() });
