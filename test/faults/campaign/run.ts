import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Child, startChild } from '../../bench/child.ts';
import { describeCommit, describeMachine } from '../../bench/machine.ts';
import { allSuites } from './all-suites.ts';
import type { Counts, FaultSuite } from './fault-suite.ts';
import { faultsPage, tableLines } from './page.ts';
import {
  type CampaignState,
  goOn,
  newState,
  nextRange,
  noteDone,
  readState,
  sizeOf,
  stateOf,
  writeState,
} from './state.ts';
import { countsSchema, type Task } from './work.ts';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ownPlaces = { state: fromHere('../../../.cache/faults/state.json'), page: fromHere('../../../docs/faults.md') };
const processes = 2;
const minute = 60_000;

interface Asked {
  readonly suites: readonly FaultSuite[];
  readonly seed: number | null;
  readonly scale: number;
  /** When to stop handing out work, on the clock of `performance.now()`. */
  readonly until: number;
  readonly fresh: boolean;
  /** Where the campaign is kept, and the page for readers. */
  readonly places: typeof ownPlaces;
}

/** @throws Error that says what is wrong with the arguments */
function readArguments(words: readonly string[], all: readonly FaultSuite[]): Asked {
  const text = { type: 'string' } as const;
  const numbers = { seed: text, scale: text, minutes: text } as const;
  const options = { ...numbers, suite: text, state: text, fresh: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...words], options });
  const number = (name: 'seed' | 'scale' | 'minutes'): number | null => {
    const given = values[name];
    if (given === undefined) return null;
    if (!Number.isFinite(Number(given)) || Number(given) < 0) throw new Error(`--${name} needs a number.`);
    return Number(given);
  };
  const wanted = values.suite;
  const suites = all.filter(({ name }) => wanted === undefined || name.includes(wanted));
  if (suites.length === 0) throw new Error(`No suite is called like that: ${all.map((one) => one.name).join('; ')}`);
  const minutes = number('minutes');
  const until = minutes === null ? Number.POSITIVE_INFINITY : performance.now() + minutes * minute;
  const { state, fresh = false } = values;
  const places = state === undefined ? ownPlaces : { state: join(state, 'state.json'), page: join(state, 'faults.md') };
  return { suites, seed: number('seed'), scale: number('scale') ?? 1, until, fresh, places };
}

/** The campaign that was stopped, if it is of these very wishes; what ran on other code begins anew. Else a new one. */
async function campaignFor(asked: Asked, say: (line: string) => void): Promise<CampaignState> {
  const commit = await describeCommit();
  const found = asked.fresh ? null : readState(asked.places.state);
  const sameWish = found && found.scale === asked.scale && (asked.seed === null || asked.seed === found.seed);
  if (found && sameWish) {
    say(`Going on with the campaign of seed ${found.seed}. --fresh begins another one.`);
    const names = asked.suites.map(({ name }) => name);
    return goOn(found, commit, names);
  }
  return newState(asked.seed ?? Date.now() % 1_000_000, commit, asked.scale);
}

/**
 * Runs the campaign on two processes until it is complete, its minutes are over, or `stop` says so; whatever was finished
 * is kept, and the next call goes on from there. Returns 1 if any run has failed.
 */
export async function runCampaign(
  words: readonly string[],
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<number> {
  const shown = await allSuites();
  const asked = readArguments(words, shown);
  const state = await campaignFor(asked, say);
  const machine = (await describeMachine()).slice(0, 1);
  say(`Seed ${state.seed}, commit ${state.commit}, on ${machine.join('')}.`);
  const work = new Work(asked, state, stop, say);
  await Promise.all(Array.from({ length: processes }, () => work.inOneProcess()));
  for (const line of ['', ...tableLines(shown, state)]) say(line);
  const date = new Date().toISOString().slice(0, 10);
  mkdirSync(dirname(asked.places.page), { recursive: true });
  writeFileSync(asked.places.page, faultsPage({ suites: shown, state, date, machine }));
  return shown.some(({ name }) => stateOf(state, name).counts.failed > 0) ? 1 : 0;
}

/** A suite that throws has shown nothing of its runs: they count as failed. */
function broken({ from, to }: Task, error: unknown): Counts {
  return { run: to - from, failed: to - from, failures: [error instanceof Error ? error.message : String(error)] };
}

class Work {
  readonly #underWay = new Map<string, Set<number>>();
  readonly #asked: Asked;
  readonly #state: CampaignState;
  readonly #stop: AbortSignal;
  readonly #say: (line: string) => void;

  constructor(asked: Asked, state: CampaignState, stop: AbortSignal, say: (line: string) => void) {
    this.#asked = asked;
    this.#state = state;
    this.#stop = stop;
    this.#say = say;
  }

  async inOneProcess(): Promise<void> {
    let child: Child | null = null;
    try {
      for (;;) {
        // one that has died has failed at what it was doing, and at nothing else
        if (!child || child.isOver()) child = await this.#start();
        // what is to be done is chosen last: a Ctrl-C may have come while the process started
        const task = child && this.#next();
        if (!child || !task) return;
        await this.#do(child, task);
      }
    } finally {
      await child?.stop();
    }
  }

  async #start(): Promise<Child | null> {
    try {
      return await startChild('../faults/campaign/work.ts');
    } catch (error) {
      // a Ctrl-C may meet it before it is a process of its own; the campaign hears of the same one at once
      await sleep(100);
      if (!this.#stop.aborted) throw error;
      return null;
    }
  }

  /** From the suite that is furthest behind, so that a bounded campaign has something of everything. */
  #next(): Task | null {
    if (this.#stop.aborted || performance.now() > this.#asked.until) return null;
    const share = (suite: FaultSuite): number =>
      (stateOf(this.#state, suite.name).counts.run + this.#at(suite.name).size) / sizeOf(suite, this.#state);
    const behindFirst = [...this.#asked.suites].sort((one, other) => share(one) - share(other));
    for (const suite of behindFirst) {
      const range = nextRange(suite, this.#state, this.#at(suite.name));
      if (!range) continue;
      this.#at(suite.name).add(range.from);
      return { suite: suite.name, ...range, seed: this.#state.seed };
    }
    return null;
  }

  async #do(child: Child, task: Task): Promise<void> {
    const begin = performance.now();
    const { suite, from, to } = task;
    const counts = await child.ask(task).then(countsSchema.parse, (error: unknown) => broken(task, error));
    noteDone(this.#state, suite, from, counts, performance.now() - begin);
    this.#at(suite).delete(from);
    writeState(this.#asked.places.state, this.#state);
    this.#say(`${suite}: ${from} to ${to} ... ${counts.failed === 0 ? 'ok' : `${counts.failed} FAILED`}`);
    for (const failure of counts.failures) this.#say(failure);
  }

  #at(name: string): Set<number> {
    const known = this.#underWay.get(name) ?? new Set<number>();
    this.#underWay.set(name, known);
    return known;
  }
}
