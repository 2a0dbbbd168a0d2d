import { expect, it } from 'vitest';
import type { Provider } from '../../core/ports.ts';
import { success } from '../../shared/result.ts';
import {
  anna,
  asked,
  benches,
  gradeOf,
  hand,
  lines,
  live,
  minute,
  onlyLeft,
  practice,
  round,
  signsIn,
  until,
  value,
} from './sign-in-watch.test-kit.ts';
import type { Workspace } from './workspace.ts';

benches();

/** The clock of the computer was an hour behind, and that of the server was right: what the server wrote before is later by our clock of now. */
function withServerThatWasRight(isSet: () => boolean, setAt: () => number): Workspace {
  const { world } = practice;
  const provider = (id: string): Provider | null => {
    const bare = world.provider(id);
    const ask = bare?.signIns;
    if (!bare || !ask) return bare;
    const signIns: typeof ask = async (...question) => {
      const log = await ask(...question);
      if (!log.ok || !isSet()) return log;
      const entries = log.value.entries.map((one) => (one.at < setAt() ? { ...one, at: one.at + 60 * minute } : one));
      return success({ ...log.value, entries });
    };
    return { ...bare, signIns };
  };
  return { ...practice, world: { ...world, provider } };
}

it('takes nobody for seen who signed in before the change, nor ourselves, where the clock was put forward since', async () => {
  let setAt = Number.POSITIVE_INFINITY;
  const life = live(
    withServerThatWasRight(
      () => Number.isFinite(setAt),
      () => setAt,
    ),
  );
  const record = value(await practice.world.records.load(await anna()));
  const phone = record.clients.find(({ kind }) => kind === 'iphone');
  if (!phone) throw new Error('no phone');
  value(await practice.deviceSignsIn(record.id, { client: phone.id, password: 'new', name: 'iPhone Mail' }));
  hand.pass(minute);
  const run = await round(life);
  await onlyLeft(run, 'iphone');
  await asked(life, run);
  expect(await lines(run)).toEqual([]);
  setAt = hand.clock.now();
  hand.set(60 * minute);
  await asked(life, run);
  await asked(life, run);
  expect(await lines(run)).toEqual([]);
  hand.pass(61 * minute);
  await signsIn(run, 'iphone', 'new', 'iPhone Mail');
  hand.pass(6 * minute);
  await until('seen', () => gradeOf(run, 'iphone') === 'device-seen');
});
