import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

import { asAccount, invokingAccount } from './account.mjs';
import { inRepository, isRoot } from './paths.mjs';
import { stageApp } from './stage.mjs';

/** What a person's own session consists of, beside the account; sudo has removed most of it. */
const SESSION = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'LANG', 'LANGUAGE', 'LC_ALL', 'TZ', 'XDG_CURRENT_DESKTOP'];

/**
 * The environment of the person behind `sudo`, built anew: root's own is not passed on.
 *
 * @param {import('./account.mjs').Account} person
 * @param {NodeJS.ProcessEnv} [environment]
 * @param {(path: string) => boolean} [exists]
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf(person, environment = process.env, exists = existsSync) {
  const kept = SESSION.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []));
  const runtimeDir = `/run/user/${person.uid}`;
  return {
    ...Object.fromEntries(kept),
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: person.home,
    USER: person.name,
    LOGNAME: person.name,
    ...(exists(runtimeDir) ? { XDG_RUNTIME_DIR: runtimeDir } : {}),
    ...(exists(`${runtimeDir}/bus`) ? { DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtimeDir}/bus` } : {}),
  };
}

/**
 * Opens the app and waits until it is closed. A start through sudo opens it as the person who called sudo.
 *
 * @param {import('./runtime.mjs').Runtime} runtime
 * @returns {Promise<number>} its exit code
 */
export function startApp(runtime) {
  const person = isRoot ? invokingAccount() : undefined;
  if (isRoot && !person) throw new Error('Electron never runs as root');
  const [program = '', ...args] = [...(person ? asAccount(person) : []), runtime.program, stageApp()];
  return new Promise((resolve, reject) => {
    const app = spawn(program, args, {
      stdio: 'inherit',
      cwd: person ? person.home : inRepository(),
      env: person ? environmentOf(person) : process.env,
    });
    app.on('error', reject);
    app.on('close', (code) => resolve(code ?? 1));
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
      process.on(signal, () => app.kill(signal));
  });
}
