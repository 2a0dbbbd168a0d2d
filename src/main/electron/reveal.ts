import { randomBytes } from 'node:crypto';

/** How fresh a click or key press must be, the pause between two tokens, and how long a token is good, in ms. */
const limits = { gesture: 1_500, pause: 3_000, token: 10_000 } as const;

/**
 * Tokens for showing a secret: each is good once, for the window it was given to, and given only right after somebody
 * touched that window, one for each touch. A script in the page can ask, but not without a person. Whoever asks again
 * within the pause waits for its end: a person who shows, hides and shows once more did nothing wrong.
 */
export interface RevealTokens {
  /** A real click or key press reached the window with these contents. */
  touched(contents: number): void;
  /** Null if nobody touched the window just before, or if somebody waits already. */
  ask(contents: number): Promise<string | null>;
  redeem(contents: number, token: string): boolean;
}

export interface RevealClock {
  /** Milliseconds of a clock that is never set. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export function createRevealTokens({ now, wait }: RevealClock): RevealTokens {
  const touches = new Map<number, number>();
  let given: { readonly token: string; readonly contents: number; readonly at: number } | null = null;
  let lastGiven = Number.NEGATIVE_INFINITY;
  let someoneWaits = false;
  return {
    touched: (contents) => {
      touches.set(contents, now());
    },
    async ask(contents) {
      const touch = touches.get(contents) ?? Number.NEGATIVE_INFINITY;
      if (now() - touch > limits.gesture || someoneWaits) return null;
      touches.delete(contents);
      someoneWaits = true;
      await wait(Math.max(0, lastGiven + limits.pause - now()));
      someoneWaits = false;
      lastGiven = now();
      given = { token: randomBytes(18).toString('base64url'), contents, at: lastGiven };
      return given.token;
    },
    redeem(contents, token) {
      const open = given;
      given = null;
      return open !== null && open.token === token && open.contents === contents && now() - open.at <= limits.token;
    },
  };
}
