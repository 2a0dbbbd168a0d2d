import { existsSync } from 'node:fs';

import { fingerprint, isStamped, stamp } from './fingerprint.mjs';
import { inRepository } from './paths.mjs';
import { run } from './run.mjs';
import { SetUpProblem, say } from './say.mjs';

const SOURCES = ['src', 'resources', 'electron.vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json'];

/** Everything that the built app depends on; tests beside the code are not part of it. */
function buildFingerprint() {
  return fingerprint(
    SOURCES.map((name) => inRepository(name)),
    { and: [process.version, process.platform], except: /\.test\.tsx?$/ },
  );
}

/**
 * Builds `out/` and remembers from what, so that a start after it need not build again.
 *
 * @returns {Promise<import('./run.mjs').Outcome>}
 */
export async function buildApp() {
  const sources = buildFingerprint();
  const program = inRepository('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const outcome = await run(process.execPath, [program, 'build'], { cwd: inRepository(), timeLimitMs: 5 * 60_000 });
  if (outcome.code === 0) stamp('build', sources);
  return outcome;
}

/** Builds `out/` unless it was built from exactly these sources. */
export async function setUpBuild() {
  if (isStamped('build', buildFingerprint()) && existsSync(inRepository('out', 'main', 'index.cjs'))) return;
  say('Building the app');
  const { code, output } = await buildApp();
  if (code !== 0) throw new SetUpProblem(`The app could not be built:\n${output}`);
}
