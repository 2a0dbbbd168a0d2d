import { reduce } from '../../../src/core/rotation/reduce.ts';
import type { RotationView } from '../../../src/shared/views.ts';
import type { Command, Shown } from '../child/wire.ts';
import type { RunWorld } from './run-world.ts';
import { pageLaws } from './watch.ts';

/** The app as a person has it before them. */
export type App = (command: Command) => Promise<Shown>;

const minute = 60_000;
const day = 24 * 60 * minute;
/** Hours that the app may go on by itself before it says something: the ladder, and the budget twice. */
const longest = 5;
/** Rotations that the person begins before giving up. */
const patience = 2;

/**
 * One life of the app with a sensible person before it: goes on with what is unfinished, else begins, does what the
 * screen asks, and comes back two weeks later. Ends by itself, or never where the app dies.
 */
export async function live(world: RunWorld, app: App): Promise<void> {
  let shown = await app({ do: 'resume' });
  if (!shown.view && !isContent(world)) shown = await begin(world, app);
  for (let steps = 0; steps < 60; steps += 1) {
    const { view } = shown;
    if (!view || isDone(world, view)) break;
    const before = world.clock.trueNow();
    shown = await act(world, app, view);
    const hours = (world.clock.trueNow() - before) / (60 * minute);
    if (hours > longest)
      world.broken.push(`the person was kept waiting in ${view.stage} for ${Math.round(hours)} hours`);
    if (steps === 59) world.broken.push(`the person does not come to an end: ${view.stage}`);
  }
  world.memory.done = true;
  await twoWeeksLater(world, app);
}

/** Has what was wanted, or has given up. */
function isContent({ memory, journal }: RunWorld): boolean {
  return memory.done || memory.rotations > patience || reduce(journal).rotation?.ended?.as === 'finished';
}

async function begin(world: RunWorld, app: App): Promise<Shown> {
  world.memory.rotations += 1;
  world.memory.helped = 0;
  world.memory.readied = 0;
  const shown = await app({ do: 'start' });
  if (shown.refused !== null) world.broken.push(`a rotation could not begin: ${shown.refused}`);
  return shown;
}

function isDone({ memory }: RunWorld, { stage }: RotationView): boolean {
  if (stage === 'finished') return true;
  if (stage === 'reverted') return memory.rotations >= patience;
  return stage === 'needs-help' && memory.helped > 3;
}

async function act(world: RunWorld, app: App, view: RotationView): Promise<Shown> {
  const { clock, memory } = world;
  switch (view.stage) {
    case 'new-password':
      return await app({ do: 'change', password: choose(world, view) });
    case 'your-turn':
      return await onThePage(world, app, view);
    case 'round':
      return await app({ do: 'finish' });
    case 'reverted':
      return await begin(world, app);
    case 'not-ready':
      clock.advance(11 * minute);
      memory.readied += 1;
      if (memory.readied > 3) return await leave(world, app);
      world.clicks.push(world.service.truth.signIns.length);
      return await app({ do: 'get-ready' });
    case 'needs-help':
      clock.advance(80 * minute);
      memory.helped += 1;
      world.clicks.push(world.service.truth.signIns.length);
      return await app({
        do: 'help',
        act: (['try-again', 'send-again', 'try-again'] as const)[memory.helped - 1] ?? 'stop',
      });
    default:
      world.broken.push(`nothing goes on in ${view.stage}`);
      return { refused: null, view: null };
  }
}

async function leave(world: RunWorld, app: App): Promise<Shown> {
  world.memory.rotations = patience;
  return await app({ do: 'leave' });
}

/** The new password of the first rotation, and another one in the next; after a crash either. */
function choose({ plan, memory }: RunWorld, { recovered }: RotationView): string {
  const { fresh, other } = plan.passwords;
  if (memory.rotations > 1) return other;
  return recovered && !plan.keepsToOnePassword ? other : fresh;
}

/** Puts the new password into the page, unless that is remembered as done, and says what came of it. */
async function onThePage(world: RunWorld, app: App, view: RotationView): Promise<Shown> {
  const { plan, service, memory } = world;
  const text = world.textOf(view.pending);
  pageLaws(world, text);
  const visit = String(world.journal.filter(({ fact }) => fact.type === 'submitting').length);
  if (text !== undefined && !(plan.remembersPage && memory.onPage.has(visit))) service.changeOnPage(text);
  memory.onPage.add(visit);
  if (world.isPoint('page', 'after')) return await world.die();
  const says = plan.service.answer === 'accepted' ? 'changed' : 'gave-up';
  return await app({ do: 'answer', answer: says });
}

/** What was changed late is applied by now, and what is kept is due to be forgotten. */
async function twoWeeksLater(world: RunWorld, app: App): Promise<void> {
  world.clock.advance(15 * day);
  await app({ do: 'tidy' });
}
