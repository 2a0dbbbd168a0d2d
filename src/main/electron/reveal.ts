import { randomBytes } from 'node:crypto';

/** How fresh a click or key press must be, how often a secret may be shown, and how long a token is good, in ms. */
const limits = { gesture: 1_500, pause: 3_000, token: 10_000 } as const;

/**
 * Tokens for showing a secret: each is good once, for the window it was given to, and given only right after somebody
 * touched that window. A script in the page can ask, but not without a person.
 */
export interface RevealTokens {
  /** A real click or key press reached the window with these contents. */
  touched(contents: number): void;
  ask(contents: number): string | null;
  redeem(contents: number, token: string): boolean;
}

export function createRevealTokens(now: () => number): RevealTokens {
  const touches = new Map<number, number>();
  let given: { readonly token: string; readonly contents: number; readonly at: number } | null = null;
  let lastGiven = Number.NEGATIVE_INFINITY;
  return {
    touched: (contents) => {
      touches.set(contents, now());
    },
    ask(contents) {
      const at = now();
      const touch = touches.get(contents) ?? Number.NEGATIVE_INFINITY;
      if (at - touch > limits.gesture || at - lastGiven < limits.pause) return null;
      lastGiven = at;
      given = { token: randomBytes(18).toString('base64url'), contents, at };
      return given.token;
    },
    redeem(contents, token) {
      const open = given;
      given = null;
      return open !== null && open.token === token && open.contents === contents && now() - open.at <= limits.token;
    },
  };
}
