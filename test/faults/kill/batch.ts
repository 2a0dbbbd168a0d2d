import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Trace } from '../../kits/secret-forms.ts';
import { EngineProcess } from './engine-process.ts';
import type { FailPoint } from './fail-points.ts';
import { judge, keptLaw, leaks } from './judge.ts';
import { type App, live } from './person.ts';
import { ids, type RunPlan, recordOf } from './plan.ts';
import { RunWorld } from './run-world.ts';
import { startOnSpoiled } from './spoiled.ts';
import { storyOf } from './story.ts';

export interface RunOutcome {
  readonly name: string;
  /** Fail points that it was to meet. */
  readonly points: number;
  /** The ones that were met, in order. */
  readonly met: readonly string[];
  /** What was broken; nothing is the only right answer. */
  readonly broken: readonly string[];
  /** What happened, line by line; only where something was broken. */
  readonly story: readonly string[];
}

/** Real time after which a life that neither ends nor meets its point counts as hung. */
const hangs = 60_000;

/**
 * Plays these runs side by side: all of them live in one process of the app until each has met its fail point or come to
 * its end; then the process is killed, and the next life begins. The last life meets none, and comes to the end.
 */
export async function playBatch(script: string, plans: readonly RunPlan[]): Promise<RunOutcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keyround-faults-'));
  try {
    const worlds = plans.map((plan, index) => new RunWorld(plan, join(folder, String(index))));
    const lives = Math.max(...plans.map(({ points }) => points.length)) + 1;
    for (let number = 0; number < lives; number += 1) {
      if (number === lives - 1 && plans.some(({ spoil }) => spoil !== null)) await playLife(script, worlds, 'spoiled');
      await playLife(script, worlds, number);
    }
    await playLife(script, worlds, 'replay');
    return worlds.map(outcomeOf);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function outcomeOf(world: RunWorld): RunOutcome {
  const broken = [...new Set(judge(world))];
  const { name, points } = world.plan;
  return { name, points: points.length, met: world.met, broken, story: broken.length > 0 ? storyOf(world) : [] };
}

/** The number of a life with a person in it; or a mere start, of which nothing may come. */
type Life = number | 'spoiled' | 'replay';

/** One life of the app in all worlds, from its start until it is killed. */
async function playLife(script: string, worlds: readonly RunWorld[], life: Life): Promise<void> {
  const app = new EngineProcess(script);
  await Promise.all(worlds.map((world) => liveIn(app, world, life)));
  for (const world of worlds) {
    world.broken.push(...leaks(world, [...app.traces(world.folder), ...filesBelow(world.folder)]));
  }
  await app.kill();
  for (const world of worlds) world.broken.push(...keptLaw(world));
}

async function liveIn(app: EngineProcess, world: RunWorld, life: Life): Promise<void> {
  const point: FailPoint | null = typeof life === 'number' ? (world.plan.points[life] ?? null) : null;
  const met = world.begin().then(() => {
    if (point) world.met.push(point.id);
  });
  app.join(world.folder, {
    now: () => world.clock.now(),
    answer: (call) => world.answer(call),
  });
  const late = new AbortController();
  const hang = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it hangs')), hangs);
    late.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    await Promise.race([lifeOf(app, world, point, life), met, hang]);
  } catch (error) {
    world.broken.push(error instanceof Error ? (error.stack ?? error.message) : 'unknown');
  } finally {
    late.abort();
  }
}

async function lifeOf(engine: EngineProcess, world: RunWorld, point: FailPoint | null, life: Life): Promise<void> {
  const { plan, folder, manifest } = world;
  const app: App = (command) => engine.do(folder, command);
  mkdirSync(folder, { recursive: true });
  await app({
    ...{ do: 'open', folder, mailbox: ids.mailbox, manifest, losesUnsynced: plan.losesUnsynced },
    point: point?.at.on === 'file' ? point.at : null,
    sent: world.journal.some(({ fact }) => fact.type === 'submitting'),
  });
  if (life === 0) await setUp(world, app);
  world.arm(point && point.at.on !== 'file' ? point.at : null);
  if (life === 'spoiled') return plan.spoil ? await startOnSpoiled(world, app, plan.spoil) : undefined;
  if (life !== 'replay') return await live(world, app);
  // what is over stays as it is, however often the app is started
  const before = world.journal.length;
  await app({ do: 'resume' });
  if (world.journal.length !== before) world.broken.push('a mere start wrote more lines');
}

async function setUp(world: RunWorld, app: App): Promise<void> {
  const { plan } = world;
  const { old, credential } = plan.passwords;
  const secrets = [
    ...(plan.currentKnown ? [{ version: ids.current, text: old }] : []),
    ...(plan.service.mode === 'admin' ? [{ version: ids.credential, text: credential }] : []),
  ];
  const current = plan.currentKnown ? ids.current : null;
  const shown = await app({ do: 'set-up', record: recordOf(plan), secrets, current });
  if (shown.refused !== null) throw new Error(`the mailbox could not be added: ${shown.refused}`);
}

function filesBelow(folder: string): Trace[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((where) => ({ where, bytes: readFileSync(where) }));
}
