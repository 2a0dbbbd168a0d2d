import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, wherever it was cloned to. */
export const repository = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

/** True for root; such a start prepares files that an ordinary account reads but cannot change. */
export const isRoot = process.getuid?.() === 0;
if (isRoot) process.umask(0o022);

/**
 * @param {...string} parts
 * @returns {string} a path inside the repository
 */
export function inRepository(...parts) {
  return join(repository, ...parts);
}

/**
 * Where downloaded and staged things are kept between starts, outside the repository. Root's copy lies where every
 * account can read it, because Electron never runs as root.
 *
 * @returns {string} the folder, which exists
 */
export function cacheFolder() {
  const folder = isRoot
    ? '/var/cache/keyround'
    : join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'keyround');
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return folder;
}
