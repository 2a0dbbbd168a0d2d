import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { type CertificateKind, serverAddress, type TestCertificates } from './certificates.ts';
import type { SystemAccounts } from './dovecot.ts';
import { layered } from './layer.ts';
import { makeFolder, runProgram, untilClosed, withFreshPorts, writePrivate } from './process.ts';
import { startTlsFront } from './tls-front.ts';

export interface PoppassdOptions {
  readonly certificates: TestCertificates;
  /** Default `good`. */
  readonly certificate?: CertificateKind;
}

export interface Poppassd {
  readonly host: string;
  /** With TLS in front. */
  readonly port: number;
  /** As it is. */
  readonly plainPort: number;
  /** The one account whose password it may change. */
  readonly user: string;
  /** What a mail server needs to ask the same accounts. */
  readonly mailServer: SystemAccounts;
  /** Sets the password past poppassd, and forgets all earlier ones. */
  setPassword(password: string): Promise<void>;
  /** Makes a password one that was used before. */
  remember(password: string): Promise<void>;
  /** Ends it, waits until its ports are closed and removes its folder. */
  stop(): Promise<void>;
}

const user = 'anna';
const number = 61_001;

/** What PAM does: no waiting after a wrong password, no password twice (also for root), cheap hashes. */
const services = {
  poppassd: `auth required pam_unix.so nodelay
account required pam_permit.so
password requisite pam_pwhistory.so remember=5 enforce_for_root
password required pam_unix.so use_authtok sha512 rounds=1000
`,
  dovecot: 'auth required pam_unix.so nodelay\naccount required pam_permit.so\n',
  other: 'auth required pam_deny.so\naccount required pam_deny.so\npassword required pam_deny.so\n',
};

/**
 * Debian's poppassd, one process for each connection as inetd starts it, with an /etc of its own: no account of this
 * computer is touched. Only root may do that.
 */
export async function startPoppassd(options: PoppassdOptions): Promise<Poppassd> {
  return await withFreshPorts(2, serverAddress, async ([port = 0, plainPort = 0]) => {
    return await startOn(port, plainPort, options);
  });
}

async function startOn(port: number, plainPort: number, options: PoppassdOptions): Promise<Poppassd> {
  const folder = makeFolder('poppassd');
  const etc = layOut(folder);
  const inside: SystemAccounts['accounts']['inside'] = (command) => layered(etc, '/etc', command);
  const leaf = options.certificates.leaves[options.certificate ?? 'good'];
  const front = await startTlsFront({ address: serverAddress, port }, leaf, () => started(inside));
  const plain = createServer((client) => {
    const server = started(inside);
    client.on('error', () => server.destroy()).on('close', () => server.destroy());
    server.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.pipe(server).pipe(client);
  });
  plain.listen(plainPort, serverAddress);
  await once(plain, 'listening');
  const history = join(etc, 'security', 'opasswd');
  const set = async (password: string) => {
    // Past PAM, with the hash that its module makes too.
    const command = inside(['chpasswd', '-c', 'SHA512', '-s', '1000']);
    const result = await runProgram(command, { input: `${user}:${password}\n` });
    if (result.code !== 0) throw new Error(result.output);
  };
  const hash = () =>
    readFileSync(join(etc, 'shadow'), 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${user}:`))
      ?.split(':')[1] ?? '';
  return {
    ...{ host: serverAddress, port, plainPort, user, mailServer: { accounts: { inside } } },
    setPassword: async (password) => {
      await set(password);
      writePrivate(history, '');
    },
    remember: async (password) => {
      const shadow = readFileSync(join(etc, 'shadow'));
      await set(password);
      writePrivate(history, `${user}:${number}:1:${hash()}\n`);
      writeFileSync(join(etc, 'shadow'), shadow);
    },
    stop: async () => {
      await front();
      plain.close();
      await untilClosed(serverAddress, [port, plainPort]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** One poppassd, as inetd would start it. It ends with its connection. */
function started(inside: SystemAccounts['accounts']['inside']): Duplex {
  const [program, ...parameters] = inside(['/usr/sbin/poppassd']);
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'ignore'] });
  const both = Duplex.from({ readable: child.stdout, writable: child.stdin });
  both.on('close', () => child.kill());
  return both;
}

/** An /etc with what these programs read, and the accounts of this computer without their passwords. */
function layOut(folder: string): string {
  const etc = join(folder, 'etc');
  mkdirSync(join(etc, 'pam.d'), { recursive: true });
  mkdirSync(join(etc, 'security'));
  for (const name of ['passwd', 'group', 'login.defs', 'ld.so.cache', 'localtime', 'hosts']) {
    if (existsSync(join('/etc', name))) cpSync(join('/etc', name), join(etc, name), { dereference: true });
  }
  appendFileSync(join(etc, 'passwd'), `${user}:x:${number}:${number}::/nonexistent:/usr/sbin/nologin\n`);
  appendFileSync(join(etc, 'group'), `${user}:x:${number}:\n`);
  writePrivate(join(etc, 'shadow'), `${user}:!:19000:0:99999:7:::\n`);
  writePrivate(join(etc, 'security', 'opasswd'), '');
  writeFileSync(join(etc, 'nsswitch.conf'), 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n');
  for (const [name, text] of Object.entries(services)) writeFileSync(join(etc, 'pam.d', name), text);
  return etc;
}
