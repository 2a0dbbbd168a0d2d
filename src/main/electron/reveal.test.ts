import { describe, expect, it } from 'vitest';
import { createRevealTokens } from './reveal.ts';

const [window, otherWindow] = [1, 2];

function tokensAt() {
  const clock = { now: 1_000_000, waits: [] as number[] };
  const tokens = createRevealTokens({
    now: () => clock.now,
    wait: async (milliseconds) => {
      clock.waits.push(milliseconds);
      clock.now += milliseconds;
      await Promise.resolve();
    },
  });
  return { clock, tokens };
}

describe('reveal tokens', () => {
  it('are given only right after somebody touched that very window', async () => {
    const { clock, tokens } = tokensAt();
    expect(await tokens.ask(window)).toBeNull();
    tokens.touched(otherWindow);
    expect(await tokens.ask(window)).toBeNull();
    tokens.touched(window);
    clock.now += 1_501;
    expect(await tokens.ask(window)).toBeNull();
    tokens.touched(window);
    clock.now += 1_500;
    expect(await tokens.ask(window)).not.toBeNull();
  });

  it('are given once for each touch', async () => {
    const { tokens } = tokensAt();
    tokens.touched(window);
    expect(await tokens.ask(window)).not.toBeNull();
    expect(await tokens.ask(window)).toBeNull();
  });

  it('are good once, in the window they were given to, for ten seconds', async () => {
    const { clock, tokens } = tokensAt();
    const given = async () => {
      tokens.touched(window);
      const token = await tokens.ask(window);
      if (token === null) throw new Error('no token was given');
      return token;
    };
    const once = await given();
    expect(tokens.redeem(window, once)).toBe(true);
    expect(tokens.redeem(window, once)).toBe(false);
    expect(tokens.redeem(otherWindow, await given())).toBe(false);
    expect(tokens.redeem(window, `${await given()}x`)).toBe(false);
    const old = await given();
    clock.now += 10_001;
    expect(tokens.redeem(window, old)).toBe(false);
  });

  it('are given at most every three seconds: who asks sooner waits, and one at a time', async () => {
    const { clock, tokens } = tokensAt();
    const askTouched = () => {
      tokens.touched(window);
      return tokens.ask(window);
    };
    expect(await askTouched()).not.toBeNull();
    clock.now += 1_000;
    const waiting = askTouched();
    expect(await askTouched()).toBeNull();
    expect(await waiting).not.toBeNull();
    clock.now += 3_000;
    expect(await askTouched()).not.toBeNull();
    expect(clock.waits).toEqual([0, 2_000, 0]);
  });
});
