import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Place } from '../../scripts/set-up/launch.mjs';
import { describeCommit, describeMachine } from './machine.ts';
import { benchmarkPage } from './page.ts';
import { measureSignIns } from './sign-ins/measure-sign-ins.ts';
import { signInLines } from './sign-ins/sign-in-tables.ts';
import { measureStart } from './start/measure-start.ts';
import { startLines } from './start/start-table.ts';

/** What `npm run bench` hands over once set-up is done. */
export interface BenchTools {
  /** Opens the built app on a desktop of its own. */
  readonly launchDesktop: () => Promise<Place>;
  /** Prints one line. */
  readonly say: (line: string) => void;
}

/** Measures and prints. `--quick`: 3 rounds instead of 5; `--write`: also writes `docs/benchmarks.md`. */
export async function runBench({ launchDesktop, say }: BenchTools): Promise<void> {
  const rounds = process.argv.includes('--quick') ? 3 : 5;
  const [machine, commit] = [await describeMachine(), await describeCommit()];
  for (const line of machine) say(line);
  const signIns = signInLines(await measureSignIns(rounds, say));
  for (const line of signIns) say(line);
  const figures = await measureStart(launchDesktop, rounds, say);
  const start = figures ? startLines(figures) : ['Not measured: there is no virtual display here.'];
  if (figures) machine.push(`Electron ${figures.electron} with Chromium ${figures.chrome}`);
  for (const line of ['', machine.at(-1) ?? '', '', ...start]) say(line);
  if (!process.argv.includes('--write')) return;
  const date = new Date().toISOString().slice(0, 10);
  const page = benchmarkPage({ date, commit, rounds, machine, start, signIns });
  writeFileSync(fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url)), page);
}
