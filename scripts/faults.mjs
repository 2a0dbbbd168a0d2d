import { inRepository } from './set-up/paths.mjs';
import { runCommand, say } from './set-up/say.mjs';

/**
 * The fault campaign: every suite at full size, on two processes. Ctrl-C stops it after what is under way; the same
 * command goes on from there. `--suite <part of a name>`, `--minutes <n>`, `--scale <0..1>`, `--seed <n>`, `--fresh`;
 * `--state <folder>` keeps the campaign and its page there, and leaves those of the repository alone.
 */
await runCommand(async () => {
  const { runnerImport } = await import('vite');
  /** @type {{ module: import('../test/faults/campaign/run.ts') }} */
  const { module } = await runnerImport(inRepository('test', 'faults', 'campaign', 'run.ts'), { root: inRepository() });
  const stopping = new AbortController();
  process.once('SIGINT', () => {
    say('Stopping after what is under way. The same command goes on from here.');
    stopping.abort();
  });
  return await module.runCampaign(process.argv.slice(2), say, stopping.signal);
});
