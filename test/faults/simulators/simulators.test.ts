import { describe, expect, it } from 'vitest';
import { banScenarios, products, runBanCell } from './ban-cells.ts';
import { cacheCells, runCacheCell } from './cache-cells.ts';

describe.each(products)('a service that bans like %s', (product) => {
  it.each(banScenarios)('is never made to by the app: %s', async (scenario) => {
    const { failures, refused, shut } = await runBanCell(product, scenario);
    expect(failures).toEqual([]);
    if (scenario !== 'three stale devices') expect(refused).toBeLessThanOrEqual(scenario === 'clean' ? 0 : 4);
    // the devices do it, which shows that it can be done
    expect(shut > 0).toBe(scenario === 'three stale devices');
  });
});

describe('a mail server that remembers', () => {
  it('is seen through: the verdict is right, with at most four refusals that nobody clicked for', async () => {
    const seen = new Set<number>();
    for (const cell of cacheCells) {
      const { failures, refused } = await runCacheCell(cell);
      expect({ cell, failures }).toEqual({ cell, failures: [] });
      seen.add(refused);
    }
    expect(Math.max(...seen)).toBeGreaterThan(2);
  });
});
