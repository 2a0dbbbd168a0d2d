import { expect, it } from 'vitest';
import { run } from './races.ts';

it('has one writer when two processes start at once, and the next one at once when it is killed', async () => {
  expect(await run(0, 100, 1)).toEqual({ runs: 100, failures: [] });
}, 120_000);
