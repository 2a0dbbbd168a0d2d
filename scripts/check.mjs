import { setUpNodeModules } from './set-up/node-modules.mjs';
import { runCommand } from './set-up/say.mjs';
import { runSuites } from './suites/run-suites.mjs';
import { suites } from './suites/suites.mjs';

/** Static checks, unit tests and rules: what one wants to know while writing, in under a minute. */
await runCommand(async () => {
  await setUpNodeModules();
  const { types, lint, layers, unused, unit, rules } = suites;
  return await runSuites([[types, lint, layers, unused, rules], [unit]]);
});
