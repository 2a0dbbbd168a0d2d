import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Linux cuts the name of a process after so many bytes. */
const longestName = 15;

/**
 * Whether one of these programs runs for whoever owns this process, as far as `/proc` (`proc`) tells; elsewhere than on
 * Linux it tells nothing, and the answer is no.
 */
export async function isRunning(proc: string, programs: readonly string[]): Promise<boolean> {
  const names = new Set(programs.map((name) => name.slice(0, longestName)));
  const me = process.getuid?.();
  try {
    for (const id of await readdir(proc)) {
      if (/^\d+$/.test(id) && names.has(await nameOf(join(proc, id), me))) return true;
    }
  } catch {
    // No such folder: not Linux.
  }
  return false;
}

/** Empty for a process of somebody else, and for one that has ended and is only waiting to be counted off (state Z). */
async function nameOf(folder: string, me: number | undefined): Promise<string> {
  try {
    const [, name = '', state] = /^\d+ \((.*)\) (\S)/s.exec(await readFile(join(folder, 'stat'), 'utf8')) ?? [];
    return state !== 'Z' && (await stat(folder)).uid === me ? name : '';
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
