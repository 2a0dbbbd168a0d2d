import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startDesktop } from './desktop.mjs';
import { findRuntime } from './runtime.mjs';
import { SetUpProblem } from './say.mjs';
import { stageApp } from './stage.mjs';

/**
 * The built app on a desktop of its own, ready for Playwright:
 *
 *     const place = await launchDesktop();
 *     const app = await _electron.launch(place.launchOptions);
 *     …
 *     await app.close();
 *     await place.stop();
 *
 * @typedef {object} Place
 * @property {import('./desktop.mjs').Desktop | undefined} desktop nothing where there is no virtual display (macOS, Windows)
 * @property {import('./runtime.mjs').Runtime} runtime
 * @property {string} appPath
 * @property {{ executablePath: string, args: string[], chromiumSandbox: true }} launchOptions for `_electron.launch`;
 *   further arguments go behind `args`
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a desktop for the app that `setUp` has made ready. On macOS and Windows the app gets a folder of its own and
 * the real display.
 *
 * @param {Omit<import('./desktop.mjs').DesktopOptions, 'program'>} [options]
 * @returns {Promise<Place>}
 */
export async function launchDesktop(options = {}) {
  const runtime = await findRuntime();
  if (!runtime) throw new SetUpProblem('Electron is not ready; `npm start` or `npm test` does the set-up.');
  const appPath = stageApp();
  if (process.platform !== 'linux') return onRealDisplay(runtime, appPath);
  const desktop = await startDesktop({ ...options, program: runtime.program });
  return {
    desktop,
    runtime,
    appPath,
    launchOptions: { executablePath: desktop.wrapperPath, args: [appPath], chromiumSandbox: true },
    stop: desktop.stop,
  };
}

/**
 * @param {import('./runtime.mjs').Runtime} runtime
 * @param {string} appPath
 * @returns {Place}
 */
function onRealDisplay(runtime, appPath) {
  const userData = mkdtempSync(join(tmpdir(), 'keyround-practice-'));
  return {
    desktop: undefined,
    runtime,
    appPath,
    launchOptions: {
      executablePath: runtime.program,
      args: [appPath, `--user-data-dir=${userData}`],
      chromiumSandbox: true,
    },
    stop: async () => rmSync(userData, { recursive: true, force: true, maxRetries: 5 }),
  };
}
