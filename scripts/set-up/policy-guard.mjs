import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const MARK = 'Keyround set-up';
const GUARD = `#!/bin/sh\n# ${MARK}: no service is started while packages are installed; removed right afterwards\nexit 101\n`;

/**
 * Keeps Debian packages from starting their services while `work` runs: a `policy-rc.d` that says no. One that is
 * already there is somebody's decision and is neither changed nor removed; one that an interrupted set-up of ours left
 * behind is.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} [file]
 * @returns {Promise<T>}
 */
export async function withoutStartingServices(work, file = '/usr/sbin/policy-rc.d') {
  const ours = !existsSync(file) || readFileSync(file, 'utf8').includes(MARK);
  // Without a listener, Ctrl+C would end this process before the guard is taken away; apt itself still hears it.
  const stay = () => undefined;
  process.on('SIGINT', stay).on('SIGTERM', stay);
  try {
    if (ours) writeFileSync(file, GUARD, { mode: 0o755 });
    return await work();
  } finally {
    if (ours) rmSync(file, { force: true });
    process.off('SIGINT', stay).off('SIGTERM', stay);
  }
}
