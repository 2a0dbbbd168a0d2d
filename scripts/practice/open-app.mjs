import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { _electron } from 'playwright';

/**
 * The running app.
 *
 * @typedef {object} OpenApp
 * @property {import('playwright').ElectronApplication} app
 * @property {import('playwright').Page} page its one window, loaded
 * @property {() => string} output everything that its processes wrote to standard output and error
 * @property {() => string[]} complaints what the page complained about: errors, warnings, broken rules of its policy
 * @property {() => Promise<void>} close in order, as a person would
 * @property {() => Promise<void>} kill at once, with nothing saved, as in a power cut; resolves when it is gone
 */

/** An app that does not close in this time, in ms, is ended by force. */
const patience = 8_000;

/**
 * Opens the app on a place made by `launchDesktop`. What it has stored stays with the place, so opening it there a
 * second time is a restart.
 *
 * @param {Pick<import('../set-up/launch.mjs').Place, 'launchOptions'>} place
 * @returns {Promise<OpenApp>}
 */
export async function openApp(place) {
  const app = await _electron.launch(place.launchOptions);
  const child = app.process();
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const kill = async () => {
    if (ended()) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  try {
    const page = await app.firstWindow();
    /** @type {string[]} */
    const complaints = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
    await page.getByRole('main').first().waitFor();
    return {
      app,
      page,
      output: () => text,
      complaints: () => [...complaints],
      close: async () => {
        await Promise.race([app.close(), sleep(patience, undefined, { ref: false })]);
        await kill();
      },
      kill,
    };
  } catch (error) {
    await kill();
    throw error;
  }
}
