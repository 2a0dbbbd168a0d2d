import { launchDesktop } from './set-up/launch.mjs';
import { inRepository } from './set-up/paths.mjs';
import { runCommand, say } from './set-up/say.mjs';
import { setUp } from './set-up/set-up.mjs';

/** Set-up with the mail servers, then `runBench` of `test/bench/run.ts`, which measures and prints. */
await runCommand(async () => {
  await setUp({ servers: true, display: true });
  const { runnerImport } = await import('vite');
  /** @type {{ module: import('../test/bench/run.ts') }} */
  const { module } = await runnerImport(inRepository('test', 'bench', 'run.ts'), { root: inRepository() });
  await module.runBench({ launchDesktop, say });
});
