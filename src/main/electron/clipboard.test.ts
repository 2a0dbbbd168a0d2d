import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { createSecretClipboard } from './clipboard.ts';

const generations = {
  'answers at once': (value: string) => value,
  'answers with a promise': (value: string) => Promise.resolve(value),
};

describe.each(Object.entries(generations))('a clipboard that %s', (_name, answer) => {
  let text = '';
  const clipboard = {
    readText: () => answer(text),
    writeText: (next: string) => {
      text = next;
      return answer('');
    },
    clear: () => {
      text = '';
      return answer('');
    },
  };

  beforeEach(() => {
    text = '';
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('loses a copied secret when its time is over, and not before', async () => {
    await createSecretClipboard(clipboard).copy(new Secret('copper-Lantern7'), 60_000);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(text).toBe('copper-Lantern7');
    await vi.advanceTimersByTimeAsync(1);
    expect(text).toBe('');
  });

  it('leaves alone what was copied by somebody else meanwhile', async () => {
    const secrets = createSecretClipboard(clipboard);
    await secrets.copy(new Secret('copper-Lantern7'), 60_000);
    text = 'a shopping list';
    await vi.advanceTimersByTimeAsync(60_000);
    expect(text).toBe('a shopping list');
    await secrets.takeBack();
    expect(text).toBe('a shopping list');
  });

  it('counts anew for a second secret', async () => {
    const secrets = createSecretClipboard(clipboard);
    await secrets.copy(new Secret('the first'), 60_000);
    await vi.advanceTimersByTimeAsync(50_000);
    await secrets.copy(new Secret('the second'), 60_000);
    await vi.advanceTimersByTimeAsync(50_000);
    expect(text).toBe('the second');
  });

  it('loses it at once when the app quits', async () => {
    const secrets = createSecretClipboard(clipboard);
    await secrets.copy(new Secret('copper-Lantern7'), 60_000);
    await secrets.takeBack();
    expect(text).toBe('');
  });
});
