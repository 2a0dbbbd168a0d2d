import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/*
 * A keeper between the test and the server: it ends the server with all its children and removes the folder as soon as
 * its standard input closes, so nothing stays behind even when the test process is killed, and also when the server ends
 * by itself. `set -m` gives the server a process group of its own, so that what it leaves behind can be ended too.
 * The keeper says nothing itself: a word into the pipe of a dead test process would end it too early.
 */
const keeper = `
set -m
folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- & server=$!
exec >/dev/null 2>&1
{ cat <&3 >/dev/null; kill "$server"; sleep 5; kill -9 -- "-$server"; } & line=$!
wait "$server"
kill -- "-$line"
kill -9 -- "-$server"
rm -rf "$folder"
`;

export interface RunningServer {
  /** Everything the server has printed so far, both streams in order of arrival. */
  output(): string;
  /** True until the server or its keeper has ended. */
  running(): boolean;
  /** Ends the server, waits for it, and removes its folder. Safe to call twice. */
  stop(): Promise<void>;
}

/** Makes a private folder. Its servers drop privileges, so others may pass through it; secrets in it are 0600. */
export function makeFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `keyround-${purpose}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** Writes a file that only the owner can read. */
export function writePrivate(path: string, content: string): string {
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

/** Starts a program in the foreground under the keeper. `folder` is removed when it ends. */
export function startServer(
  folder: string,
  command: readonly [string, ...string[]],
  environment: NodeJS.ProcessEnv = process.env,
): RunningServer {
  const child: ChildProcess = spawn('bash', ['-c', keeper, 'keeper', folder, ...command], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: environment,
  });
  let printed = '';
  let alive = true;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      printed += text;
    });
  }
  child.on('error', (error) => {
    printed += error.message;
    alive = false;
  });
  const closed = once(child, 'close').then(() => {
    alive = false;
  });
  return {
    output: () => printed,
    running: () => alive,
    stop: async () => {
      child.stdin?.end();
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Finds `count` different ports that are free on `address` right now. */
export async function freePorts(count: number, address: string): Promise<number[]> {
  const holders = await Promise.all(
    Array.from({ length: count }, async () => {
      const holder = createServer();
      holder.listen(0, address);
      await once(holder, 'listening');
      return holder;
    }),
  );
  return await Promise.all(
    holders.map(async (holder) => {
      const bound = holder.address();
      holder.close();
      await once(holder, 'close');
      if (bound === null || typeof bound === 'string') throw new Error('a listener without a port');
      return bound.port;
    }),
  );
}

/** True when something accepts a TCP connection there. */
export async function isOpen(address: string, port: number): Promise<boolean> {
  const socket = connect({ host: address, port });
  return await new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).then((open) => {
    socket.destroy();
    return open === true;
  });
}

/** Asks `question` every 25 ms until it says yes. @throws Error naming `what` after `limit` milliseconds */
export async function until(what: string, question: () => boolean | Promise<boolean>, limit = 15_000): Promise<void> {
  const end = Date.now() + limit;
  while (!(await question())) {
    if (Date.now() > end) throw new Error(`waited ${limit} ms in vain: ${what}`);
    await wait(25);
  }
}

/** Waits until every port accepts, or throws with the server's output when it ended first. */
export async function untilReady(server: RunningServer, address: string, ports: readonly number[]): Promise<void> {
  try {
    await until('the server to accept connections', async () => {
      if (!server.running()) throw new Error('the server ended');
      return (await Promise.all(ports.map((port) => isOpen(address, port)))).every(Boolean);
    });
  } catch (error) {
    await server.stop();
    throw new Error(`${error instanceof Error ? error.message : 'start failed'}\n${server.output()}`);
  }
}

/** Waits until none of the ports accepts any more. */
export async function untilClosed(address: string, ports: readonly number[]): Promise<void> {
  await until('the ports to close', async () =>
    (await Promise.all(ports.map((port) => isOpen(address, port)))).every((open) => !open),
  );
}

/**
 * Starts with fresh ports, again when another program took one of them in between.
 *
 * @throws the last error after three tries
 */
export async function withFreshPorts<T>(
  count: number,
  address: string,
  start: (ports: number[]) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePorts(count, address));
    } catch (error) {
      const taken = error instanceof Error && /address already in use/i.test(error.message);
      if (!taken || attempt === 3) throw error;
    }
  }
}

export interface ProgramResult {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end with `input` on its standard input; for secrets, never put them in `command`. */
export async function runProgram(
  command: readonly [string, ...string[]],
  options: { readonly input?: string; readonly environment?: NodeJS.ProcessEnv; readonly limit?: number } = {},
): Promise<ProgramResult> {
  const [program, ...parameters] = command;
  const child = spawn(program, parameters, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: options.environment ?? process.env,
    timeout: options.limit ?? 60_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  // A program that ends before it reads its input is no failure of ours.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
