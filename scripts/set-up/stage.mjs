import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { fingerprint } from './fingerprint.mjs';
import { cacheFolder, inRepository, isRoot } from './paths.mjs';

/** What the running app needs of keytar; everything else it needs is bundled into `out/`. */
const KEYTAR = ['package.json', 'lib', join('build', 'Release', 'keytar.node')].map((part) =>
  join('node_modules', 'keytar', part),
);

const A_WEEK_MS = 7 * 24 * 3600_000;

/** @returns {string} a manifest with only what Electron reads */
function manifest() {
  const { name, productName, version, main, type } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
  return `${JSON.stringify({ name, productName, version, main, type }, null, 2)}\n`;
}

/**
 * @param {string} shelf
 * @param {string} keep
 */
function removeOld(shelf, keep) {
  for (const name of readdirSync(shelf)) {
    const folder = join(shelf, name);
    if (folder !== keep && Date.now() - statSync(folder).mtimeMs > A_WEEK_MS)
      rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The folder to give to Electron as the app. A start by root copies the built app to where an ordinary account can read
 * and not change it, since the repository may lie in a folder closed to it; otherwise it is the repository.
 *
 * @returns {string}
 */
export function stageApp() {
  if (!isRoot) return inRepository();
  const parts = ['out', ...KEYTAR];
  const content = fingerprint(
    parts.map((part) => inRepository(part)),
    { and: [manifest()] },
  );
  const shelf = join(cacheFolder(), 'app');
  const folder = join(shelf, content);
  if (!existsSync(folder)) {
    const fresh = join(shelf, `${content}.${process.pid}`);
    for (const part of parts) {
      mkdirSync(dirname(join(fresh, part)), { recursive: true });
      cpSync(inRepository(part), join(fresh, part), { recursive: true, dereference: true });
    }
    writeFileSync(join(fresh, 'package.json'), manifest());
    renameSync(fresh, folder);
  }
  utimesSync(folder, new Date(), new Date());
  removeOld(shelf, folder);
  return folder;
}
