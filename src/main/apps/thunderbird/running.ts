import { readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** `unknown`: it cannot be told, so that nothing may be written. */
export type Running = 'yes' | 'no' | 'unknown';

const programs = /^(thunderbird|betterbird)/i;

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);

/** What was asked for, or null if there is no such file. @throws whatever else is in the way */
async function orAbsent<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/** The numbers of the files that somebody holds a lock on. @throws where the system does not tell */
async function lockedFiles(proc: string): Promise<ReadonlySet<string>> {
  const locks = await readFile(join(proc, 'locks'), 'utf8');
  // `1: POSIX  ADVISORY  WRITE 4711 08:01:123456 0 EOF`
  const held = locks.split('\n').map((line) => {
    const [, , kind, , , file = ''] = line
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '->');
    return kind === 'ADVISORY' ? (file.split(':')[2] ?? '') : '';
  });
  return new Set(held);
}

/** The link `lock` names a process and outlives it, so that process is looked at: it may be gone, or another program's. */
async function ownerLives(proc: string, link: string): Promise<boolean> {
  const [, id] = /:\+?(\d+)$/.exec(link) ?? [];
  if (id === undefined) return false;
  const name = await orAbsent(readFile(join(proc, id, 'comm'), 'utf8'));
  return name !== null && programs.test(name);
}

/** Where a link leads; null if there is none, or something else has its name (as on other systems). */
async function linkAt(path: string): Promise<string | null> {
  try {
    return await orAbsent(readlink(path));
  } catch (error) {
    if (codeOf(error) === 'EINVAL') return null;
    throw error;
  }
}

async function look(proc: string, folder: string): Promise<boolean> {
  const lock = await orAbsent(stat(join(folder, '.parentlock'), { bigint: true }));
  const link = await linkAt(join(folder, 'lock'));
  if (lock === null && link === null) return false;
  const locked = await lockedFiles(proc);
  if (lock !== null && locked.has(lock.ino.toString())) return true;
  return link !== null && (await ownerLives(proc, link));
}

/**
 * Whether Thunderbird runs with this profile, on Linux: it holds a lock on `.parentlock` for as long as it runs. It keeps
 * its passwords in memory and would write over what anybody else puts there. Never throws.
 */
export async function isRunning(proc: string, folder: string): Promise<Running> {
  try {
    return (await look(proc, folder)) ? 'yes' : 'no';
  } catch {
    return 'unknown';
  }
}
