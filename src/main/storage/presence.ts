import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Says that a process lives: it listens on a socket (on Windows a named pipe) whose name nobody else ever uses. The system
 * closes it when the process ends, however it ends, so there is nothing to tidy up, no number of a process that could
 * have become another's, and no time to wait. What is gone never comes back under the same name.
 */
export interface Presence {
  /** Where it listens; for `isThere`. */
  readonly door: string;
  close(): Promise<void>;
}

export interface Presences {
  open(folder: string): Promise<Presence>;
  /** False only if nobody listens there any more; whatever is unclear counts as being there. */
  isThere(door: string): Promise<boolean>;
  /** Removes what a dead process left of its door. */
  tidy(door: string): Promise<void>;
}

/** Unix keeps the name of a socket in 104 bytes or more (`sun_path`). */
const longestName = 100;
const patience = 2_000;
const nobody: readonly unknown[] = ['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'ENOTSOCK', 'EINVAL', 'ENAMETOOLONG'];

export const systemPresences: Presences = {
  async open(folder) {
    const door = await newDoor(folder);
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      // Alone this keeps nobody alive.
      server.listen(door, resolve).unref();
    });
    server.on('error', () => undefined);
    return { door, close: () => new Promise((resolve) => void server.close(() => resolve())) };
  },
  isThere: (door) =>
    new Promise((resolve) => {
      const socket = connect(door);
      const answer = (there: boolean): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve(there);
      };
      // A process that is stopped, or has no time to answer, still lives.
      const timer = setTimeout(() => answer(true), patience);
      socket.once('connect', () => answer(true));
      socket.on('error', (error) => answer(!nobody.includes('code' in error ? error.code : '')));
    }),
  async tidy(door) {
    if (process.platform !== 'win32' && door.endsWith(ending)) await rm(door, { force: true });
  },
};

const ending = '.alive';

async function newDoor(folder: string): Promise<string> {
  const name = randomBytes(8).toString('hex');
  if (process.platform === 'win32') return `\\\\.\\pipe\\keyround-${name}`;
  const here = join(folder, `${name}${ending}`);
  if (Buffer.byteLength(here) <= longestName) return here;
  return join(await mkdtemp(join(tmpdir(), 'keyround-')), `${name}${ending}`);
}
