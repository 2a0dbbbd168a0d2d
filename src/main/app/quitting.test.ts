import { expect, it, vi } from 'vitest';
import { rotationStageSchema } from '../../shared/views.ts';
import { createQuitting, holdsBack, keepsAwake } from './quitting.ts';

it('holds back between sending and promoting and at no other stage', () => {
  const stages = rotationStageSchema.options;
  expect(stages.filter(holdsBack)).toEqual(['submitting', 'your-turn', 'settling', 'waiting', 'verifying']);
  expect(stages.filter(keepsAwake)).toEqual(['submitting', 'settling', 'waiting', 'verifying']);
});

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function scene(addresses: readonly string[], answers: boolean[] = []) {
  const seen: string[] = [];
  const quitting = createQuitting({
    changing: () => addresses.map((address) => ({ address })),
    confirm: ({ title }) => {
      seen.push(title);
      return Promise.resolve(answers.shift() ?? false);
    },
    say: (key, values) => `${key} ${values?.['address'] ?? ''}`,
    stop: () => {
      seen.push('stop');
      return Promise.resolve();
    },
    quit: () => seen.push('quit'),
    stay: () => seen.push('stay'),
  });
  const ask = async (): Promise<boolean> => {
    let prevented = false;
    quitting.asked({
      preventDefault: () => {
        prevented = true;
      },
    });
    await turn();
    return prevented;
  };
  return { seen, quitting, ask };
}

it('quits without a question while nothing is being changed, stopping in order first', async () => {
  const { seen, ask } = scene([]);
  expect(await ask()).toBe(true);
  expect(seen).toEqual(['stop', 'quit']);
  expect(await ask()).toBe(false);
});

it('asks while a password is being changed, waits if the person waits, and asks again the next time', async () => {
  const { seen, ask } = scene(['anna@firm.example', 'b@firm.example'], [false, true]);
  await ask();
  expect(seen).toEqual(['native.quit.title anna@firm.example', 'stay']);
  await ask();
  expect(seen.slice(2)).toEqual(['native.quit.title anna@firm.example', 'stop', 'quit']);
});

it('asks one question at a time', () => {
  const { seen, quitting } = scene(['anna@firm.example']);
  const event = { preventDefault: () => undefined };
  quitting.asked(event);
  quitting.asked(event);
  expect(seen).toHaveLength(1);
});

it('never holds up a log-off, asks nothing and stops nothing', async () => {
  const { seen, quitting, ask } = scene(['anna@firm.example']);
  quitting.sessionEnds();
  expect(await ask()).toBe(false);
  expect(seen).toEqual([]);
});

it('asks again when a log-off was called off', async () => {
  vi.useFakeTimers();
  const { quitting, ask } = scene(['anna@firm.example']);
  quitting.sessionEnds();
  vi.advanceTimersByTime(30_000);
  vi.useRealTimers();
  expect(await ask()).toBe(true);
});
