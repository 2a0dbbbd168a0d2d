import { describe, expect, it } from 'vitest';
import { fuzzSuites } from './suites.ts';

// A slice of the campaign; another seed is one argument of `node scripts/faults.mjs`.
const seed = 20_261_122;
const runs = 1_000;

describe('fuzzed answers', () => {
  it.each(fuzzSuites)(
    `$name: ${runs} runs without a false proof, a leak, a crash or a hang`,
    async (suite) => {
      expect(await suite.run({ from: 0, to: runs }, seed)).toEqual({ run: runs, failed: 0, failures: [] });
    },
    180_000,
  );
});
