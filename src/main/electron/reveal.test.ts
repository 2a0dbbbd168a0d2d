import { describe, expect, it } from 'vitest';
import { createRevealTokens } from './reveal.ts';

const [window, otherWindow] = [1, 2];

function tokensAt() {
  const clock = { now: 1_000_000 };
  return { clock, tokens: createRevealTokens(() => clock.now) };
}

describe('reveal tokens', () => {
  it('are given only right after somebody touched that very window', () => {
    const { clock, tokens } = tokensAt();
    expect(tokens.ask(window)).toBeNull();
    tokens.touched(otherWindow);
    expect(tokens.ask(window)).toBeNull();
    tokens.touched(window);
    clock.now += 1_501;
    expect(tokens.ask(window)).toBeNull();
    tokens.touched(window);
    clock.now += 1_500;
    expect(tokens.ask(window)).not.toBeNull();
  });

  it('are good once, in the window they were given to, for ten seconds', () => {
    const { clock, tokens } = tokensAt();
    const given = () => {
      clock.now += 3_000;
      tokens.touched(window);
      const token = tokens.ask(window);
      if (token === null) throw new Error('no token was given');
      return token;
    };
    const once = given();
    expect(tokens.redeem(window, once)).toBe(true);
    expect(tokens.redeem(window, once)).toBe(false);
    expect(tokens.redeem(otherWindow, given())).toBe(false);
    expect(tokens.redeem(window, `${given()}x`)).toBe(false);
    const old = given();
    clock.now += 10_001;
    expect(tokens.redeem(window, old)).toBe(false);
  });

  it('are given at most every three seconds', () => {
    const { clock, tokens } = tokensAt();
    tokens.touched(window);
    expect(tokens.ask(window)).not.toBeNull();
    clock.now += 2_999;
    tokens.touched(window);
    expect(tokens.ask(window)).toBeNull();
    clock.now += 1;
    expect(tokens.ask(window)).not.toBeNull();
  });
});
