import { expect, it } from 'vitest';
import { doubleKillPlan, engineScript, pairsInARow, playRange } from './kill-suites.ts';

const seed = 1;
const minute = 60_000;

it(
  'loses no password and locks no mailbox when the app is killed once more while it recovers',
  async () => {
    const range = { from: 0, to: pairsInARow };
    const counts = await playRange(await engineScript(), range, (place) => doubleKillPlan(seed, place));
    expect(counts).toMatchObject({ run: pairsInARow, failed: 0, failures: [] });
    // a recovery does not go back: a second point that lies before the first is met only where something begins anew
    expect(counts.met).toBeGreaterThan(counts.run / 2);
  },
  20 * minute,
);
