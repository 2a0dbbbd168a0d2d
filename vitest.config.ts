import { defineConfig } from 'vitest/config';

/**
 * Seven kinds of tests: `unit` beside the code, `contracts` (the shared kits with their hostile servers, beside what they
 * judge), `faults` and `wire` that attack the rotation and its connections and look whether the laws hold, `rules` about
 * the code itself, `integration` on real servers and `e2e` in the real window. The last two start servers and windows, so
 * they run one file at a time.
 */
const contracts = 'src/**/*contract.test.ts';
/** Hostile answers and bad networks. */
const wire = ['test/faults/{fuzz,network}/**/*.test.ts'];
/** Vitest leaves one processor idle by itself, which on two of them doubles the time. */
const allProcessors = { pool: 'threads' as const, maxWorkers: '100%' };
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
          // A test that changes the world (a global, the clock) puts it back, so files can share a worker.
          isolate: false,
          ...allProcessors,
        },
      },
      {
        test: { name: 'contracts', include: [contracts], testTimeout: 15_000, ...allProcessors },
      },
      {
        // Processes of their own: they start others and open thousands of connections, and have to end whatever is left.
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          exclude: wire,
          testTimeout: 60_000,
          maxWorkers: '100%',
        },
      },
      {
        // These measure time, so nothing may run beside them.
        test: { name: 'wire', include: wire, testTimeout: 60_000, ...oneAtATime },
      },
      {
        test: { name: 'rules', include: ['test/rules/**/*.test.ts'], testTimeout: 60_000, maxWorkers: '100%' },
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
