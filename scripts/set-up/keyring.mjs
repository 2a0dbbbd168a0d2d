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
