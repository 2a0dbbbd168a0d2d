import { spawn } from 'node:child_process';

/**
 * @typedef {{ code: number, output: string }} Outcome
 * @typedef {{
 *   cwd?: string,
 *   env?: NodeJS.ProcessEnv,
 *   timeLimitMs?: number,
 *   show?: boolean,
 * }} RunOptions
 * @typedef {(command: string, args: string[], options?: RunOptions) => Promise<Outcome>} Runner
 */

/**
 * Runs a program to its end. Never throws for a failure of the program: the outcome says so.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options] `show` passes its output through instead of keeping it; after `timeLimitMs` it is ended
 * @returns {Promise<Outcome>} exit code (127 where it could not start, 124 after the time limit) and output
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
    });
    let output = '';
    let late = false;
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const limit = options.timeLimitMs
      ? setTimeout(() => {
          late = true;
          child.kill('SIGKILL');
        }, options.timeLimitMs)
      : undefined;
    child.on('error', (error) => {
      clearTimeout(limit);
      resolve({ code: 127, output: error.message });
    });
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code: late ? 124 : (code ?? 1), output });
    });
  });
}

/**
 * npm as the person calls it, without leaning on `npm` being in PATH when a script was started by npm itself.
 *
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function npm(args, options = {}) {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], options);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}
