import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CertificateKind, mailServerDoor, serverAddress, type TestCertificates } from './certificates.ts';
import { attributesOf } from './ldif.ts';
import { pausable } from './pausable.ts';
import {
  freePorts,
  makeFolder,
  type ProgramResult,
  runProgram,
  startServer,
  until,
  untilClosed,
  untilReady,
  withFreshPorts,
  writePrivate,
} from './process.ts';
import { type DirectoryBind, type DirectoryDoor, everyBindIsAnswered, readBinds } from './slapd-log.ts';
import {
  administratorDn,
  firstEntries,
  helpdeskDn,
  mailboxEntry,
  mailServerDn,
  type PasswordPolicy,
  peopleDn,
  policyChange,
  slapdConfiguration,
  suffix,
} from './slapd-settings.ts';

export type { DirectoryBind } from './slapd-log.ts';
export type { PasswordPolicy } from './slapd-settings.ts';

export interface SlapdOptions {
  readonly certificates: TestCertificates;
  /** Default `good`. */
  readonly certificate?: CertificateKind;
  readonly policy?: PasswordPolicy;
  /** Anybody may look up entries (never passwords) without signing in. Default false. */
  readonly anonymousRead?: boolean;
}

/** An account that may sign in to the directory. */
export interface DirectoryAccount {
  readonly dn: string;
  readonly password: string;
}

export interface DirectoryMailbox extends DirectoryAccount {
  readonly address: string;
}

export interface PasswordChange {
  /** LDAP result code: 0 changed, 19 refused by the policy, 49 wrong old password, 50 not allowed, 53 unwilling. */
  readonly result: number;
  /** The policy's own code (draft-behera-ldap-password-policy): 6 too short, 8 in history, and so on. */
  readonly policyError: number | undefined;
  readonly output: string;
}

export interface Slapd {
  readonly host: string;
  /** Plain LDAP with StartTLS; a simple bind before TLS is refused with 13. */
  readonly port: number;
  /** LDAP over implicit TLS. */
  readonly tlsPort: number;
  readonly suffix: string;
  readonly peopleDn: string;
  /** The rootdn: above the password policy. */
  readonly administrator: DirectoryAccount;
  /** An administrator by access rule: may set any password, and the password policy holds for it. */
  readonly helpdesk: DirectoryAccount;
  /** What a mail server needs to look mailboxes up and check their passwords, over TLS on a door of its own. */
  readonly mailServer: DirectoryAccount & {
    readonly url: string;
    readonly base: string;
    readonly authorityFile: string;
  };
  /** Makes `uid=<local part>,ou=people,...` with this address and password. @throws Error when slapd refuses */
  addMailbox(address: string, password: string): Promise<DirectoryMailbox>;
  /** Signs in once with OpenLDAP's own client. @throws Error for any answer but 0 and 49 */
  bindWorks(dn: string, password: string): Promise<boolean>;
  /** Password Modify as the user, with OpenLDAP's own client. */
  changePassword(dn: string, current: string, next: string): Promise<PasswordChange>;
  /** Password Modify as helpdesk, without the current password. */
  setPassword(dn: string, next: string): Promise<PasswordChange>;
  /** Marks the entry as reset by an administrator: the next sign-in may do nothing but change the password. */
  requireChange(dn: string): Promise<void>;
  /** Locks the entry as an administrator would (`pwdAccountLockedTime`), until `unlock`. */
  lock(dn: string): Promise<void>;
  unlock(dn: string): Promise<void>;
  /** Replaces the default policy; values left out go back to their defaults. */
  setPolicy(policy: PasswordPolicy): Promise<void>;
  /** The attributes of one entry with the operational ones (`pwdReset`, `pwdFailureTime`, ...), names in lower case. */
  readEntry(dn: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** All simple binds so far, oldest first. Those through the mail server's door include its own account's. */
  binds(): Promise<DirectoryBind[]>;
  /** The binds that slapd answered with 49: wrong password, unknown name or locked. */
  failedBinds(): Promise<DirectoryBind[]>;
  log(): string;
  /** Ends slapd alone: nothing answers any more until `goOn`, which starts it anew on the same data and ports. */
  halt(): Promise<void>;
  goOn(): Promise<void>;
  /** Ends the server, waits until its ports are closed and removes its folder. */
  stop(): Promise<void>;
}

/** Starts a private directory with the ppolicy overlay. Ready in well under a second. */
export async function startSlapd(options: SlapdOptions): Promise<Slapd> {
  return await withFreshPorts(2, serverAddress, async ([port = 0, tlsPort = 0]) => {
    const [mailPort = 0] = await freePorts(1, mailServerDoor);
    return await startOn({ port, tlsPort, mailPort }, options);
  });
}

interface Ports {
  readonly port: number;
  readonly tlsPort: number;
  readonly mailPort: number;
}

async function startOn(ports: Ports, options: SlapdOptions): Promise<Slapd> {
  const folder = makeFolder('slapd');
  const administrator = { dn: administratorDn, password: newPassword() };
  const helpdesk = { dn: helpdeskDn, password: newPassword() };
  const mailServer = { dn: mailServerDn, password: newPassword() };
  const files = writeFiles(folder, administrator.password, options);
  const doors = doorsOf(ports);
  const listeners = [...doors.map(({ url }) => url), `ldapi://${encodeURIComponent(files.socket)}`].join(' ');
  const program = pausable(folder, ['slapd', '-f', files.configuration, '-h', listeners, '-d', 'stats']);
  const server = startServer(folder, program.command, environmentWithPath());
  const ready = async () => await untilReady(server, serverAddress, [ports.port, ports.tlsPort]);
  await ready();
  const names = new Map(doors.map(({ listener, door }) => [listener, door]));
  const binds = async () => {
    await work.mark(server.output);
    return readBinds(server.output(), names);
  };
  const work = directoryWork(folder, files.socket, administrator, helpdesk);
  try {
    await work.load(firstEntries(helpdesk.password, mailServer.password, options.policy ?? {}));
  } catch (error) {
    await server.stop();
    throw error;
  }
  const { authorityFile } = files;
  return {
    host: serverAddress,
    port: ports.port,
    tlsPort: ports.tlsPort,
    suffix,
    peopleDn,
    administrator,
    helpdesk,
    mailServer: { ...mailServer, url: `ldaps://${mailServerDoor}:${ports.mailPort}`, base: peopleDn, authorityFile },
    ...work.acts,
    binds,
    failedBinds: async () => (await binds()).filter((bind) => bind.result === 49),
    log: server.output,
    halt: async () => {
      program.hold();
      process.kill(Number(readFileSync(join(folder, 'slapd.pid'), 'utf8')), 'SIGTERM');
      await untilClosed(serverAddress, [ports.port, ports.tlsPort]);
    },
    goOn: async () => {
      program.release();
      await ready();
    },
    stop: async () => {
      await server.stop();
      await untilClosed(serverAddress, [ports.port, ports.tlsPort]);
    },
  };
}

/** The addresses that slapd listens on, with the name that its log gives each of them. */
function doorsOf(ports: Ports): { url: string; listener: string; door: DirectoryDoor }[] {
  const door = (name: DirectoryDoor, scheme: string, address: string, port: number) => ({
    url: `${scheme}://${address}:${port}`,
    listener: `IP=${address}:${port}`,
    door: name,
  });
  return [
    door('ldap', 'ldap', serverAddress, ports.port),
    door('ldaps', 'ldaps', serverAddress, ports.tlsPort),
    door('mail-server', 'ldaps', mailServerDoor, ports.mailPort),
  ];
}

function writeFiles(folder: string, administratorPassword: string, options: SlapdOptions) {
  const leaf = options.certificates.leaves[options.certificate ?? 'good'];
  const authorityFile = join(folder, 'authority.pem');
  mkdirSync(join(folder, 'database'), { mode: 0o700 });
  writeFileSync(authorityFile, options.certificates.authority);
  writeFileSync(join(folder, 'server.pem'), leaf.certificate);
  writePrivate(join(folder, 'server.key'), leaf.privateKey);
  const anonymousRead = options.anonymousRead ?? false;
  const configuration = writePrivate(
    join(folder, 'slapd.conf'),
    slapdConfiguration({ folder, administratorPassword, anonymousRead }),
  );
  return { authorityFile, configuration, socket: join(folder, 'socket') };
}

/** What the harness does to the directory, through its local socket and OpenLDAP's own tools. */
function directoryWork(folder: string, socket: string, administrator: DirectoryAccount, helpdesk: DirectoryAccount) {
  let count = 0;
  const secretFile = (secret: string) => writePrivate(join(folder, `secret-${++count}`), secret);
  const as = (account: DirectoryAccount) => [
    ...['-H', url, '-x', '-D', account.dn],
    ...['-y', secretFile(account.password)],
  ];
  const url = `ldapi://${encodeURIComponent(socket)}`;
  /** The log comes through a pipe: asks for a name that nobody else asks for and waits until the log shows it. */
  const mark = async (log: () => string): Promise<void> => {
    const name = `cn=mark-${++count}`;
    await runProgram(['ldapsearch', '-x', '-H', url, '-b', name, '-s', 'base']);
    const isMarked = () => log().includes(`SRCH base="${name}"`);
    await until('the log to be complete', () => isMarked() && everyBindIsAnswered(log()));
  };
  const load = async (records: string): Promise<void> => {
    expectSuccess(await runProgram(['ldapadd', ...as(administrator)], { input: records }));
  };
  const modify = async (account: DirectoryAccount, dn: string, next: string, current?: string) => {
    const old = current === undefined ? [] : ['-t', secretFile(current)];
    const tool = ['-e', 'ppolicy', ...as(account), ...old, '-T', secretFile(next), dn];
    return passwordChange(await runProgram(['ldappasswd', ...tool]));
  };
  const change = async (dn: string, lines: string): Promise<void> => {
    const input = `dn: ${dn}\nchangetype: modify\n${lines}\n`;
    expectSuccess(await runProgram(['ldapmodify', ...as(administrator)], { input }));
  };
  const acts = {
    addMailbox: async (address: string, password: string) => {
      const uid = address.split('@')[0] ?? address;
      const dn = `uid=${uid},${peopleDn}`;
      await load(mailboxEntry(dn, uid, address, password));
      return { dn, address, password };
    },
    bindWorks: async (dn: string, password: string) => {
      const result = await runProgram(['ldapwhoami', ...as({ dn, password })]);
      if (result.code !== 0 && result.code !== 49) throw new Error(`unexpected answer: ${result.output}`);
      return result.code === 0;
    },
    changePassword: async (dn: string, current: string, next: string) =>
      await modify({ dn, password: current }, dn, next, current),
    setPassword: async (dn: string, next: string) => await modify(helpdesk, dn, next),
    setPolicy: async (policy: PasswordPolicy) => {
      expectSuccess(await runProgram(['ldapmodify', ...as(administrator)], { input: policyChange(policy) }));
    },
    requireChange: async (dn: string) => await change(dn, 'replace: pwdReset\npwdReset: TRUE'),
    lock: async (dn: string) =>
      await change(dn, `replace: pwdAccountLockedTime\npwdAccountLockedTime: ${lockedForGood}`),
    unlock: async (dn: string) => await change(dn, 'delete: pwdAccountLockedTime'),
    readEntry: async (dn: string) => {
      const read = ['-LLL', '-o', 'ldif-wrap=no', '-b', dn, '-s', 'base', '(objectClass=*)', '*', '+'];
      return attributesOf(expectSuccess(await runProgram(['ldapsearch', ...as(administrator), ...read])));
    },
  };
  return { mark, load, acts };
}

function passwordChange(result: ProgramResult): PasswordChange {
  const policyError = /ppolicy: error=(\d+)/.exec(result.output)?.[1];
  const answer = /(?:Result:|ldap_bind:) .*\((\d+)\)/.exec(result.output)?.[1];
  return {
    result: answer === undefined ? (result.code ?? -1) : Number(answer),
    policyError: policyError === undefined ? undefined : Number(policyError),
    output: result.output,
  };
}

function expectSuccess(result: ProgramResult): string {
  if (result.code !== 0) throw new Error(`the directory refused: ${result.output}`);
  return result.output;
}

/** What slapo-ppolicy(5) reserves for "until an administrator opens it". */
const lockedForGood = '000001010000Z';

function newPassword(): string {
  return randomBytes(18).toString('base64url');
}

/** slapd lives in /usr/sbin, which an ordinary user's PATH may lack. */
function environmentWithPath(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
}
