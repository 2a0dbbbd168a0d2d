import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { filesBelow } from '../set-up/fingerprint.mjs';
import { countKeyringEntries } from './keyring-entries.mjs';

/** What the app calls its practice entries in the keychain. */
const services = ['Practice secrets of Keyround', 'Practice records of Keyround'];

/**
 * What the practice round has put away on this computer, looked up without the app's help.
 *
 * @param {import('./open-app.mjs').OpenApp} opened
 * @param {import('../set-up/launch.mjs').Place} place
 * @returns {Promise<{ files: number, entries: number | undefined }>} files of its folder, and entries of the keychain
 *   where there is a keychain of our own to ask
 */
export async function practiceTraces({ app }, { desktop }) {
  const userData = await app.evaluate((electron) => electron.app.getPath('userData'));
  const folder = join(userData, 'practice');
  const files = existsSync(folder) ? filesBelow(folder).length + 1 : 0;
  if (!desktop) return { files, entries: undefined };
  let entries = 0;
  for (const service of services) entries += await countKeyringEntries(desktop, service);
  return { files, entries };
}

/**
 * @param {{ files: number, entries: number | undefined }} before leaving
 * @param {{ files: number, entries: number | undefined }} after it
 * @returns {string} what was wiped
 * @throws {Error} where something is left, or where there was nothing to be wiped
 */
export function wipedWords(before, after) {
  if (before.files === 0 || before.entries === 0) throw new Error('The practice round had put nothing away.');
  if (after.files > 0) throw new Error('The folder of the practice round is still there.');
  if (after.entries) throw new Error(`${after.entries} practice entries are still in the keychain.`);
  const keychain = before.entries === undefined ? '' : ` and ${before.entries} keychain entries`;
  return `Wiped: the folder of the practice round${keychain}. Nothing of it is left.`;
}
