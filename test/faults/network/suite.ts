import type { FaultSuite } from '../campaign/fault-suite.ts';
import { runAll, withoutStrays } from '../fuzz/settled.ts';
import { cellAt, cellCount } from './cells.ts';
import { digIpv6Hole } from './ipv6-hole.ts';
import { runLdapCell } from './ldap-cell.ts';
import { runMailCell } from './mail-cell.ts';
import { withNames } from './names.ts';
import { makeWorld, type World } from './world.ts';

/** Cells at the same time: most of them wait most of the time. */
const lanes = 12;

/** The matrix of faults, phases, services and repeats. */
export const networkSuite: FaultSuite = {
  name: 'network',
  size: cellCount,
  run: async ({ from, to }, seed) => {
    const failures = await runPlaces(
      Array.from({ length: to - from }, (_, index) => from + index),
      seed,
    );
    return { run: to - from, failed: failures.length, failures: failures.slice(0, 10) };
  },
};

/** Runs the cells at these places; every failure names its cell. */
export async function runPlaces(places: readonly number[], seed: number): Promise<string[]> {
  const hole = await digIpv6Hole();
  try {
    const world = await makeWorld(hole);
    const one = async (index: number) => await runCell(world, places[index] ?? 0, seed);
    return await withNames(
      world.names,
      async () => await withoutStrays(async () => await runAll({ from: 0, to: places.length, lanes }, one)),
    );
  } finally {
    await hole.close();
  }
}

async function runCell(world: World, place: number, seed: number): Promise<string[]> {
  const cell = cellAt(place);
  const failures =
    cell.service === 'ldap'
      ? await runLdapCell(world, cell, place, seed)
      : await runMailCell(world, cell, cell.service, place, seed);
  return failures.map((failure) => `place ${place}: ${failure}`);
}
