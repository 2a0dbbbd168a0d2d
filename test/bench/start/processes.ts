import { readdirSync, readFileSync } from 'node:fs';

/** The process and all that came from it, by their parents as /proc tells them. */
export function familyOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name));
    if (parent !== null) parents.set(Number(name), parent);
  }
  const family = [root];
  for (const member of family) {
    for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  }
  return family;
}

function parentOf(pid: number): number | null {
  try {
    return Number(/\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? 0);
  } catch {
    // It has ended meanwhile.
    return null;
  }
}

/**
 * Memory of some processes in MiB as PSS: a page that several share is divided among them, so that a sum counts it once.
 * Null where the kernel does not let this account look at one of them.
 */
export function memoryOf(pids: readonly number[]): number | null {
  try {
    const sizes = pids.map((pid) => /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
    return sizes.reduce((sum, size) => sum + Number(size ?? 0), 0) / 1024;
  } catch {
    return null;
  }
}
