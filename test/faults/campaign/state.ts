import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { addCounts, type Counts, type FaultSuite, noCounts, type Range } from './fault-suite.ts';
import { countsSchema } from './work.ts';

const suiteStateSchema = z.strictObject({
  /** What its runs were runs of. */
  commit: z.string(),
  /** Where the chunks that are done begin. */
  done: z.array(z.int()),
  counts: countsSchema,
  /** Time that they took, in milliseconds of one process. */
  took: z.number(),
});
const stateSchema = z.strictObject({
  v: z.literal(2),
  seed: z.int(),
  /** What is run now. */
  commit: z.string(),
  scale: z.number(),
  suites: z.record(z.string(), suiteStateSchema),
});
export type CampaignState = z.infer<typeof stateSchema>;
type SuiteState = z.infer<typeof suiteStateSchema>;

/** Runs that are handed out at once, and done or not done as a whole. */
export const chunk = 84;

export const newState = (seed: number, commit: string, scale: number): CampaignState => ({
  ...{ v: 2, seed, commit, scale },
  suites: {},
});

/** The campaign that was stopped, or null if there is none that can be read. */
export function readState(path: string): CampaignState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

export function writeState(path: string, state: CampaignState): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(state));
  renameSync(`${path}.new`, path);
}

/** Runs of a suite in a campaign of this scale. */
export const sizeOf = (suite: FaultSuite, { scale }: CampaignState): number => Math.ceil(suite.size * scale);

export const stateOf = (state: CampaignState, name: string): SuiteState =>
  state.suites[name] ?? { commit: state.commit, done: [], counts: { ...noCounts, failures: [] }, took: 0 };

/**
 * The same campaign on this commit. Of the suites that are to be run, those that ran on another commit begin anew; the
 * rest keep what they showed, and their commit with it.
 */
export function goOn(found: CampaignState, commit: string, names: readonly string[]): CampaignState {
  const kept = Object.entries(found.suites).filter(([name, suite]) => !names.includes(name) || suite.commit === commit);
  return { ...found, commit, suites: Object.fromEntries(kept) };
}

/** The part of a suite that comes next, leaving out what others are at; null if there is none. */
export function nextRange(suite: FaultSuite, state: CampaignState, underWay: ReadonlySet<number>): Range | null {
  const size = sizeOf(suite, state);
  const done = new Set(stateOf(state, suite.name).done);
  for (let from = 0; from < size; from += chunk) {
    if (!done.has(from) && !underWay.has(from)) return { from, to: Math.min(from + chunk, size) };
  }
  return null;
}

export function noteDone(state: CampaignState, name: string, from: number, counts: Counts, took: number): void {
  const before = stateOf(state, name);
  const sum = addCounts(before.counts, counts);
  state.suites[name] = {
    commit: state.commit,
    done: [...before.done, from],
    counts: { ...sum, failures: [...sum.failures] },
    took: before.took + took,
  };
}
