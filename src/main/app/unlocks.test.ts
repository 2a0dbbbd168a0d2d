import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { createUnlocks } from './unlocks.ts';

describe('passwords of apps’ own stores', () => {
  it('are kept by the store they open', () => {
    const unlocks = createUnlocks();
    unlocks.begin().keep('/a', new Secret('Primary-1'));
    expect(unlocks.of('/a')?.reveal()).toBe('Primary-1');
    expect(unlocks.of('/b')).toBeNull();
  });

  it('are forgotten, also those that a look brings afterwards', () => {
    const unlocks = createUnlocks();
    const look = unlocks.begin();
    look.keep('/a', new Secret('Primary-1'));
    unlocks.forget();
    look.keep('/b', new Secret('Primary-2'));
    expect([unlocks.of('/a'), unlocks.of('/b')]).toEqual([null, null]);
  });

  it('are never more than a few', () => {
    const unlocks = createUnlocks();
    const look = unlocks.begin();
    for (let i = 0; i < 51; i += 1) look.keep(`/${i}`, new Secret('x'));
    expect(unlocks.of('/0')).toBeNull();
    expect(unlocks.of('/1')).not.toBeNull();
  });
});
