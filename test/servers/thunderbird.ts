import { chownSync, lchownSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Dovecot } from './dovecot.ts';
import { type Marionette, openMarionette } from './marionette.ts';
import { freePorts, makeFolder, type RunningServer, runProgram, startServer, until } from './process.ts';
import { startScreen } from './screen.ts';

/** Its libraries lie beside it. */
export const program = '/usr/lib/thunderbird/thunderbird-bin';
/** Starting it takes seconds, and much longer on a computer that is busy. */
const longestStart = 120_000;

/** A person with a real Thunderbird, whose one account is a mailbox of a test server. */
export interface Thunderbird {
  /** The person's home folder, with the profile where Thunderbird puts it. */
  readonly home: string;
  readonly profile: string;
  /** Starts it, does something inside and ends it in order, so that everything is on the disk. It fetches no mail. */
  inside<T>(work: (marionette: Marionette) => Promise<T>): Promise<T>;
  /** Starts it as the person does: it signs in and fetches mail. Ended when `until` says so. */
  open(): Promise<RunningServer>;
  /** The same with windows, in one of which the person types the primary password. */
  openWith(primary: string): Promise<Pick<RunningServer, 'stop'>>;
  remove(): void;
}

/** IMAP with implicit TLS, submission with STARTTLS. */
export interface ThunderbirdServer {
  readonly host: string;
  readonly ports: Pick<Dovecot['ports'], 'imaps' | 'submission'>;
  readonly authorityFile: string;
}

/** Prepares a profile, in a home folder that may be there already; nothing runs yet. Thunderbird trusts the server's authority, which is put into its own store. */
export async function makeThunderbird(
  at: ThunderbirdServer,
  user: string,
  home = makeFolder('thunderbird'),
): Promise<Thunderbird> {
  const profile = join(home, '.thunderbird', 'test.default-esr');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  writeFileSync(
    join(home, '.thunderbird', 'profiles.ini'),
    '[Profile0]\nName=default-esr\nIsRelative=1\nPath=test.default-esr\nDefault=1\n',
  );
  const trust = ['-A', '-n', 'authority', '-t', 'C,,', '-i', at.authorityFile, '-d', `sql:${profile}`];
  const made = await runProgram(['certutil', '-N', '--empty-password', '-d', `sql:${profile}`]);
  const trusted = await runProgram(['certutil', ...trust]);
  if (made.code !== 0 || trusted.code !== 0) throw new Error(made.output + trusted.output);

  const start = async (
    fetches: boolean,
    more: readonly string[],
    display: string | null = null,
  ): Promise<[RunningServer, number]> => {
    const [port = 0] = await freePorts(1, '127.0.0.1');
    writeFileSync(join(profile, 'prefs.js'), preferences(at, user, fetches, port), { mode: 0o600 });
    // It runs for whoever owns the home folder, with a folder of its own for its cache.
    const { uid, gid } = statSync(home);
    const folder = makeFolder('thunderbird-run');
    const mine = join(folder, 'home');
    mkdirSync(mine, { mode: 0o700 });
    handOver(mine, uid, gid);
    handOver(join(home, '.thunderbird'), uid, gid);
    const seen = display === null ? {} : { DISPLAY: display, GDK_BACKEND: 'x11' };
    const environment = { ...process.env, HOME: mine, MOZ_CRASHREPORTER_DISABLE: '1', ...seen };
    const person = ['setpriv', '--reuid', String(uid), '--regid', String(gid), '--clear-groups'] as const;
    const hidden = display === null ? ['--headless'] : [];
    const command = [...person, program, ...hidden, '--profile', profile, '--no-remote', ...more] as const;
    return [startServer(folder, command, environment), port];
  };
  return {
    ...{ home, profile },
    async inside(work) {
      const [server, port] = await start(false, ['--marionette', '--remote-allow-system-access']);
      try {
        const marionette = await whenReady(server, port);
        const value = await work(marionette);
        await marionette.run(
          'Services.tm.dispatchToMainThread(() => Services.startup.quit(Ci.nsIAppStartup.eAttemptQuit));',
        );
        await until('Thunderbird to end', () => !server.running(), longestStart);
        marionette.close();
        return value;
      } finally {
        await server.stop();
      }
    },
    open: async () => (await start(true, []))[0],
    async openWith(primary) {
      const screen = await startScreen();
      const [server] = await start(true, [], screen.display);
      const stop = async () => {
        await server.stop();
        await screen.stop();
      };
      try {
        await screen.answer('Password Required', primary, 'Return', longestStart);
        return { stop };
      } catch (error) {
        await stop();
        throw error;
      }
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

function handOver(folder: string, uid: number, gid: number): void {
  chownSync(folder, uid, gid);
  for (const { parentPath, name } of readdirSync(folder, { recursive: true, withFileTypes: true }))
    lchownSync(join(parentPath, name), uid, gid);
}

/** It listens before it takes sessions, and drops who comes too early. */
async function whenReady(server: RunningServer, port: number): Promise<Marionette> {
  const end = Date.now() + longestStart;
  for (;;) {
    try {
      return await openMarionette(port);
    } catch (error) {
      if (!server.running() || Date.now() > end) throw error;
      await wait(250);
    }
  }
}

type Value = string | number | boolean;

function preferences({ host, ports }: ThunderbirdServer, user: string, fetches: boolean, marionette: number): string {
  const server = 'mail.server.server1';
  const smtp = 'mail.smtpserver.smtp1';
  const all: readonly (readonly [string, Value])[] = [
    ['mail.accountmanager.accounts', 'account1'],
    ['mail.accountmanager.defaultaccount', 'account1'],
    ['mail.account.account1.identities', 'id1'],
    ['mail.account.account1.server', 'server1'],
    ['mail.identity.id1.useremail', user],
    ['mail.identity.id1.smtpServer', 'smtp1'],
    ['mail.identity.id1.valid', true],
    [`${server}.type`, 'imap'],
    [`${server}.hostname`, host],
    [`${server}.port`, ports.imaps],
    [`${server}.socketType`, 3],
    [`${server}.authMethod`, 3],
    [`${server}.userName`, user],
    [`${server}.name`, user],
    [`${server}.login_at_startup`, fetches],
    [`${server}.check_new_mail`, fetches],
    ['mail.smtpservers', 'smtp1'],
    ['mail.smtp.defaultserver', 'smtp1'],
    [`${smtp}.hostname`, host],
    [`${smtp}.port`, ports.submission],
    [`${smtp}.try_ssl`, 2],
    [`${smtp}.authMethod`, 3],
    [`${smtp}.username`, user],
    ['marionette.port', marionette],
    // nobody out there is asked anything
    ['app.update.enabled', false],
    ['datareporting.policy.dataSubmissionPolicyBypassNotification', true],
    ['toolkit.telemetry.enabled', false],
    ['mail.rights.version', 1],
    ['mailnews.start_page.enabled', false],
    ['mail.provider.suppress_dialog_on_startup', true],
    ['network.captive-portal-service.enabled', false],
    ['network.connectivity-service.enabled', false],
    ['services.settings.server', 'http://127.0.0.1:9/v1'],
  ];
  return all.map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});\n`).join('');
}

interface KeptLogin {
  readonly protocol: 'imap' | 'smtp';
  readonly host: string;
  readonly user: string;
  readonly password: string;
  /** `security.sdr.mechanism`: 0 is the older cipher (3DES), 1 today's (AES). */
  readonly mechanism: 0 | 1;
}

/** For `inside`: Thunderbird itself keeps this password. */
export const keepScript = ({ protocol, host, user, password, mechanism }: KeptLogin): string => `
  Services.prefs.setIntPref('security.sdr.mechanism', ${mechanism});
  const login = Cc['@mozilla.org/login-manager/loginInfo;1'].createInstance(Ci.nsILoginInfo);
  const origin = '${protocol}://${host}';
  login.init(origin, null, origin, ${JSON.stringify(user)}, ${JSON.stringify(password)}, '', '');
  await Services.logins.addLoginAsync(login);`;
