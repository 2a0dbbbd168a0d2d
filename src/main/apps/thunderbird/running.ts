import { lstat, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';

const programs = /^(thunderbird|betterbird)/i;

async function holdsLock(proc: string, folder: string): Promise<boolean> {
  const { ino } = await stat(join(folder, '.parentlock'), { bigint: true });
  const locks = await readFile(join(proc, 'locks'), 'utf8');
  // `1: POSIX  ADVISORY  WRITE 4711 08:01:123456 0 EOF`
  return locks.split('\n').some((line) => {
    const [, , kind, , , file = ''] = line
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '->');
    return kind === 'ADVISORY' && file.split(':')[2] === ino.toString();
  });
}

/** The link `lock` names a process and outlives it, so that process is looked at: it may be gone, or another program's. */
async function ownerLives(proc: string, folder: string): Promise<boolean> {
  const link = join(folder, 'lock');
  if (!(await lstat(link)).isSymbolicLink()) return false;
  const [, id] = /:\+?(\d+)$/.exec(await readlink(link)) ?? [];
  return id !== undefined && programs.test(await readFile(join(proc, id, 'comm'), 'utf8'));
}

const orNo = async (answer: Promise<boolean>): Promise<boolean> => {
  try {
    return await answer;
  } catch {
    return false;
  }
};

/**
 * Whether Thunderbird runs with this profile, on Linux: it holds a lock on `.parentlock` for as long as it runs. It keeps
 * its passwords in memory and would write over what anybody else puts there.
 */
export async function isRunning(proc: string, folder: string): Promise<boolean> {
  return (await orNo(holdsLock(proc, folder))) || (await orNo(ownerLives(proc, folder)));
}
