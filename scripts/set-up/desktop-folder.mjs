import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isRoot } from './paths.mjs';
import { endAll, isDead } from './processes.mjs';

const PREFIX = 'keyround-desktop-';
const OWNER = 'started-by';

/** @param {string} folder */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Ends and removes desktops whose starter was killed before it could do so. */
async function sweepAbandoned() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = join(folder, OWNER);
    if (lstatSync(folder).uid !== process.getuid?.() || !existsSync(owner)) continue;
    if (!isDead(Number(readFileSync(owner, 'utf8')))) continue;
    await endAll([], folder);
    removeFolder(folder);
  }
}

/**
 * Makes the folder of a new desktop. Root runs the wrapper in it, so the account may only write into the folders inside.
 *
 * @param {import('./account.mjs').Account} account
 * @param {string[]} inside names of the folders that belong to the account
 * @returns {Promise<string>}
 */
export async function makeFolder(account, inside) {
  await sweepAbandoned();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  if (isRoot) chmodSync(folder, 0o755);
  writeFileSync(join(folder, OWNER), String(process.pid));
  for (const name of inside) {
    mkdirSync(join(folder, name), { mode: 0o700 });
    if (isRoot) chownSync(join(folder, name), account.uid, account.gid);
  }
  return folder;
}
