import { asAccount } from '../set-up/account.mjs';
import { run } from '../set-up/run.mjs';

/**
 * Asks the desktop's keyring itself, not the app, how many entries a service has.
 *
 * @param {Pick<import('../set-up/desktop.mjs').Desktop, 'account' | 'env' | 'home'>} desktop
 * @param {string} service
 * @returns {Promise<number>}
 */
export async function countKeyringEntries({ account, env, home }, service) {
  const question = [
    ...[...asAccount(account), 'dbus-send', '--session', '--print-reply', '--dest=org.freedesktop.secrets'],
    ...['/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.SearchItems'],
    `dict:string:string:service,${service}`,
  ];
  const [program = '', ...args] = question;
  const { code, output } = await run(program, args, { env, cwd: home, timeLimitMs: 10_000 });
  if (code !== 0) throw new Error(`the keyring did not answer: ${output}`);
  return output.split('object path "').length - 1;
}
