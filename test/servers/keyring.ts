import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { makeFolder, type ProgramResult, runProgram, startServer, until, writePrivate } from './process.ts';

/**
 * `no-default-collection`: the service answers but nobody made a keyring yet. `no-service`: nothing answers on the bus
 * address. In `locked` the password prompt cannot appear (no display), which is what dismissing it looks like.
 */
export type KeyringState = 'unlocked' | 'locked' | 'no-default-collection' | 'no-service';

export interface Keyring {
  /** Variables for a child process that shall use this keyring; its HOME is a folder of its own. */
  readonly environment: NodeJS.ProcessEnv;
  /** Runs a program in this session, with `input` on its standard input. */
  run(command: readonly [string, ...string[]], input?: string): Promise<ProgramResult>;
  lock(): Promise<void>;
  unlock(): Promise<void>;
  /** Ends the session with everything in it and removes its folder. */
  stop(): Promise<void>;
}

/** What opens it. */
export const keyringPassword = 'test keyring';

const service = 'org.freedesktop.secrets';

const session = `
trap 'kill $(jobs -p); wait' TERM
dbus-daemon --session --nofork --nopidfile --address="unix:path=$1/bus" &
while [ ! -S "$1/bus" ]; do sleep 0.02; done
gnome-keyring-daemon --foreground --components=secrets $2 <"$1/keyring-password" &
wait
`;

/**
 * Starts a private D-Bus session with a GNOME keyring. A keychain library keeps its connection for the life of its
 * process, so use it in a child process with `environment`, never in the test's own.
 */
export async function startKeyring(state: KeyringState): Promise<Keyring> {
  const folder = makeFolder('keyring');
  const environment = sessionEnvironment(folder);
  writePrivate(join(folder, 'keyring-password'), keyringPassword);
  const unlockAtStart = state === 'unlocked' || state === 'locked' ? '--unlock' : '';
  const command: [string, ...string[]] =
    state === 'no-service' ? ['sleep', 'infinity'] : ['bash', '-c', session, 'session', folder, unlockAtStart];
  const server = startServer(folder, command, environment);
  const run = async (program: readonly [string, ...string[]], input = '') =>
    await runProgram(program, { input, environment });
  const call = async (method: string, ...parameters: string[]) =>
    await run([
      ...(['gdbus', 'call', '--session', '--timeout', '10', '--dest', service] as const),
      ...['--object-path', '/org/freedesktop/secrets', '--method', `org.freedesktop.Secret.Service.${method}`],
      ...parameters,
    ]);
  const keyring: Keyring = {
    environment,
    run,
    lock: async () => {
      const collection = '/org/freedesktop/secrets/collection/login';
      const result = await call('Lock', `[objectpath '${collection}']`);
      if (!result.output.includes(collection)) throw new Error(`the keyring did not lock: ${result.output}`);
    },
    unlock: async () => {
      await unlockThroughControl(join(folder, 'run', 'keyring', 'control'), keyringPassword);
    },
    stop: server.stop,
  };
  try {
    if (state !== 'no-service') await untilReady(state, run, call);
    if (state === 'locked') await keyring.lock();
  } catch (error) {
    await server.stop();
    throw new Error(`${error instanceof Error ? error.message : 'start failed'}\n${server.output()}`);
  }
  return keyring;
}

/** Runs `use` with a keyring and ends it afterwards, whatever happens. */
export async function withKeyring<T>(state: KeyringState, use: (keyring: Keyring) => Promise<T>): Promise<T> {
  const keyring = await startKeyring(state);
  try {
    return await use(keyring);
  } finally {
    await keyring.stop();
  }
}

type ServiceCall = (method: string, ...parameters: string[]) => Promise<ProgramResult>;

async function untilReady(state: KeyringState, run: Keyring['run'], call: ServiceCall): Promise<void> {
  // The first call to the name would start a second daemon through D-Bus, so first wait until ours owns it.
  const owned = async () => (await run(['gdbus', 'wait', '--session', '--timeout', '5', service])).code === 0;
  await until('the keyring to appear', owned);
  await until('the keyring to answer', async () => {
    const { code, output } = await call('ReadAlias', 'default');
    return code === 0 && output.includes('/collection/') === (state !== 'no-default-collection');
  });
}

/**
 * What PAM does at sign-in (gnome-keyring, pam/gkr-pam-client.c): a zero byte, then length, operation 1 (unlock) and the
 * password with its length, big-endian; the answer is its length and a result, 0 for done.
 */
async function unlockThroughControl(socketPath: string, password: string): Promise<void> {
  const secret = Buffer.from(password, 'utf8');
  const head = Buffer.alloc(13);
  head.writeUInt32BE(12 + secret.length, 1);
  head.writeUInt32BE(1, 5);
  head.writeUInt32BE(secret.length, 9);
  const socket = connect(socketPath);
  socket.write(Buffer.concat([head, secret]));
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(Buffer.from(part));
  const answer = Buffer.concat(parts);
  if (answer.length !== 8 || answer.readUInt32BE(4) !== 0) throw new Error('the keyring did not unlock');
}

function sessionEnvironment(folder: string): NodeJS.ProcessEnv {
  for (const name of ['home', 'run']) mkdirSync(join(folder, name), { mode: 0o700 });
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, GNOME_KEYRING_CONTROL: _control, ...rest } = process.env;
  return {
    ...rest,
    HOME: join(folder, 'home'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
    XDG_DATA_HOME: join(folder, 'home', 'data'),
    XDG_CONFIG_HOME: join(folder, 'home', 'config'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}`,
  };
}
