import { afterEach, expect, it, vi } from 'vitest';
import type { SecretStore } from '../../core/ports.ts';
import { failure } from '../../shared/failures.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { createKeychain } from '../storage/keychain.ts';
import { createKeychainWatch } from './keychain-watch.ts';

/** A keychain and a store that answer as the test says. */
function setUp() {
  const world: { locked: boolean; prompt: Promise<void> } = { locked: false, prompt: Promise.resolve() };
  const binding = {
    getPassword: async () => {
      await world.prompt;
      if (world.locked) throw new Error('the prompt was dismissed');
      return 'text';
    },
    setPassword: () => Promise.resolve(),
    deletePassword: () => Promise.resolve(true),
    findCredentials: () => Promise.resolve([]),
  };
  const answer = (): Result<void> => (world.locked ? failed(failure('keychain.locked')) : success(undefined));
  const missing = failed(failure('keychain.entry-missing'));
  const secrets: SecretStore = {
    put: () => Promise.resolve(answer()),
    get: () => Promise.resolve(missing),
    remove: () => Promise.resolve(answer()),
    tryOut: () => Promise.resolve(answer()),
  };
  const onChange = vi.fn();
  const onWaits = vi.fn();
  const watch = createKeychainWatch(() => secrets, onChange, onWaits);
  const keychain = watch.over(createKeychain('test', { load: () => binding, silentWhenLocked: false }));
  return { world, watch, keychain, onChange, onWaits };
}

afterEach(() => vi.useRealTimers());

it('hears of a keychain that was locked meanwhile from whoever asks it next, and says so once', async () => {
  const { world, watch, keychain, onChange } = setUp();
  expect(await keychain.get('a')).toEqual(success('text'));
  expect(watch.problem()).toBeNull();
  world.locked = true;
  await keychain.get('a');
  await keychain.get('b');
  expect(watch.problem()?.code).toMatch(/^keychain\./);
  expect(onChange).toHaveBeenCalledTimes(1);
});

it('says that the password box of the computer may stand open, while a call takes long', async () => {
  vi.useFakeTimers();
  const { world, watch, keychain, onChange, onWaits } = setUp();
  let answer: () => void = () => undefined;
  world.prompt = new Promise((resolve) => {
    answer = () => resolve();
  });
  const waiting = keychain.get('a');
  await vi.advanceTimersByTimeAsync(1_999);
  expect(watch.waits()).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(watch.waits()).toBe(true);
  answer();
  await waiting;
  expect(watch.waits()).toBe(false);
  expect(onWaits).toHaveBeenCalledTimes(2);
  // Asking for everything anew would open the box once more.
  expect(onChange).not.toHaveBeenCalled();
});

it('does not take many calls one after the other for one that waits', async () => {
  vi.useFakeTimers();
  const { world, keychain, onWaits } = setUp();
  const calls: Promise<unknown>[] = [];
  for (let number = 0; number < 5; number += 1) {
    world.prompt = new Promise((resolve) => setTimeout(resolve, 1_500));
    calls.push(keychain.get(String(number)));
    await vi.advanceTimersByTimeAsync(1_500);
  }
  await Promise.all(calls);
  expect(onWaits).not.toHaveBeenCalled();
});

it('forgets the trouble when a check goes well', async () => {
  const { world, watch, keychain, onChange } = setUp();
  world.locked = true;
  await keychain.get('a');
  world.locked = false;
  expect((await watch.check()).ok).toBe(true);
  expect(watch.problem()).toBeNull();
  expect(onChange).toHaveBeenCalledTimes(2);
});
