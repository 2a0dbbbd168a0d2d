import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createAwakeKeeper, watchPower } from './power.ts';

it('passes on what the computer says', () => {
  const monitor = new EventEmitter();
  const heard: string[] = [];
  watchPower(monitor, {
    asleep: () => heard.push('asleep'),
    awake: () => heard.push('awake'),
    sessionEnds: () => heard.push('session ends'),
  });
  for (const event of ['suspend', 'resume', 'shutdown', 'lock-screen']) monitor.emit(event);
  expect(heard).toEqual(['asleep', 'awake', 'session ends']);
});

it('keeps the computer awake while it is wanted, once, and for three hours at most', () => {
  const acts: string[] = [];
  let at = 0;
  const keep = createAwakeKeeper(
    {
      start: (type) => {
        acts.push(type);
        return 7;
      },
      stop: (id) => acts.push(`stop ${id}`),
    },
    () => at,
  );
  keep(false);
  keep(true);
  keep(true);
  expect(acts).toEqual(['prevent-app-suspension']);
  keep(false);
  expect(acts).toEqual(['prevent-app-suspension', 'stop 7']);
  keep(true);
  at = 3 * 3_600_000;
  keep(true);
  keep(true);
  expect(acts.slice(2)).toEqual(['prevent-app-suspension', 'stop 7']);
});
