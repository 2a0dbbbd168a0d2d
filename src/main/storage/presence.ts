import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, rmdir, symlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';

/**
 * Says that a process lives: it listens on a socket (on Windows a named pipe) whose name nobody else ever uses. The system
 * closes it when the process ends, however it ends, so there is nothing to tidy up, no number of a process that could
 * have become another's, and no time to wait. What is gone never comes back under the same name.
 */
export interface Presence {
  /**
   * Where it listens; for `isThere`. A bare name is in the folder it was opened in, wherever that folder is seen from, so
   * that a copied profile does not ask at the door of the original.
   */
  readonly door: string;
  close(): Promise<void>;
}

export interface Presences {
  /** Listens in this folder; in one for temporary files, if this one cannot hold a socket. Throws what `listen` throws. */
  open(folder: string): Promise<Presence>;
  /** False only if nobody listens there any more; whatever is unclear counts as being there. */
  isThere(door: string, folder: string): Promise<boolean>;
  /** Removes what a dead process left of its door. */
  tidy(door: string, folder: string): Promise<void>;
}

/** Unix keeps the name of a socket in 104 bytes or more (`sun_path`). */
const longestName = 100;
const patience = 2_000;
const ending = '.alive';
const nobody: readonly unknown[] = ['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'ENOTSOCK', 'EINVAL', 'ENAMETOOLONG'];
/** Another user's folder for temporary files is closed to this one, for ever: the epoch is the guard there. */
const nobodyElsewhere: readonly unknown[] = [...nobody, 'EACCES'];

/** Doors as this system has them; `connectTo` is Node's `connect`. */
export function createPresences(connectTo: (path: string) => ReturnType<typeof connect>): Presences {
  const knock = (path: string, gone: readonly unknown[]): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connectTo(path);
      const answer = (there: boolean): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve(there);
      };
      // A process that is stopped, or has no time to answer, still lives.
      const timer = setTimeout(() => answer(true), patience);
      socket.once('connect', () => answer(true));
      socket.on('error', (error) => answer(!gone.includes('code' in error ? error.code : '')));
    });
  return {
    async open(folder) {
      const name = `${randomBytes(8).toString('hex')}${ending}`;
      if (process.platform === 'win32') {
        const pipe = `\\\\.\\pipe\\keyround-${name}`;
        return { door: pipe, close: await listen(pipe) };
      }
      const here = join(folder, name);
      // Network folders often refuse sockets, each with an error of its own.
      const close = fits(here) ? await listen(here).catch(() => null) : null;
      return close ? { door: name, close } : await openElsewhere(name);
    },
    async isThere(door, folder) {
      if (isAbsolute(door)) return await knock(door, nobodyElsewhere);
      const path = placeOf(door, folder);
      if (fits(path)) return await knock(path, nobody);
      // Seen from here its name is too long, and would be cut: a link makes it short.
      const short = await newPlace();
      const link = join(short, 'w');
      try {
        await symlink(folder, link);
        return await knock(placeOf(door, link), nobody);
      } finally {
        await rm(short, { recursive: true, force: true });
      }
    },
    async tidy(door, folder) {
      if (process.platform === 'win32' || !door.endsWith(ending)) return;
      // Of what lies elsewhere only what `open` made there may be removed.
      if (isAbsolute(door) && !madePlace.test(basename(dirname(door)))) return;
      await rm(placeOf(door, folder), { force: true });
      if (isAbsolute(door)) await removePlace(dirname(door));
    },
  };
}

export const systemPresences: Presences = createPresences((path) => connect(path));

const fits = (path: string): boolean => Buffer.byteLength(path) <= longestName;
const placeOf = (door: string, folder: string): string => (isAbsolute(door) ? door : join(folder, basename(door)));

const madePlace = /^keyround-[A-Za-z0-9]{6}$/;
/** Leaves room for the names of the folder and of the socket. */
const longestBase = 60;

/** A folder of its own among the temporary files. */
function newPlace(): Promise<string> {
  const base = tmpdir();
  const isLong = process.platform !== 'win32' && Buffer.byteLength(base) > longestBase;
  return mkdtemp(join(isLong ? '/tmp' : base, 'keyround-'));
}

const removePlace = (place: string): Promise<void> => rmdir(place).catch(() => undefined);

async function openElsewhere(name: string): Promise<Presence> {
  const place = await newPlace();
  const door = join(place, name);
  try {
    const close = await listen(door);
    return { door, close: () => close().then(() => removePlace(place)) };
  } catch (error) {
    await removePlace(place);
    throw error;
  }
}

/** Answers with what ends it. */
async function listen(path: string): Promise<() => Promise<void>> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Alone this keeps nobody alive.
    server.listen(path, resolve).unref();
  });
  server.on('error', () => undefined);
  return () => new Promise((resolve) => void server.close(() => resolve()));
}
