import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { asAccount, ordinaryAccount } from './account.mjs';
import { makeFolder, removeFolder } from './desktop-folder.mjs';
import { keyringIsLocked, lockKeyring, unlockCommand } from './keyring.mjs';
import { endAll, waitUntil } from './processes.mjs';
import { partsOf, sessionEnvironment } from './session.mjs';
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

/**
 * Starts a desktop. Everything runs as an ordinary account, with its own display, bus and keyring.
 *
 * @param {DesktopOptions} [options]
 * @returns {Promise<Desktop>}
 */
export async function startDesktop(options = {}) {
  const account = options.account ?? ordinaryAccount();
  if (account.uid === 0) throw new Error('a desktop never runs as root');
  const folder = await makeFolder(account, ['home', 'run', 'tmp']);
  const home = options.home ?? join(folder, 'home');
  const env = { ...sessionEnvironment({ folder, home, account }), ...options.env };
  const session = { prefix: asAccount(account), env, home };
  /** @type {import('./processes.mjs').ChildProcess[]} */
  const groups = [];
  const parts = partsOf({ ...session, groups });
  const password = randomBytes(12).toString('hex');

  const removeAtExit = () => removeFolder(folder);
  const stop = async () => {
    await endAll(groups, folder);
    removeFolder(folder);
    process.off('exit', removeAtExit);
  };
  try {
    await parts.display(options.screen ?? '1440x1000');
    process.once('exit', removeAtExit);
    if (options.keyring === 'none') env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${join(folder, 'run', 'no-bus')}`;
    else await startKeyring(parts, session, password);
  } catch (error) {
    await stop();
    throw error;
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
    wrapperPath: options.program ? writeWrapper({ ...session, folder }, options.program, options.passOn) : '',
    spawn: (command, stdio = 'ignore') => parts.start(command, stdio),
    lockKeyring: () => lockKeyring(session),
    unlockKeyring: async () => {
      parts.start(unlockCommand, ['pipe', 'ignore', 'ignore']).stdin?.end(password);
      await waitUntil('the keyring is unlocked', async () => !(await keyringIsLocked(session)));
    },
    keyringIsLocked: () => keyringIsLocked(session),
    stop,
  };
}

/**
 * @param {ReturnType<typeof partsOf>} parts
 * @param {import('./keyring.mjs').Session} session
 * @param {string} password of the new keyring
 */
async function startKeyring(parts, session, password) {
  await parts.bus();
  await parts.keyring(password);
  await waitUntil('the keyring is unlocked', async () => !(await keyringIsLocked(session)));
}

/**
 * @param {import('./keyring.mjs').Session & { folder: string }} session
 * @param {string} program
 * @param {string[]} [passOn]
 * @returns {string} the path of the wrapper
 */
function writeWrapper({ prefix, env, folder }, program, passOn = []) {
  const path = join(folder, 'electron');
  writeFileSync(path, wrapperScript({ prefix, env, cwd: join(folder, 'tmp'), program, passOn }), { mode: 0o755 });
  return path;
}
