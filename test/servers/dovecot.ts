import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type CertificateKind, serverAddress, serverName, type TestCertificates } from './certificates.ts';
import { countPlainTextTries, readSignIns, type SignIn } from './dovecot-log.ts';
import {
  type AuthCache,
  type DovecotPorts,
  type DovecotSettings,
  databaseConfiguration,
  directoryConfiguration,
  dovecotConfiguration,
  type MailDatabase,
  type SystemAccounts,
} from './dovecot-settings.ts';
import { startMailSink } from './mail-sink.ts';
import {
  isOpen,
  makeFolder,
  runProgram,
  startServer,
  until,
  untilClosed,
  untilReady,
  withFreshPorts,
  writePrivate,
} from './process.ts';
import type { Slapd } from './slapd.ts';

export type { MailProtocol, SignIn } from './dovecot-log.ts';
export type { AuthCache, DovecotPorts, MailDatabase, SystemAccounts } from './dovecot-settings.ts';

export interface DovecotOptions {
  readonly certificates: TestCertificates;
  /** Addresses and passwords in a file of Dovecot's own, or the directory, database or system that knows them. */
  readonly passwords: Readonly<Record<string, string>> | Pick<Slapd, 'mailServer'> | MailDatabase | SystemAccounts;
  /** Default `good`. */
  readonly certificate?: CertificateKind;
  /** False: no STARTTLS and no implicit TLS, so no password is taken at all. Default true. */
  readonly tls?: boolean;
  /**
   * Seconds before a wrong password is answered; default 1, Dovecot's own is 2. Its penalty comes on top: tries after a
   * failure from the same address wait 4 s and more, until one succeeds. A fresh server has none.
   */
  readonly failureDelay?: number;
  /** False switches that penalty off. Default true as in Dovecot. */
  readonly penalty?: boolean;
  /** Default: no cache. */
  readonly cache?: AuthCache;
  /** Sessions of one user from one address; default 10 as in Dovecot. */
  readonly connectionsPerUser?: number;
  /** Login processes take one connection after the other ("high-performance mode"), and four wait. Default false as in Dovecot. */
  readonly reuseLogins?: boolean;
}

export interface Dovecot {
  readonly host: string;
  /** The name in the good certificate; map it to `host` or use it as TLS server name. */
  readonly name: string;
  readonly ports: DovecotPorts;
  /** PEM file of the authority that signed the good certificate. */
  readonly authorityFile: string;
  /** Every finished password check so far, oldest first. */
  signIns(): Promise<SignIn[]>;
  /** Those of them that were refused. */
  failures(): Promise<SignIn[]>;
  /** Connections that sent a user name or a password before TLS. */
  plainTextTries(): Promise<number>;
  /** Messages that were sent through submission. */
  sentMessages(): readonly string[];
  /** Replaces one password in Dovecot's own file. Dovecot may take a second to see it. @throws Error where they stand elsewhere */
  setPassword(address: string, password: string): void;
  /** Forgets everything in the auth cache, as an administrator would. */
  flushCache(): Promise<void>;
  log(): string;
  /** Ends the server, waits until its ports are closed and removes its folder. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts a private Dovecot with IMAP, POP3 and submission, each with STARTTLS and with implicit TLS. Ready at once. */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  return await withFreshPorts(6, serverAddress, async (free) => {
    const [imap = 0, imaps = 0, pop3 = 0, pop3s = 0, submission = 0, submissions = 0] = free;
    return await startOn({ imap, imaps, pop3, pop3s, submission, submissions }, options);
  });
}

async function startOn(ports: DovecotPorts, options: DovecotOptions): Promise<Dovecot> {
  const folder = makeFolder('dovecot');
  const files = writeFiles(folder, options);
  const sink = await startMailSink(serverAddress);
  const tls = options.tls ?? true;
  const settings = settingsOf(folder, ports, sink.port, tls, options, files.elsewhere);
  const configuration = writePrivate(join(folder, 'dovecot.conf'), dovecotConfiguration(settings));
  const environment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };
  const server = startServer(folder, files.inside(['dovecot', '-F', '-c', configuration]), environment);
  const listening = tls ? Object.values(ports) : [ports.imap, ports.pop3, ports.submission];
  try {
    await untilReady(server, serverAddress, listening);
  } catch (error) {
    await sink.stop();
    throw error;
  }
  const log = () => readFileSync(join(folder, 'dovecot.log'), 'utf8');
  const signIns = async () => readSignIns(await settled(log, ports.imap));
  const end = async () => {
    await server.stop();
    await sink.stop();
    await untilClosed(serverAddress, listening);
  };
  let ended: Promise<void> | undefined;
  return {
    host: serverAddress,
    name: serverName,
    ports,
    authorityFile: files.authorityFile,
    signIns,
    failures: async () => (await signIns()).filter((signIn) => signIn.reason !== ''),
    plainTextTries: async () => countPlainTextTries(await settled(log, ports.imap)),
    sentMessages: sink.messages,
    setPassword: files.setPassword,
    flushCache: async () => {
      const result = await runProgram(['doveadm', '-c', configuration, 'auth', 'cache', 'flush'], { environment });
      if (result.code !== 0) throw new Error(result.output);
    },
    log,
    stop: async () => {
      ended ??= end();
      await ended;
    },
  };
}

function settingsOf(
  folder: string,
  ports: DovecotPorts,
  relayPort: number,
  tls: boolean,
  options: DovecotOptions,
  elsewhere: DovecotSettings['elsewhere'],
): DovecotSettings {
  return {
    folder,
    address: serverAddress,
    ports,
    relayPort,
    tls,
    failureDelay: options.failureDelay ?? 1,
    penalty: options.penalty ?? true,
    connectionsPerUser: options.connectionsPerUser ?? 10,
    reuseLogins: options.reuseLogins ?? false,
    ...(options.cache === undefined ? {} : { cache: options.cache }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  };
}

function writeFiles(folder: string, options: DovecotOptions) {
  const leaf = options.certificates.leaves[options.certificate ?? 'good'];
  const authorityFile = join(folder, 'authority.pem');
  writeFileSync(authorityFile, options.certificates.authority);
  writeFileSync(join(folder, 'server.pem'), leaf.certificate);
  writePrivate(join(folder, 'server.key'), leaf.privateKey);
  mkdirSync(join(folder, 'run'));
  mkdirSync(join(folder, 'mail'));
  const isRoot = process.getuid?.() === 0;
  const own = (path: string, account: string) => {
    const { uid, gid } = accountIds(account);
    if (isRoot) chownSync(path, uid, gid);
  };
  own(join(folder, 'mail'), 'mail');
  const source = options.passwords;
  const inside: SystemAccounts['accounts']['inside'] = (command) => command;
  if (!isFile(source)) {
    const setPassword = () => {
      throw new Error('the passwords are not in a file of this server');
    };
    if ('accounts' in source) return { authorityFile, elsewhere: 'pam' as const, setPassword, ...source.accounts };
    const elsewhere = 'mailServer' in source ? ('ldap' as const) : ('sql' as const);
    const text = 'mailServer' in source ? directoryConfiguration(source.mailServer) : databaseConfiguration(source);
    writePrivate(join(folder, 'passwords.conf'), text);
    return { authorityFile, elsewhere, setPassword, inside };
  }
  const passwords = new Map(Object.entries(source));
  const save = () => {
    const lines = [...passwords].map(([address, password]) => `${address}:{PLAIN}${password}\n`);
    own(writePrivate(join(folder, 'passwords'), lines.join('')), 'dovecot');
  };
  save();
  const setPassword = (address: string, password: string) => {
    passwords.set(address, password);
    save();
  };
  return { authorityFile, elsewhere: undefined, setPassword, inside };
}

function isFile(source: DovecotOptions['passwords']): source is Readonly<Record<string, string>> {
  return Object.values(source).every((value) => typeof value === 'string');
}

function accountIds(name: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid = '0', gid = '0'] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Dovecot's log has a process of its own. Opens and leaves one connection, waits until the log shows that, and then until
 * it has been quiet for a moment.
 */
async function settled(log: () => string, imapPort: number): Promise<string> {
  const visits = () => log().split(/imap-login: Info: .*(?:no auth attempts|before auth was ready)/).length;
  const before = visits();
  await isOpen(serverAddress, imapPort);
  await until('the log to be complete', () => visits() > before);
  for (let earlier = ''; ; await wait(60)) {
    const now = log();
    if (now === earlier) return now;
    earlier = now;
  }
}
