import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 * @typedef {import('node:child_process').StdioOptions} StdioOptions
 */

/** @type {Set<ChildProcess>} */
const running = new Set();
let watching = false;

/** Where this process ends early (Ctrl+C, a failed test run), what it started ends with it. */
function endWithThisProcess() {
  process.once('exit', () => {
    for (const { pid } of running) if (pid) send(-pid, 'SIGKILL');
  });
  for (const [signal, number] of /** @type {const} */ ([
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ])) {
    process.once(signal, () => process.exit(128 + number));
  }
}

/**
 * Starts a long-running program as the leader of a process group of its own, so that it can be ended with all it
 * started.
 *
 * @param {string[]} command
 * @param {{ env: NodeJS.ProcessEnv, cwd: string, stdio: StdioOptions }} options
 * @returns {ChildProcess}
 */
export function startGroup([program = '', ...args], options) {
  if (!watching) {
    watching = true;
    endWithThisProcess();
  }
  const child = spawn(program, args, { ...options, detached: true });
  running.add(child);
  child.on('error', () => running.delete(child));
  child.on('exit', () => running.delete(child));
  return child;
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {string} what is waited for, named when it does not come
 * @param {number} [limitMs]
 * @returns {Promise<string>} the first line
 */
export function firstLine(stream, what, limitMs = 15_000) {
  return new Promise((resolve, reject) => {
    let text = '';
    const limit = setTimeout(() => reject(new Error(`${what} did not start in ${limitMs} ms`)), limitMs);
    stream.on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(limit);
      resolve(text.slice(0, text.indexOf('\n')).trim());
    });
    stream.on('end', () => {
      clearTimeout(limit);
      reject(new Error(`${what} ended at once`));
    });
  });
}

/**
 * @param {string} what
 * @param {() => boolean | Promise<boolean>} holds
 * @param {number} [limitMs]
 */
export async function waitUntil(what, holds, limitMs = 15_000) {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain until ${what}`);
    await sleep(50);
  }
}

/**
 * Processes that belong to a folder: started with `KEYROUND_DESKTOP=<folder>` in their environment, or working inside
 * it (Electron overwrites its environment with its title).
 *
 * @param {string} folder
 * @returns {number[]} process ids
 */
export function processesOf(folder) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && belongsTo(pid, folder) && !isDead(pid));
}

/**
 * @param {number} pid
 * @param {string} folder
 */
function belongsTo(pid, folder) {
  try {
    if (readlinkSync(`/proc/${pid}/cwd`).startsWith(`${folder}/`)) return true;
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`KEYROUND_DESKTOP=${folder}`);
  } catch {
    // It has ended, or it is another account's.
    return false;
  }
}

/** @param {number} pid a zombie has ended; only its parent has not looked yet */
export function isDead(pid) {
  try {
    return /^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

/**
 * @param {number} pid negative for a group
 * @param {NodeJS.Signals} signal
 */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * Ends groups and everything that belongs to the folder, first politely, and waits until nothing of it runs.
 *
 * @param {ChildProcess[]} groups leaders started by {@link startGroup}
 * @param {string} folder
 */
export async function endAll(groups, folder) {
  const rest = () => processesOf(folder);
  const leaders = groups.flatMap(({ pid, exitCode, signalCode }) =>
    pid && exitCode === null && signalCode === null ? [pid] : [],
  );
  for (const pid of leaders) send(-pid, 'SIGTERM');
  for (const pid of rest()) send(pid, 'SIGTERM');
  try {
    await waitUntil('the processes end', () => rest().length === 0, 3_000);
  } catch {
    for (const pid of rest()) send(pid, 'SIGKILL');
    await waitUntil('the processes end', () => rest().length === 0, 5_000);
  }
}
