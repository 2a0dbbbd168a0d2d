import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { isStamped, stamp } from './fingerprint.mjs';
import { cacheFolder, inRepository, isRoot } from './paths.mjs';
import { run } from './run.mjs';
import { SetUpProblem, say } from './say.mjs';
import { setUpStandIn, standInFolder, standInIsSound } from './stand-in.mjs';

/** @typedef {{ kind: 'electron' | 'stand-in', folder: string, program: string }} Runtime */

const electronPackage = (/** @type {string[]} */ ...parts) => inRepository('node_modules', 'electron', ...parts);

/** @returns {string} the version that the project is written for */
function wantedVersion() {
  return JSON.parse(readFileSync(electronPackage('package.json'), 'utf8')).version;
}

const hasStandIn = process.platform === 'linux' && process.arch === 'x64';

/** @returns {Runtime | undefined} Electron's own download, where it is complete */
function ownElectron() {
  if (!existsSync(electronPackage('path.txt')) || !existsSync(electronPackage('dist', 'version'))) return undefined;
  if (readFileSync(electronPackage('dist', 'version'), 'utf8').replace(/^v/, '') !== wantedVersion()) return undefined;
  const program = readFileSync(electronPackage('path.txt'), 'utf8');
  const dist = electronPackage('dist');
  const folder = isRoot ? readableCopy(dist) : dist;
  return { kind: 'electron', folder, program: join(folder, program) };
}

/**
 * Root's clone often lies where no other account can look, and the app never runs as root.
 *
 * @param {string} dist
 */
function readableCopy(dist) {
  const copy = join(cacheFolder(), `electron-${wantedVersion()}`);
  if (!existsSync(copy)) {
    rmSync(`${copy}.part`, { recursive: true, force: true });
    cpSync(dist, `${copy}.part`, { recursive: true });
    renameSync(`${copy}.part`, copy);
  }
  return copy;
}

/** Whether anything answers where Electron's download starts; decides in seconds instead of minutes. */
async function downloadAnswers() {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  if (process.env['ELECTRON_GET_USE_PROXY']) return true;
  try {
    const address = mirror ?? 'https://github.com/electron/electron/releases/download/';
    await fetch(address, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(8_000) });
    return true;
  } catch {
    return false;
  }
}

/** @returns {Promise<boolean>} whether Electron's own download worked; it checks the file against its checksums */
async function downloadElectron() {
  if (!(await downloadAnswers())) return false;
  say(`Downloading Electron ${wantedVersion()}`);
  const { code } = await run(process.execPath, [electronPackage('install.js')], {
    cwd: inRepository(),
    timeLimitMs: 10 * 60_000,
  });
  return code === 0;
}

/** On the stand-in, Electron's own download is tried again, quietly, on the first start of another day. */
const triedToday = () => `${wantedVersion()} ${Math.floor(Date.now() / 86_400_000)}`;

/**
 * The runtime that set-up has made ready, checked again; nothing is downloaded.
 *
 * @returns {Promise<Runtime | undefined>}
 */
export async function findRuntime() {
  const own = ownElectron();
  if (own) return own;
  if (!hasStandIn || !(await standInIsSound())) return undefined;
  return { kind: 'stand-in', folder: standInFolder(), program: join(standInFolder(), 'electron') };
}

/**
 * Electron by its own download or, on Linux x64 where that cannot be reached, the stand-in.
 *
 * @returns {Promise<Runtime>}
 */
export async function setUpRuntime() {
  const found = await findRuntime();
  if (found?.kind === 'electron' || (found && isStamped('stand-in', triedToday()))) return found;
  if (await downloadElectron()) {
    const own = ownElectron();
    if (own) return own;
  }
  if (!hasStandIn) {
    throw new SetUpProblem('Electron could not be downloaded (github.com). Check the connection and start again.');
  }
  if (!found) say("Electron's own download cannot be reached from here.");
  const folder = await setUpStandIn();
  stamp('stand-in', triedToday());
  return { kind: 'stand-in', folder, program: join(folder, 'electron') };
}
