import type { Counts, FaultSuite } from '../campaign/fault-suite.ts';
import { actsOfRotation, type Chaos, runChaos } from '../keychain/chaos.ts';
import { keychainTroubles } from '../keychain/chaos-keytar.ts';
import { runSequences } from '../sequences/sequences.ts';
import { banScenarios, products, runBanCell } from '../simulators/ban-cells.ts';
import { cacheCells, runCacheCell } from '../simulators/cache-cells.ts';
import { allCuts, runCut } from '../torn/cuts.ts';
import { runFullDisk, writesOfRotation } from '../torn/full-disk.ts';
import { allIndexCuts, runIndexCut } from '../torn/index-cuts.ts';

/** A suite whose runs are the cells of a list: each is the same whatever the seed. */
function suiteOf<T>(name: string, cells: readonly T[], runCell: (cell: T) => Promise<readonly string[]>): FaultSuite {
  return {
    name,
    size: cells.length,
    async run({ from, to }): Promise<Counts> {
      const failures: string[] = [];
      let failed = 0;
      const some = cells.slice(from, to);
      for (const [index, cell] of some.entries()) {
        const wrong = await runCell(cell);
        if (wrong.length === 0) continue;
        failed += 1;
        failures.push(`${name} ${from + index}, ${JSON.stringify(cell)}: ${wrong.join('; ')}`);
      }
      return { run: some.length, failed, failures: failures.slice(0, 10) };
    },
  };
}

/** Sequences in a whole campaign. */
const sequenceCount = 5_000;

/** The suites that ask whether the laws hold, in one process and without a network, in their full sizes. */
export async function lawSuites(): Promise<readonly FaultSuite[]> {
  const acts = await actsOfRotation();
  const chaos = keychainTroubles.flatMap((trouble) =>
    (['once', 'on'] as const).flatMap((lasts) =>
      [false, true].flatMap((restart) =>
        Array.from({ length: acts }, (_none, from): Chaos => ({ trouble, from, lasts, restart })),
      ),
    ),
  );
  const bans = products.flatMap((product) => banScenarios.map((scenario) => ({ product, scenario })));
  const indexCuts = (await allIndexCuts()).flatMap((cut) => [false, true].map((power) => ({ ...cut, power })));
  const cuts = (await allCuts()).map((cut, place) => ({ ...cut, place }));
  return [
    suiteOf('torn writes', cuts, ({ place, ...cut }) => runCut(cut, place)),
    suiteOf('torn index', indexCuts, ({ power, ...cut }) => runIndexCut(cut, power)),
    suiteOf('full disk', await writesOfRotation(), async (full) => (await runFullDisk(full)).failures),
    {
      name: 'sequences',
      size: sequenceCount,
      run: async ({ from, to }, seed) => {
        const { runs, failures } = await runSequences(from, to, seed);
        return { run: runs, failed: failures.length, failures: failures.slice(0, 10) };
      },
    },
    suiteOf('keychain', chaos, async (one) => (await runChaos(one)).failures),
    suiteOf('ban simulators', bans, async ({ product, scenario }) => (await runBanCell(product, scenario)).failures),
    suiteOf('cache simulators', cacheCells, async (cell) => (await runCacheCell(cell)).failures),
  ];
}
