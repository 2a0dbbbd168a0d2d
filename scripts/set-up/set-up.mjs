import { existsSync, statSync } from 'node:fs';

import { invokingAccount } from './account.mjs';
import { setUpBuild } from './build.mjs';
import { setUpKeytar } from './keytar.mjs';
import { setUpNodeModules } from './node-modules.mjs';
import { setUpSystem } from './packages.mjs';
import { inRepository, isRoot, repository } from './paths.mjs';
import { run } from './run.mjs';
import { setUpRuntime } from './runtime.mjs';
import { SetUpProblem } from './say.mjs';

/** A start through sudo leaves nothing of root in the person's own clone, so that the next one works without sudo. */
async function handOver() {
  const person = isRoot ? invokingAccount() : undefined;
  if (!person || statSync(repository).uid !== person.uid) return;
  const made = ['node_modules', 'out'].map((name) => inRepository(name)).filter((path) => existsSync(path));
  await run('chown', ['-hR', '--from=root', `${person.uid}:${person.gid}`, ...made]);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/**
 * Makes everything ready that is not ready yet, in the order in which one needs the other. Prints one line for each
 * piece of work and nothing for what stands already.
 *
 * @param {{ servers?: boolean, display?: boolean, build?: boolean }} needs `servers`: the mail servers of the tests;
 *   `display`: a virtual display and a keyring of its own; `build`: false leaves the app unbuilt
 * @returns {Promise<import('./runtime.mjs').Runtime>} the Electron to use
 */
export async function setUp({ servers = false, display = false, build = true } = {}) {
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetUpProblem(`Keyround needs Node 20.19 or newer; this is ${process.version}.`);
  }
  await setUpSystem({ servers, display });
  await setUpNodeModules();
  await setUpKeytar();
  const runtime = await setUpRuntime();
  if (build) await setUpBuild();
  await handOver();
  return runtime;
}
