import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, connect as open, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import type { Dovecot } from './dovecot.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { makeFolder, type RunningServer, startServer, writePrivate } from './process.ts';
import { type Screen, startScreen } from './screen.ts';

/** A private desktop session: a bus, a real GNOME keyring, a home folder, and a screen where one is asked for. */
export interface Desktop {
  readonly keyring: Keyring;
  readonly home: string;
  /** Where apps keep their settings (`$XDG_CONFIG_HOME`). */
  readonly config: string;
  /** Writes one of their files. */
  settings(path: string, text: string): void;
  /** Puts a password into the keyring as an app would. */
  keep(label: string, attributes: Readonly<Record<string, string>>, password: string): Promise<void>;
  kept(attributes: Readonly<Record<string, string>>): Promise<string>;
  /** The screen on which the desktop's own questions appear from now on. */
  screen(): Promise<Screen>;
  /** Starts an app with windows. Ended with the desktop, or by itself. */
  start(command: readonly [string, ...string[]], more?: NodeJS.ProcessEnv): Promise<RunningServer>;
  stop(): Promise<void>;
}

export async function startDesktop(): Promise<Desktop> {
  const keyring = await startKeyring('unlocked');
  const { HOME: home = '', XDG_CONFIG_HOME: config = '' } = keyring.environment;
  const running: RunningServer[] = [];
  let shown: Screen | null = null;
  const screen = async (): Promise<Screen> => {
    shown ??= await startScreen();
    return shown;
  };
  const words = (attributes: Readonly<Record<string, string>>) => Object.entries(attributes).flat();
  return {
    ...{ keyring, home, config },
    settings(path, text) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writePrivate(join(home, path), text);
    },
    async keep(label, attributes, password) {
      const { code, output } = await keyring.run(
        ['secret-tool', 'store', '--label', label, ...words(attributes)],
        password,
      );
      if (code !== 0) throw new Error(output);
    },
    kept: async (attributes) => (await keyring.run(['secret-tool', 'lookup', ...words(attributes)])).output,
    async screen() {
      const { display } = await screen();
      // What the bus starts gets the bus's own variables.
      const bus = ['--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus'];
      const method = ['--method', 'org.freedesktop.DBus.UpdateActivationEnvironment'];
      const variables = `{'DISPLAY': '${display}', 'GDK_BACKEND': 'x11'}`;
      const { code, output } = await keyring.run(['gdbus', 'call', '--session', ...bus, ...method, variables]);
      if (code !== 0) throw new Error(output);
      return await screen();
    },
    async start(command, more = {}) {
      const { display } = await screen();
      const environment = { ...keyring.environment, DISPLAY: display, GDK_BACKEND: 'x11', ...more };
      const server = startServer(makeFolder('window'), command, environment);
      running.unshift(server);
      return server;
    },
    async stop() {
      for (const server of running) await server.stop();
      await shown?.stop();
      await keyring.stop();
    },
  };
}

/** A door to a mail server that takes it for its own computer, so that it lets in without encryption who trusts no certificate of tests. */
export interface PlainDoor {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

export async function openPlainDoor({ host }: Dovecot, to: number): Promise<PlainDoor> {
  const sockets = new Set<Socket>();
  const door = createServer((client) => {
    // from its own address: Dovecot takes that for secure
    const server = open({ host, port: to, localAddress: host });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  // as well: who knows the server's other ports finds them where the door is
  door.listen(0, host);
  await once(door, 'listening');
  const bound = door.address();
  if (bound === null || typeof bound === 'string') throw new Error('a listener without a port');
  return {
    host,
    port: bound.port,
    async stop() {
      door.close();
      for (const socket of sockets) socket.destroy();
      await once(door, 'close');
    },
  };
}
