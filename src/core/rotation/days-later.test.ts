import { expect, it } from 'vitest';
import { buildReport, countLeftOf } from '../report/build.ts';
import { Secret } from '../secret.ts';
import { openRotation, planRotation } from './open.ts';
import { drive } from './person.test-kit.ts';
import { boot } from './process.test-kit.ts';
import type { RotationRun } from './run.ts';
import { clientOne, clientTwo, mailbox, newWorld, type World } from './world.test-kit.ts';

const day = 24 * 3_600_000;

/** A change that has come to its round, in a process that then ends. */
async function leftForLater(world: World): Promise<RotationRun> {
  const process = boot(world);
  const planned = await planRotation(process.ports, mailbox);
  if (!planned.ok) throw new Error(planned.failure.code);
  const run = planned.value;
  await run.getReady();
  await run.change(new Secret('A new password 1!'), { endSessions: false });
  await drive(process, run);
  expect(run.view().stage).toBe('round');
  return run;
}

async function startAgain(world: World): Promise<RotationRun> {
  const process = boot(world);
  const opened = await openRotation(process.ports, mailbox);
  if (!opened.ok || !opened.value) throw new Error('nothing was left');
  await opened.value.resume();
  await drive(process, opened.value);
  return opened.value;
}

const grades = (run: RotationRun) => run.view().clients.map(({ grade, gradedAt }) => [grade, gradedAt]);
const left = (run: RotationRun): number => countLeftOf(run.view().clients);

it('is still there five days later, with what each device has shown, and nothing is tried or sent again', async () => {
  const world = newWorld();
  const run = await leftForLater(world);
  await run.noteShown({ client: clientOne, side: 'receiving', as: 'signed-in', at: world.now });
  const [before, tried, sent] = [grades(run), world.tried.length, world.sent.length];
  expect(before.map(([grade]) => grade)).toEqual(['device-seen', 'settings-proved']);
  await run.stop();
  world.now += 5 * day;
  const again = await startAgain(world);
  expect(again.view()).toMatchObject({ id: run.id, stage: 'round', recovered: true, changedAt: run.view().changedAt });
  expect(grades(again)).toEqual(before);
  expect([left(again), world.tried.length, world.sent.length]).toEqual([2, tried, sent]);
  // seen on both sides it is done
  await again.noteShown({ client: clientOne, side: 'sending', as: 'signed-in', at: world.now });
  expect(left(again)).toBe(1);
});

it('leaves a device that is gone out of what is to do, also days later, until somebody says that it is not', async () => {
  const world = newWorld();
  const run = await leftForLater(world);
  expect(left(run)).toBe(2);
  await run.markClient(clientTwo, 'gone');
  expect(left(run)).toBe(1);
  await run.stop();
  world.now += 5 * day;
  const again = await startAgain(world);
  expect(left(again)).toBe(1);
  const more = { provider: 'fake', version: '0', writtenAt: world.now };
  expect(buildReport({ rotation: again.view(), ...more }).counts).toMatchObject({ gone: 1, 'settings-proved': 1 });
  await again.markClient(clientTwo, 'waiting');
  expect([left(again), grades(again).map(([grade]) => grade)]).toEqual([2, ['settings-proved', 'settings-proved']]);
});
