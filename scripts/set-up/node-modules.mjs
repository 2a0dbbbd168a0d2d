import { existsSync, readFileSync } from 'node:fs';

import { inRepository } from './paths.mjs';
import { npm } from './run.mjs';
import { SetUpProblem, say } from './say.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} Packages */

/**
 * @param {string} file a package-lock
 * @returns {Packages}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/**
 * Whether what is installed is what the lock file wants. npm writes `node_modules/.package-lock.json` last, so an
 * interrupted installation does not pass.
 *
 * @param {Packages} wanted
 * @param {Packages} installed
 */
export function sameModules(wanted, installed) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (!found) return Boolean(entry.optional || entry.devOptional);
    return found.version === entry.version;
  });
}

function modulesAreThere() {
  const record = inRepository('node_modules', '.package-lock.json');
  return existsSync(record) && sameModules(packagesOf(inRepository('package-lock.json')), packagesOf(record));
}

/** Installs node_modules from the lock file where they are missing or differ. No package's script runs. */
export async function setUpNodeModules() {
  if (modulesAreThere()) return;
  say('Installing the Node packages (npm ci)');
  const { code, output } = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: inRepository(),
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
    timeLimitMs: 15 * 60_000,
  });
  if (code !== 0) throw new SetUpProblem(`npm ci did not work:\n${output}`);
}
