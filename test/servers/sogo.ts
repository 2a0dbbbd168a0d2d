import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type CertificateKind, serverAddress, type TestCertificates } from './certificates.ts';
import { asAccount, layered } from './layer.ts';
import { makeFolder, startServer, untilClosed, untilReady, withFreshPorts, writePrivate } from './process.ts';
import type { Slapd } from './slapd.ts';
import { startTlsFront } from './tls-front.ts';

export interface SogoOptions {
  readonly certificates: TestCertificates;
  /** Default `good`. */
  readonly certificate?: CertificateKind;
  /** Who knows the mailboxes and their passwords. */
  readonly directory: Slapd;
}

export interface Sogo {
  readonly host: string;
  /** HTTPS. */
  readonly port: number;
  readonly path: string;
  log(): string;
  /** Ends it with its database, waits until the ports are closed and removes the folders. */
  stop(): Promise<void>;
}

const account = 'sogo';

/**
 * SOGo from its Debian package, on a directory with a password policy, with a MariaDB of its own for everything else and
 * TLS in front. Only root may do that: it reads its settings from /etc alone. Ready in 5 to 7 s.
 */
export async function startSogo(options: SogoOptions): Promise<Sogo> {
  return await withFreshPorts(3, serverAddress, async ([port = 0, plainPort = 0, databasePort = 0]) => {
    const database = await startDatabase(databasePort);
    try {
      return await startOn({ port, plainPort, databasePort }, database.stop, options);
    } catch (error) {
      await database.stop();
      throw error;
    }
  });
}

interface Ports {
  readonly port: number;
  readonly plainPort: number;
  readonly databasePort: number;
}

async function startOn(ports: Ports, endDatabase: () => Promise<void>, options: SogoOptions): Promise<Sogo> {
  const folder = ownFolder('sogo');
  const settings = join(folder, 'settings');
  mkdirSync(settings);
  own(writePrivate(join(settings, 'sogo.conf'), settingsText(options.directory, ports.databasePort)));
  const program = asAccount(account, [
    '/usr/sbin/sogod',
    ...['-WONoDetach', 'YES', '-WOWorkersCount', '1', '-WOLogFile', '-'],
    ...['-WOPort', `${serverAddress}:${ports.plainPort}`, '-WOPidFile', join(folder, 'sogo.pid')],
  ]);
  const environment = { ...process.env, HOME: folder, LDAPTLS_CACERT: options.directory.mailServer.authorityFile };
  const server = startServer(folder, layered(settings, '/etc/sogo', program), environment);
  await untilReady(server, serverAddress, [ports.plainPort]);
  const leaf = options.certificates.leaves[options.certificate ?? 'good'];
  const front = await startTlsFront({ address: serverAddress, port: ports.port }, leaf, () =>
    connect(ports.plainPort, serverAddress),
  );
  return {
    host: serverAddress,
    port: ports.port,
    path: '/SOGo/',
    log: server.output,
    stop: async () => {
      await front();
      await server.stop();
      await endDatabase();
      await untilClosed(serverAddress, [ports.port, ports.plainPort, ports.databasePort]);
    },
  };
}

/** A MariaDB that lets everybody in: it holds nothing but SOGo's tables, and listens on this computer only. */
async function startDatabase(port: number): Promise<{ stop: () => Promise<void> }> {
  const folder = ownFolder('sogo-database');
  const first = join(folder, 'first.sql');
  writeFileSync(first, 'CREATE DATABASE sogo CHARACTER SET utf8mb4;\n');
  const data = join(folder, 'data');
  mkdirSync(data);
  own(data);
  const server = startServer(folder, [
    'mariadbd',
    ...['--no-defaults', `--user=${account}`, `--datadir=${data}`, `--tmpdir=${data}`, `--init-file=${first}`],
    ...[`--bind-address=${serverAddress}`, `--port=${port}`, `--socket=${join(data, 'socket')}`],
    ...['--skip-grant-tables', '--skip-name-resolve', '--innodb-buffer-pool-size=16M', '--innodb-log-file-size=4M'],
  ]);
  await untilReady(server, serverAddress, [port]);
  return { stop: server.stop };
}

function settingsText({ host, tlsPort, peopleDn, helpdesk }: Slapd, databasePort: number): string {
  const table = (name: string) => `"mysql://sogo:sogo@${serverAddress}:${databasePort}/sogo/${name}"`;
  return `{
  SOGoProfileURL = ${table('sogo_user_profile')};
  OCSFolderInfoURL = ${table('sogo_folder_info')};
  OCSSessionsFolderURL = ${table('sogo_sessions_folder')};
  SOGoMemcachedHost = "/nonexistent/memcached";
  SOGoMailDomain = "example.test";
  SOGoLanguage = English;
  SOGoTimeZone = UTC;
  SOGoPasswordChangeEnabled = YES;
  SOGoUserSources = ({
    id = people;
    type = ldap;
    displayName = "People";
    hostname = "ldaps://${host}:${tlsPort}";
    baseDN = "${peopleDn}";
    bindDN = "${helpdesk.dn}";
    bindPassword = "${helpdesk.password}";
    scope = ONE;
    CNFieldName = cn;
    IDFieldName = uid;
    UIDFieldName = uid;
    MailFieldNames = (mail);
    bindFields = (uid, mail);
    canAuthenticate = YES;
    isAddressBook = NO;
    passwordPolicy = YES;
  });
}
`;
}

function ownFolder(purpose: string): string {
  const folder = makeFolder(purpose);
  own(folder);
  return folder;
}

function own(path: string): void {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${account}:`));
  const [, , uid = '', gid = ''] = line?.split(':') ?? [];
  if (uid === '') throw new Error(`there is no account ${account}`);
  chownSync(path, Number(uid), Number(gid));
}
