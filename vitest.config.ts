import { defineConfig } from 'vitest/config';

/**
 * Five kinds of tests: `unit` beside the code, `contracts` (the shared kits with their hostile servers, beside what they
 * judge), `rules` about the code itself, `integration` on real servers and `e2e` in the real window. The last two start
 * servers and windows, so they run one file at a time.
 */
const contracts = 'src/**/*contract.test.ts';
const oneAtATime = { pool: 'forks' as const, fileParallelism: false, maxWorkers: 1, isolate: true };

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: [contracts],
          testTimeout: 15_000,
        },
      },
      {
        test: { name: 'contracts', include: [contracts], testTimeout: 15_000 },
      },
      {
        test: { name: 'rules', include: ['test/rules/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...oneAtATime,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          ...oneAtATime,
        },
      },
    ],
  },
});
