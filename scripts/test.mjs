import { runCommand, say } from './set-up/say.mjs';
import { setUp } from './set-up/set-up.mjs';
import { runSuites, seconds } from './suites/run-suites.mjs';
import { suites } from './suites/suites.mjs';

/** Everything: set-up with the mail servers, then each suite in turn. */
await runCommand(async () => {
  const begin = performance.now();
  await setUp({ servers: true, display: true, build: false });
  say(`set-up ... ok ${seconds(begin)}`);
  return await runSuites(Object.values(suites).map((suite) => [suite]));
});
