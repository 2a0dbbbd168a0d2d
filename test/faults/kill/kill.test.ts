import { expect, it } from 'vitest';
import { addCounts, noCounts } from '../campaign/fault-suite.ts';
import { engineScript, killPlan, killsInARow, playRange } from './kill-suites.ts';

const seed = 1;
const minute = 60_000;
/** Runs for each fail point and each truth. */
const each = 20;

it(
  'loses no password and locks no mailbox, wherever the app is killed and whatever the server did',
  async () => {
    const script = await engineScript();
    const half = (killsInARow * each) / 2;
    const halves = [
      { from: 0, to: half },
      { from: half, to: 2 * half },
    ];
    const counts = await Promise.all(halves.map((range) => playRange(script, range, (place) => killPlan(seed, place))));
    const all = counts.reduce(addCounts, noCounts);
    // a point that is never met proves nothing
    expect(all).toEqual({ run: killsInARow * each, met: killsInARow * each, failed: 0, failures: [] });
  },
  20 * minute,
);
