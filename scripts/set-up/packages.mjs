import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';

import { isRoot } from './paths.mjs';
import { withoutStartingServices } from './policy-guard.mjs';
import { run } from './run.mjs';
import { SetUpProblem, say } from './say.mjs';

/** The Debian packages by purpose. Nothing here is a mail server but `servers`, which only the tests ask for. */
export const packageLists = {
  window: 'libgtk-3-0 libnss3 libatk-bridge2.0-0 libcups2 libgbm1 libasound2 libxss1'.split(' '),
  keychain: 'libsecret-1-0 libsecret-1-dev pkg-config g++ make python3'.split(' '),
  display: 'xvfb dbus dbus-x11 gnome-keyring'.split(' '),
  servers: [
    ...'dovecot-imapd dovecot-pop3d dovecot-submissiond dovecot-ldap dovecot-sqlite slapd ldap-utils'.split(' '),
    // A panel wants a web server and a PHP for it: the smallest of each, because the tests use PHP's own.
    ...'postfixadmin php-cli php-cgi php-sqlite3 php-imap php-mbstring micro-httpd'.split(' '),
    // SOGo wants a database server: the bare program, because the tests start their own.
    ...'poppassd sogo mariadb-server-core'.split(' '),
    // A name server for the search from an address; this package has the program and no service.
    'dnsmasq-base',
    ...'poppler-utils curl'.split(' '),
    // Mail apps whose stores are written: each shows itself that it reads them.
    ...'thunderbird libnss3-tools'.split(' '),
    ...'msmtp isync fetchmail neomutt getmail6 offlineimap3 aerc'.split(' '),
    // git send-email, with what it signs in with
    ...'git-email libmailtools-perl libauthen-sasl-perl libio-socket-ssl-perl'.split(' '),
    // Those that keep their passwords in the keyring, and a program that fills and shows one.
    ...'evolution geary gnome-online-accounts libsecret-tools claws-mail xauth'.split(' '),
    // types into a window, where only a person may
    'xdotool',
  ],
};

/**
 * The world as this file sees it, so that the tests can put another in its place.
 *
 * @typedef {object} World
 * @property {import('./run.mjs').Runner} run
 * @property {boolean} isRoot
 * @property {boolean} canAnswer whether somebody sits at a terminal
 * @property {(question: string) => Promise<string>} ask
 * @property {(line: string) => void} say
 * @property {<T>(work: () => Promise<T>) => Promise<T>} guard keeps services from starting
 */

/** @type {World} */
const realWorld = {
  run,
  isRoot,
  canAnswer: Boolean(process.stdin.isTTY && process.stdout.isTTY && !process.env['CI']),
  ask: async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return await terminal.question(question);
    } finally {
      terminal.close();
    }
  },
  say,
  guard: withoutStartingServices,
};

/**
 * @param {string[]} wanted
 * @param {World} world
 * @returns {Promise<string[]>} those that are not installed; a `t64` edition of a library counts as the library
 */
async function missing(wanted, world) {
  const names = wanted.flatMap((name) => [name, `${name}t64`]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these are dpkg-query's own placeholders
  const { output } = await world.run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...names]);
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((name) => !installed.has(name) && !installed.has(`${name}t64`));
}

/** Never removes a package and never adds more than is asked for. */
const INSTALL = ['install', '-y', '--no-install-recommends', '--no-remove'];

/**
 * @param {string[]} packages
 * @param {World} world
 */
async function install(packages, world) {
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    timeLimitMs: 20 * 60_000,
  };
  const args = [...INSTALL, '-o', 'Dpkg::Options::=--force-confold', ...packages];
  await world.guard(async () => {
    let last = await world.run('apt-get', args, options);
    if (last.code !== 0) {
      // Most likely the package lists are missing (a fresh container) or old.
      await world.run('apt-get', ['update'], options);
      last = await world.run('apt-get', args, options);
    }
    if (last.code !== 0) {
      throw new SetUpProblem(`apt-get could not install ${packages.join(' ')}:\n${last.output.slice(-4000)}`);
    }
    // Its package has inetd change everybody's passwords for whoever asks, from the next start on. The tests need none of that.
    if (packages.includes('poppassd')) await world.run('update-inetd', ['--disable', 'poppassd'], options);
  });
}

/**
 * Sees to it that Debian packages are installed: as root by installing them (asking first where somebody can answer),
 * otherwise by naming them with the command.
 *
 * @param {{ required: string[], optional?: string[] }} wanted without the optional ones an ordinary account goes on
 * @param {World} [world]
 * @throws {SetUpProblem} where required packages are missing and may not be installed
 */
export async function setUpPackages({ required, optional = [] }, world = realWorld) {
  const absent = await missing([...required, ...optional], world);
  if (absent.length === 0) return;
  const command = `apt-get install --no-install-recommends --no-remove ${absent.join(' ')}`;
  if (!world.isRoot) {
    if (absent.some((name) => required.includes(name))) {
      throw new SetUpProblem(
        `These Debian packages are missing. Install them, then start again:\n\n  sudo ${command}\n`,
      );
    }
    world.say(`Going on without some Debian packages. To have everything: sudo ${command}`);
    return;
  }
  if (world.canAnswer) {
    world.say(
      `These Debian packages are missing:\n  ${absent.join(' ')}\nNothing is removed and no service is started.`,
    );
    const answer = (await world.ask('Install them now? [Y/n] ')).trim().toLowerCase();
    if (answer !== '' && !answer.startsWith('y')) {
      throw new SetUpProblem(`Nothing was installed. When you want to:\n\n  ${command}\n`);
    }
  } else {
    world.say(`Installing Debian packages: ${absent.join(' ')}`);
  }
  await install(absent, world);
}

/**
 * @param {{ servers: boolean, display: boolean }} needs `display`: a virtual one, with a keyring of its own, is needed
 */
export async function setUpSystem({ servers, display }) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const { window, keychain, display: virtual, servers: mail } = packageLists;
  await setUpPackages({
    required: [...window, ...keychain, ...(display ? virtual : []), ...(servers ? mail : [])],
    optional: display ? [] : virtual,
  });
}
