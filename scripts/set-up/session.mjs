import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { keyringAnswers } from './keyring.mjs';
import { isRoot } from './paths.mjs';
import { firstLine, startGroup, waitUntil } from './processes.mjs';

/** Of the caller's environment only these are passed on; the rest is no business of the app. */
const PASSED_ON = ['PATH', 'LANG', 'TZ'];

/**
 * The environment that a session of its own begins with.
 *
 * @param {{ folder: string, home: string, account: import('./account.mjs').Account }} place
 * @returns {NodeJS.ProcessEnv}
 */
export function sessionEnvironment({ folder, home, account }) {
  const inherited = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
  return {
    ...inherited,
    // Root's PATH may lead through folders that the account cannot enter.
    ...(isRoot ? { PATH: '/usr/local/bin:/usr/bin:/bin' } : {}),
    LANG: process.env['LANG'] ?? 'C.UTF-8',
    HOME: home,
    USER: account.name,
    LOGNAME: account.name,
    TMPDIR: join(folder, 'tmp'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_CURRENT_DESKTOP: 'GNOME',
    NO_AT_BRIDGE: '1',
    KEYROUND_DESKTOP: folder,
  };
}

/** The folder of the display's socket, which a bare system lacks and only root may make for everyone. */
function makeSocketFolder() {
  if (!isRoot || existsSync('/tmp/.X11-unix')) return;
  mkdirSync('/tmp/.X11-unix');
  chmodSync('/tmp/.X11-unix', 0o1777);
}

/**
 * The parts of a session, started one after the other; each sees the environment that the ones before it left.
 *
 * @param {{ prefix: string[], env: NodeJS.ProcessEnv, home: string, groups: import('./processes.mjs').ChildProcess[] }} session
 */
export function partsOf({ prefix, env, home, groups }) {
  const start = (/** @type {string[]} */ command, /** @type {import('./processes.mjs').StdioOptions} */ stdio) => {
    const child = startGroup([...prefix, ...command], { env: { ...env }, cwd: env['TMPDIR'] ?? home, stdio });
    groups.push(child);
    return child;
  };
  const announced = async (/** @type {string[]} */ command, /** @type {string} */ what) => {
    const child = start(command, ['ignore', 'ignore', 'ignore', 'pipe']);
    const answers = child.stdio[3];
    if (!answers || !('on' in answers) || !('read' in answers)) throw new Error(`${what} has no answer channel`);
    return await firstLine(answers, what);
  };
  return {
    start,
    display: async (/** @type {string} */ screen) => {
      makeSocketFolder();
      const size = ['-screen', '0', `${screen}x24`];
      const number = await announced(['Xvfb', '-displayfd', '3', ...size, '-nolisten', 'tcp', '-noreset'], 'Xvfb');
      env['DISPLAY'] = `:${number}`;
    },
    bus: async () => {
      const command = [
        'dbus-daemon',
        '--session',
        '--nofork',
        '--nopidfile',
        '--print-address=3',
        `--address=unix:path=${env['XDG_RUNTIME_DIR']}/bus`,
      ];
      env['DBUS_SESSION_BUS_ADDRESS'] = await announced(command, 'D-Bus');
    },
    keyring: async (/** @type {string} */ password) => {
      const command = ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'];
      const daemon = start(command, ['pipe', 'ignore', 'ignore']);
      daemon.stdin?.end(password);
      await waitUntil('the keyring answers', () => keyringAnswers({ prefix, env, home }));
    },
  };
}
