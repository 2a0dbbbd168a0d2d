import { run } from './run.mjs';

/** @typedef {{ prefix: string[], env: NodeJS.ProcessEnv, home: string }} Session who runs it, and in which session */

const SECRETS = 'org.freedesktop.secrets';

/**
 * @param {Session} session
 * @param {string[]} args of dbus-send
 */
async function send({ prefix, env, home }, args) {
  const [program = '', ...rest] = [...prefix, 'dbus-send', '--session', '--print-reply', ...args];
  return await run(program, rest, { env, cwd: home, timeLimitMs: 10_000 });
}

/**
 * @param {Session} session
 * @returns {Promise<boolean>} whether a keyring answers on this session's bus
 */
export async function keyringAnswers(session) {
  const question = ['--dest=org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner'];
  return (await send(session, [...question, `string:${SECRETS}`])).output.includes('boolean true');
}

/**
 * @param {Session} session
 * @returns {Promise<boolean>} whether the keyring is locked
 */
export async function keyringIsLocked(session) {
  const property = ['string:org.freedesktop.Secret.Collection', 'string:Locked'];
  const question = [`--dest=${SECRETS}`, '/org/freedesktop/secrets/collection/login'];
  const { output } = await send(session, [...question, 'org.freedesktop.DBus.Properties.Get', ...property]);
  return !output.includes('boolean false');
}

/**
 * Locks the keyring, as a screen lock or a person may do at any time.
 *
 * @param {Session} session
 */
export async function lockKeyring(session) {
  const call = [`--dest=${SECRETS}`, '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock'];
  const { code, output } = await send(session, [...call, 'array:objpath:/org/freedesktop/secrets/collection/login']);
  if (code !== 0) throw new Error(`the keyring could not be locked: ${output}`);
}

/**
 * Says the password to the running keyring the way the log-in screen does: one packet (length, operation 1 = unlock,
 * password) to its control socket, answered with 0. The daemon only listens to its own account, so a program of that
 * account says it; perl is part of every Debian. The password comes in on its standard input.
 */
const UNLOCK = `
use strict; use IO::Socket::UNIX;
my $password = do { local $/; <STDIN> };
my $socket = IO::Socket::UNIX->new(Peer => "$ENV{XDG_RUNTIME_DIR}/keyring/control") or die "no keyring";
syswrite $socket, "\\0" . pack("N N N/a", 12 + length $password, 1, $password);
sysread($socket, my $answer, 8) == 8 or die "no answer";
exit((unpack "N N", $answer)[1]);
`;

/** The command that unlocks the keyring with the password on its standard input. */
export const unlockCommand = ['perl', '-e', UNLOCK];
