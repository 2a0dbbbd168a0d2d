import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { inRepository } from './paths.mjs';

/**
 * @param {string} path a file or a folder
 * @returns {string[]} every file below it, sorted
 */
export function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]))
    .sort();
}

/**
 * One value for the content and names of some files or folders, to tell whether work must be done again.
 *
 * @param {string[]} paths
 * @param {{ and?: string[], except?: RegExp, from?: string }} [more] `and`: further facts that count; `except`: files
 *   that do not; `from`: the folder that names are relative to
 */
export function fingerprint(paths, { and = [], except, from = inRepository() } = {}) {
  const hash = createHash('sha256');
  for (const fact of and) hash.update(`${fact}\0`);
  for (const file of paths.flatMap(filesBelow)) {
    const name = relative(from, file);
    if (except?.test(name)) continue;
    hash.update(`${name}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @returns {Promise<Buffer>} the digest of a file of any size
 */
export async function digestOf(file, algorithm) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest();
}

/** @param {string} name */
function stampFile(name) {
  return inRepository('node_modules', '.cache', 'keyround', name);
}

/**
 * @param {string} name of the piece of work
 * @param {string} value the fingerprint that it was done for
 * @returns {boolean} whether it was done for exactly this
 */
export function isStamped(name, value) {
  const file = stampFile(name);
  return existsSync(file) && readFileSync(file, 'utf8') === value;
}

/**
 * @param {string} name
 * @param {string} value
 */
export function stamp(name, value) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), value);
}
