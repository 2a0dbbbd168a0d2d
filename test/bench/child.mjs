import { runnerImport } from 'vite';

/**
 * A process of its own for one TypeScript module: every message from the parent goes to its `answer`, and what that
 * resolves to goes back. It ends when the parent does.
 */
const [, , file = ''] = process.argv;
/** @type {{ module: { answer: (message: unknown) => Promise<unknown> } }} */
const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' });

process.on('message', (message) => {
  module.answer(message).then(
    (value) => process.send?.({ value }),
    (error) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ value: 'ready' });
