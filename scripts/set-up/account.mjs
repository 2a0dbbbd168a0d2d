import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';

import { isRoot } from './paths.mjs';
import { SetUpProblem, say } from './say.mjs';

/**
 * An account of this computer that Electron may run as: never root.
 *
 * @typedef {{ name: string, uid: number, gid: number, home: string }} Account
 */

/** The account made for practice and tests where root starts them. It has no password and no shell. */
const PRACTICE_ACCOUNT = 'keyround-practice';

/**
 * @param {(fields: string[]) => boolean} wanted
 * @returns {Account | undefined}
 */
function lookUp(wanted) {
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find((entry) => entry.length >= 7 && wanted(entry));
  if (!fields) return undefined;
  const [name = '', , uid, gid, , home = ''] = fields;
  return { name, uid: Number(uid), gid: Number(gid), home };
}

/**
 * The person behind a start by root: whoever called sudo.
 *
 * @returns {Account | undefined} nothing where root itself started it
 */
export function invokingAccount(environment = process.env) {
  const uid = Number(environment['SUDO_UID'] ?? 0);
  if (!Number.isInteger(uid) || uid <= 0) return undefined;
  const account = lookUp(([, , id]) => Number(id) === uid);
  // Accounts of a directory server are not in /etc/passwd; then the system is asked.
  if (account) return account;
  const answer = spawnSync('getent', ['passwd', String(uid)], { encoding: 'utf8' })
    .stdout?.trim()
    .split(':');
  if (!answer || answer.length < 7) return undefined;
  return { name: answer[0] ?? '', uid, gid: Number(answer[3]), home: answer[5] ?? '' };
}

/**
 * The ordinary account that practice and tests run as: the caller's own or, for root, one made for it.
 *
 * @returns {Account}
 */
export function ordinaryAccount() {
  if (!isRoot) {
    const { username, uid, gid } = userInfo();
    return { name: username, uid, gid, home: homedir() };
  }
  const there = lookUp(([name]) => name === PRACTICE_ACCOUNT);
  if (there) return there;
  say(`Making the ordinary account ${PRACTICE_ACCOUNT}: Electron never runs as root`);
  const args = ['--system', '--user-group', '--create-home', '--home-dir', `/var/lib/${PRACTICE_ACCOUNT}`];
  execFileSync('useradd', [...args, '--shell', '/usr/sbin/nologin', PRACTICE_ACCOUNT], { stdio: 'inherit' });
  const made = lookUp(([name]) => name === PRACTICE_ACCOUNT);
  if (!made) throw new SetUpProblem(`The account ${PRACTICE_ACCOUNT} could not be made.`);
  return made;
}

/**
 * The words before a command that make it run as an account, with the same process id and without root's rights.
 *
 * @param {Account} account
 * @returns {string[]} nothing where this process is that account already
 */
export function asAccount(account) {
  if (!isRoot) return [];
  const { uid, gid } = account;
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--init-groups', '--no-new-privs', '--inh-caps=-all', '--'];
}
