import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { asAccount, ordinaryAccount } from './account.mjs';
import { keyringAnswers, keyringIsLocked, lockKeyring, unlockCommand } from './keyring.mjs';
import { isRoot } from './paths.mjs';
import { endAll, firstLine, isDead, startGroup, waitUntil } from './processes.mjs';
import { wrapperScript } from './wrapper.mjs';

/**
 * A desktop of its own for one run of the app: a fresh home, a virtual display, a D-Bus session and an unlocked GNOME
 * keyring, all as an ordinary account, away from the person's own session.
 *
 * @typedef {object} Desktop
 * @property {import('./account.mjs').Account} account who everything runs as; never root
 * @property {number} uid
 * @property {number} gid
 * @property {string} folder everything of this desktop; gone after `stop`
 * @property {string} home
 * @property {string} runtimeDir XDG_RUNTIME_DIR
 * @property {string} display for example `:3`
 * @property {NodeJS.ProcessEnv} env the whole environment of the session
 * @property {string} wrapperPath a program to give to Playwright's `_electron.launch({ executablePath })`; it becomes
 *   the real Electron as the ordinary account in this session, and refuses `--no-sandbox`. Empty without `program`
 * @property {(command: string[], stdio?: import('node:child_process').StdioOptions) =>
 *   import('node:child_process').ChildProcess} spawn starts a program in this session, in a process group of its own
 * @property {() => Promise<void>} lockKeyring
 * @property {() => Promise<void>} unlockKeyring
 * @property {() => Promise<boolean>} keyringIsLocked
 * @property {() => Promise<void>} stop ends every process of this desktop, waits for it and removes the folder
 */

/**
 * @typedef {object} DesktopOptions
 * @property {import('./account.mjs').Account} [account] default: the caller or, for root, the practice account
 * @property {string} [program] the Electron program that the wrapper becomes
 * @property {string} [home] an existing home to use instead of a fresh one; it stays after `stop`
 * @property {'unlocked' | 'none'} [keyring] `none`: a session without any keychain
 * @property {string} [screen] size of the virtual display, default 1440x1000
 * @property {Record<string, string>} [env] further variables
 * @property {string[]} [passOn] variables that the wrapper takes from whoever runs it
 */

/** Of the caller's environment only these are passed on; the rest is no business of the app. */
const PASSED_ON = ['PATH', 'LANG', 'TZ'];

/**
 * @param {string} folder
 * @param {import('./account.mjs').Account} account
 */
function privateFolder(folder, account) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (isRoot) chownSync(folder, account.uid, account.gid);
  return folder;
}

/**
 * @param {{ folder: string, home: string, account: import('./account.mjs').Account }} place
 * @returns {NodeJS.ProcessEnv}
 */
function sessionEnvironment({ folder, home, account }) {
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
function partsOf({ prefix, env, home, groups }) {
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

const PREFIX = 'keyround-desktop-';
const OWNER = 'started-by';

/** @param {string} folder */
function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Ends and removes desktops whose starter was killed before it could do so. */
async function sweepAbandoned() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = join(folder, OWNER);
    if (lstatSync(folder).uid !== process.getuid?.() || !existsSync(owner)) continue;
    if (!isDead(Number(readFileSync(owner, 'utf8')))) continue;
    await endAll([], folder);
    remove(folder);
  }
}

/**
 * Starts a desktop. Everything runs as an ordinary account, with its own display, bus and keyring.
 *
 * @param {DesktopOptions} [options]
 * @returns {Promise<Desktop>}
 */
export async function startDesktop(options = {}) {
  const account = options.account ?? ordinaryAccount();
  if (account.uid === 0) throw new Error('a desktop never runs as root');
  await sweepAbandoned();
  // Root runs the wrapper in this folder, so the account may only write into the folders inside it.
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  if (isRoot) chmodSync(folder, 0o755);
  writeFileSync(join(folder, OWNER), String(process.pid));
  const home = options.home ?? privateFolder(join(folder, 'home'), account);
  for (const name of ['run', 'tmp']) privateFolder(join(folder, name), account);

  const prefix = asAccount(account);
  const env = { ...sessionEnvironment({ folder, home, account }), ...options.env };
  /** @type {import('./processes.mjs').ChildProcess[]} */
  const groups = [];
  const parts = partsOf({ prefix, env, home, groups });
  const session = { prefix, env, home };
  const password = randomBytes(12).toString('hex');
  const stop = async () => {
    await endAll(groups, folder);
    remove(folder);
  };

  try {
    await parts.display(options.screen ?? '1440x1000');
    if (options.keyring === 'none') env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${join(folder, 'run', 'no-bus')}`;
    else {
      await parts.bus();
      await parts.keyring(password);
      await waitUntil('the keyring is unlocked', async () => !(await keyringIsLocked(session)));
    }
  } catch (error) {
    await stop();
    throw error;
  }

  let wrapperPath = '';
  if (options.program) {
    wrapperPath = join(folder, 'electron');
    const { program, passOn = [] } = options;
    writeFileSync(wrapperPath, wrapperScript({ prefix, env, cwd: join(folder, 'tmp'), program, passOn }), {
      mode: 0o755,
    });
  }
  return {
    account,
    uid: account.uid,
    gid: account.gid,
    folder,
    home,
    runtimeDir: join(folder, 'run'),
    display: env['DISPLAY'] ?? '',
    env,
    wrapperPath,
    spawn: (command, stdio = 'ignore') => parts.start(command, stdio),
    lockKeyring: () => lockKeyring(session),
    unlockKeyring: async () => {
      const helper = parts.start(unlockCommand, ['pipe', 'ignore', 'ignore']);
      helper.stdin?.end(password);
      await waitUntil('the keyring is unlocked', async () => !(await keyringIsLocked(session)));
    },
    keyringIsLocked: () => keyringIsLocked(session),
    stop,
  };
}
