import { type SimulatedClock, simulationBegins } from '../model/clock.ts';

/** A clock that stands still between commands: who sleeps wakes only when time is passed to there. */
export interface HeldClock extends SimulatedClock {
  /** Wakes everyone whose time has come. */
  wakeDue(): void;
  /** When the next sleeper is due, in true time; null if nobody sleeps. */
  nextDue(): number | null;
  /** Puts the wall clock forward or back by so much, in milliseconds. */
  jump(ms: number): void;
}

/** Sleeps shorter than this pass by themselves: they are no waits, only breaths. */
const breath = 1_000;

export function createHeldClock(): HeldClock {
  let now = simulationBegins;
  let ahead = 0;
  let sleepers: { readonly due: number; readonly wake: () => void }[] = [];
  return {
    now: () => now + ahead,
    trueNow: () => now,
    advance: (ms) => {
      now += Math.max(ms, 0);
    },
    setWallAhead: (ms) => {
      ahead = ms;
    },
    jump: (ms) => {
      ahead += ms;
    },
    async sleep(ms, signal) {
      if (signal.aborted) return;
      if (ms < breath) {
        await new Promise((resolve) => setImmediate(resolve));
        now += Math.max(ms, 0);
        return;
      }
      await new Promise<void>((resolve) => {
        sleepers.push({ due: now + ms, wake: resolve });
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    wakeDue() {
      const due = sleepers.filter((one) => one.due <= now);
      sleepers = sleepers.filter((one) => one.due > now);
      for (const one of due) one.wake();
    },
    nextDue: () => (sleepers.length === 0 ? null : Math.min(...sleepers.map((one) => one.due))),
  };
}
