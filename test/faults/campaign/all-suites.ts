import { lawSuites } from '../files/law-suites.ts';
import { fuzzSuites } from '../fuzz/suites.ts';
import { run as raceForTheLock } from '../instances/races.ts';
import { doubleKillSuite, killSuite, spoiledNotesSuite } from '../kill/kill-suites.ts';
import { networkSuite } from '../network/suite.ts';
import type { FaultSuite } from './fault-suite.ts';

const instances: FaultSuite = {
  name: 'two processes racing for the lock',
  size: 1_000,
  run: async ({ from, to }, seed) => {
    const { runs, failures } = await raceForTheLock(from, to, seed);
    return { run: runs, failed: failures.length, failures: failures.slice(0, 10) };
  },
};

/** Every suite of a campaign, in the order in which it is printed. */
export async function allSuites(): Promise<readonly FaultSuite[]> {
  return [
    killSuite,
    doubleKillSuite,
    spoiledNotesSuite,
    ...(await lawSuites()),
    ...fuzzSuites,
    networkSuite,
    instances,
  ];
}
