import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleEngine } from '../child/bundle.ts';
import {
  doubleKillPlan,
  engineScript,
  killPlan,
  killsInARow,
  playRange,
  spoiledInARow,
  spoiledPlan,
} from './kill-suites.ts';
import { type PlantedBug, plantedBugs } from './planted-bugs.ts';

const seed = 1;
const plans = { kill: killPlan, 'double kill': doubleKillPlan, 'spoiled notes': spoiledPlan };

/** Runs the suite in slices until it has caught the bug, at most one whole row of it. */
async function failuresWith(script: string, { caughtBy, says }: PlantedBug): Promise<string> {
  const said: string[] = [];
  const slice = 9;
  for (let from = 0; from < killsInARow; from += slice) {
    const place = (index: number): number => (index * 37) % killsInARow;
    const counts = await playRange(script, { from, to: from + slice }, (index) => plans[caughtBy](seed, place(index)));
    said.push(...counts.failures);
    if (said.some((one) => says.test(one))) break;
  }
  return said.join('\n');
}

describe('a bug planted in the engine', () => {
  it.each(plantedBugs)(
    'is caught: $name',
    async (bug) => {
      const script = await bundleEngine(mkdtempSync(join(tmpdir(), 'keyround-planted-')), [bug.plant]);
      expect(await failuresWith(script, bug)).toMatch(bug.says);
    },
    120_000,
  );

  it('has to be planted: its place must be there', async () => {
    const plant = { file: 'core/rotation/machine.ts', snippet: 'this is nowhere', instead: '' };
    await expect(bundleEngine(tmpdir(), [plant])).rejects.toThrow('this is nowhere');
  });

  it('stands in the list for readers, with the suite that catches it', () => {
    const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    for (const { name, caughtBy } of plantedBugs) expect(page).toContain(`| ${name} | ${caughtBy} |`);
  });
});

it('does nothing by itself on notes that are forged, unreadable or old, or with an emptied keychain', async () => {
  const range = { from: 0, to: spoiledInARow };
  const counts = await playRange(await engineScript(), range, (place) => spoiledPlan(seed, place));
  expect(counts).toMatchObject({ run: spoiledInARow, failed: 0, failures: [], met: spoiledInARow });
}, 120_000);
