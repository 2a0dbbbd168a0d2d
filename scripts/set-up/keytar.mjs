import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { inRepository } from './paths.mjs';
import { npm, run } from './run.mjs';
import { SetUpProblem, say } from './say.mjs';

const addOn = () => inRepository('node_modules', 'keytar', 'build', 'Release', 'keytar.node');

/**
 * The folder whose `include/node` holds the headers of the running Node, so that node-gyp need not download them.
 *
 * @returns {string | undefined}
 */
export function headersPrefix(
  prefixes = [dirname(dirname(process.execPath)), '/usr', '/usr/local'],
  exists = existsSync,
) {
  return prefixes.find((prefix) => exists(join(prefix, 'include', 'node', 'node_api.h')));
}

/** @returns {Promise<boolean>} whether this Node can load the add-on; a copy for another machine cannot be */
async function loads() {
  const { code } = await run(process.execPath, ['-e', `require(${JSON.stringify(addOn())})`]);
  return code === 0;
}

/**
 * Builds keytar, the door to the system's keychain. On Linux always from its source: the ready-made file of its
 * install script would be downloaded without a checksum.
 */
export async function setUpKeytar() {
  if (existsSync(addOn())) return;
  say('Building keytar, the connection to the keychain');
  const prefix = headersPrefix();
  const { code, output } = await npm(['rebuild', 'keytar', '--ignore-scripts=false'], {
    cwd: inRepository(),
    env: {
      ...process.env,
      ...(prefix ? { npm_config_nodedir: prefix } : {}),
      ...(process.platform === 'linux' ? { npm_config_build_from_source: 'true' } : {}),
    },
    timeLimitMs: 5 * 60_000,
  });
  if (code !== 0 || !existsSync(addOn()) || !(await loads())) {
    throw new SetUpProblem(
      `keytar could not be built. It needs libsecret-1-dev, pkg-config, g++, make and python3 on Linux.\n${output}`,
    );
  }
}
