import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateFaults } from '../kill/fail-points.ts';
import { allSuites } from './all-suites.ts';
import type { FaultSuite } from './fault-suite.ts';
import { faultsPage, tableLines } from './page.ts';
import {
  type CampaignState,
  chunk,
  goOn,
  newState,
  nextRange,
  noteDone,
  readState,
  stateOf,
  writeState,
} from './state.ts';

const suite: FaultSuite = {
  name: 'one',
  size: chunk * 2 + 1,
  run: ({ from, to }) => Promise.resolve({ run: to - from, failed: 0, failures: [] }),
};
const other = { ...suite, name: 'other' };
const path = () => join(mkdtempSync(join(tmpdir(), 'keyround-campaign-')), 'state.json');

async function runAll(state: CampaignState): Promise<number[]> {
  const begins: number[] = [];
  for (let range = nextRange(suite, state, new Set()); range; range = nextRange(suite, state, new Set())) {
    begins.push(range.from);
    noteDone(state, suite.name, range.from, await suite.run(range, state.seed), 10);
  }
  return begins;
}

describe('a campaign', () => {
  it('goes on where it was stopped, with nothing left out and nothing twice', async () => {
    const place = path();
    const stopped = newState(3, 'abc', 1);
    noteDone(stopped, suite.name, chunk, await suite.run({ from: chunk, to: chunk * 2 }, 3), 10);
    writeState(place, stopped);
    const found = readState(place);
    if (!found) throw new Error('nothing was kept');
    expect(await runAll(found)).toEqual([0, chunk * 2]);
    expect(stateOf(found, suite.name).counts.run).toBe(suite.size);
  });

  it('gives no part to two processes at once', () => {
    const state = newState(3, 'abc', 1);
    expect(nextRange(suite, state, new Set([0, chunk]))).toEqual({ from: chunk * 2, to: chunk * 2 + 1 });
    expect(nextRange(suite, state, new Set([0, chunk, chunk * 2]))).toBeNull();
  });

  it('begins a suite anew on another commit if it is to be run, and leaves the others their commit', () => {
    const state = newState(3, 'abc', 1);
    for (const { name } of [suite, other]) noteDone(state, name, 0, { run: chunk, failed: 0, failures: [] }, 1);
    const same = goOn(state, 'abc', [suite.name, other.name]);
    expect([suite, other].map(({ name }) => stateOf(same, name).counts.run)).toEqual([chunk, chunk]);
    const later = goOn(state, 'def', [suite.name]);
    expect(stateOf(later, suite.name)).toMatchObject({ commit: 'def', done: [], counts: { run: 0 } });
    expect(stateOf(later, other.name)).toMatchObject({ commit: 'abc', done: [0], counts: { run: chunk } });
  });

  it('begins anew where what was kept cannot be read', () => {
    const place = path();
    expect(readState(place)).toBeNull();
    writeFileSync(place, '{"v":1}');
    expect(readState(place)).toBeNull();
  });

  it('says what was not run, and lists failures', () => {
    const state = newState(3, 'abc', 1);
    noteDone(state, suite.name, 0, { run: chunk, failed: 1, failures: ['kill seed 3 run 7\n  why'] }, 2_000);
    const [, , ran, not] = tableLines([suite, other], state);
    expect(ran).toBe(`| one | 169 | 84 | 85 not run | 1 | 2 s | abc |`);
    expect(not).toBe('| other | 169 | not run | 169 not run | not run | 0 s |  |');
    const page = faultsPage({ suites: [suite, other], state, date: '2026-03-02', machine: ['a machine'] });
    expect(page).toContain('Seed 3, 2026-03-02.');
    expect(page).toContain('- kill seed 3 run 7');
  });

  it('has a suite for every state that a cut of the power can leave', async () => {
    const suites = await allSuites();
    const names = suites.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const fault of stateFaults) expect(names).toContain(fault.suite);
    for (const one of suites) expect(one.size).toBeGreaterThan(0);
  });
});
