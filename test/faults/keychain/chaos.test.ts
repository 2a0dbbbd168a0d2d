import { describe, expect, it } from 'vitest';
import { actsOfRotation, type Chaos, fitting, runChaos } from './chaos.ts';
import { keychainTroubles } from './chaos-keytar.ts';

describe('a keychain that goes wrong', () => {
  it.each(keychainTroubles)(
    '%s, from any act on: nothing is sent or lost, and it is told for what it is',
    async (trouble) => {
      const acts = await actsOfRotation();
      expect(acts).toBeGreaterThan(30);
      const told = new Set<string>();
      for (let from = 0; from < acts; from += 1) {
        const ways = [
          { lasts: 'once', restart: false },
          { lasts: 'on', restart: false },
          { lasts: 'on', restart: true },
        ] as const;
        const way = ways[from % ways.length];
        if (!way) continue;
        const chaos: Chaos = { trouble, from, ...way };
        const result = await runChaos(chaos);
        expect({ chaos, failures: result.failures }).toEqual({ chaos, failures: [] });
        for (const code of result.told) told.add(code);
      }
      if (fitting[trouble].length === 0) expect([...told]).toEqual([]);
      else expect(fitting[trouble].some((code) => told.has(code))).toBe(true);
    },
  );
});
