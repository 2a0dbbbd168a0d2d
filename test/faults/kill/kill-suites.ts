import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addCounts, type Counts, type FaultSuite, noCounts, type Range } from '../campaign/fault-suite.ts';
import { bundleEngine } from '../child/bundle.ts';
import { playBatch, type RunOutcome } from './batch.ts';
import { createDraws } from './draws.ts';
import { failPoints, spoils } from './fail-points.ts';
import { planRun, type RunPlan, serverTruths } from './plan.ts';

/** Runs that share one process of the app, and so its kills. */
const together = 84;

let engine: Promise<string> | null = null;

/** The engine's process, bundled once. */
export function engineScript(): Promise<string> {
  engine ??= bundleEngine(mkdtempSync(join(tmpdir(), 'keyround-engine-')));
  return engine;
}

/** Every fail point under each of the server's truths, then all of them again with other draws. */
export const killsInARow = failPoints.length * serverTruths.length;
/** Every fail point, and then in the recovery every fail point. */
export const pairsInARow = failPoints.length ** 2;

export function killPlan(seed: number, place: number): RunPlan {
  const inRow = place % killsInARow;
  const point = failPoints[Math.floor(inRow / serverTruths.length)];
  const truth = serverTruths[inRow % serverTruths.length];
  if (!point || !truth) throw new Error('no such place');
  return planRun('kill', seed, place, [point], truth);
}

export function doubleKillPlan(seed: number, place: number): RunPlan {
  const inRow = place % pairsInARow;
  const first = failPoints[Math.floor(inRow / failPoints.length)];
  const second = failPoints[inRow % failPoints.length];
  if (!first || !second) throw new Error('no such place');
  return planRun('double kill', seed, place, [first, second], createDraws(seed, ~place).pick(serverTruths));
}

/** Killed with a password under way, and then the notes are forged, spoiled or old, or the keychain is empty. */
export function spoiledPlan(seed: number, place: number): RunPlan {
  const point = underWay[place % underWay.length];
  const truth = serverTruths[Math.floor(place / underWay.length) % serverTruths.length];
  const spoil = spoils[Math.floor(place / underWay.length / serverTruths.length) % spoils.length];
  if (!point || !truth || !spoil) throw new Error('no such place');
  return { ...planRun('spoiled notes', seed, place, [point], truth), spoil };
}

const underWay = failPoints.filter(({ id }) => ['F7', 'F7b', 'F9', 'F11', 'F12c'].includes(id));
export const spoiledInARow = underWay.length * serverTruths.length * spoils.length;

export function failureText({ name, broken, story }: RunOutcome): string {
  return [name, ...broken.map((law) => `  ${law}`), ...story.map((line) => `    ${line}`)].join('\n');
}

export interface KillCounts extends Counts {
  /** Runs in which every fail point was met. */
  readonly met: number;
}

/** Plays the runs of a range with this engine, some at a time. */
export async function playRange(
  script: string,
  { from, to }: Range,
  planOf: (place: number) => RunPlan,
): Promise<KillCounts> {
  let counts: Counts = noCounts;
  let met = 0;
  for (let begin = from; begin < to; begin += together) {
    const places = Array.from({ length: Math.min(together, to - begin) }, (_none, index) => begin + index);
    const outcomes = await playBatch(script, places.map(planOf));
    const bad = outcomes.filter(({ broken }) => broken.length > 0);
    met += outcomes.filter((one) => one.met.length === one.points).length;
    counts = addCounts(counts, { run: outcomes.length, failed: bad.length, failures: bad.map(failureText) });
  }
  return { ...counts, met };
}

export const killSuite: FaultSuite = {
  name: 'kill -9 at each fail point x 3 server truths',
  size: killsInARow * 500,
  run: async (range, seed) => await playRange(await engineScript(), range, (place) => killPlan(seed, place)),
};

export const doubleKillSuite: FaultSuite = {
  name: 'second kill during recovery',
  size: pairsInARow * 10,
  run: async (range, seed) => await playRange(await engineScript(), range, (place) => doubleKillPlan(seed, place)),
};

export const spoiledNotesSuite: FaultSuite = {
  name: 'spoiled notes, emptied keychain',
  size: spoiledInARow * 20,
  run: async (range, seed) => await playRange(await engineScript(), range, (place) => spoiledPlan(seed, place)),
};
