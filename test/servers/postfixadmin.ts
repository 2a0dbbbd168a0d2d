import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type CertificateKind, serverAddress, type TestCertificates } from './certificates.ts';
import type { MailDatabase } from './dovecot-settings.ts';
import { makeFolder, runProgram, startServer, untilClosed, untilReady, withFreshPorts } from './process.ts';
import { startTlsFront } from './tls-front.ts';

export interface PostfixAdminOptions {
  readonly certificates: TestCertificates;
  /** Default `good`. */
  readonly certificate?: CertificateKind;
}

export interface PostfixAdminAccount {
  readonly name: string;
  readonly password: string;
}

export interface PostfixAdmin {
  readonly host: string;
  /** HTTPS. */
  readonly port: number;
  /** The folder of the pages, as the Debian package names it. */
  readonly path: string;
  readonly domain: string;
  /** May do everything. */
  readonly administrator: PostfixAdminAccount;
  /** May do something in another domain only. */
  readonly stranger: PostfixAdminAccount;
  /** What a mail server on the same database needs. */
  readonly mailServer: MailDatabase;
  /** Makes a mailbox, or gives the one that is there this password and makes it active. */
  setMailbox(address: string, password: string): Promise<void>;
  /** The whole record of a mailbox but its password and dates. */
  readMailbox(address: string): Promise<unknown>;
  /** Replaces settings of `config.local.php`, as PHP; none: back to Debian's own. */
  configure(php: string): void;
  log(): string;
  /** Ends the server, waits until its ports are closed and removes its folder. */
  stop(): Promise<void>;
}

const program = '/usr/share/postfixadmin';
const domain = 'example.test';

/** Starts PostfixAdmin from its Debian package on PHP's own server, with an SQLite file and TLS in front. Ready in 1 s. */
export async function startPostfixAdmin(options: PostfixAdminOptions): Promise<PostfixAdmin> {
  return await withFreshPorts(2, serverAddress, async ([port = 0, plainPort = 0]) => {
    return await startOn(port, plainPort, options);
  });
}

async function startOn(port: number, plainPort: number, options: PostfixAdminOptions): Promise<PostfixAdmin> {
  const folder = makeFolder('postfixadmin');
  const pages = layOut(folder);
  const administrator = { name: 'postmaster@example.test', password: newPassword() };
  const stranger = { name: 'somebody@other.test', password: newPassword() };
  const php = async (input: string) => await runPhp(folder, input);
  try {
    await php(`$_SERVER['REQUEST_METHOD'] = 'GET'; ob_start(); require 'postfixadmin/upgrade.php';`);
    await php(seed(administrator, stranger));
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  // Changed settings hold at once.
  const settings = [
    '-d',
    `session.save_path=${join(folder, 'sessions')}`,
    '-d',
    'display_errors=0',
    '-d',
    'opcache.enable=0',
  ];
  const server = startServer(folder, ['php', ...settings, '-S', `${serverAddress}:${plainPort}`, '-t', pages]);
  await untilReady(server, serverAddress, [plainPort]);
  const leaf = options.certificates.leaves[options.certificate ?? 'good'];
  const front = await startTlsFront({ address: serverAddress, port }, leaf, () => connect(plainPort, serverAddress));
  return {
    host: serverAddress,
    port,
    path: '/postfixadmin/',
    domain,
    administrator,
    stranger,
    mailServer: {
      database: {
        file: join(folder, 'mail.db'),
        query: `SELECT username AS user, password FROM mailbox WHERE username = '%u' AND active = 1`,
      },
    },
    setMailbox: async (address, password) => {
      await php(mailbox(address, password));
    },
    readMailbox: async (address) => {
      const query = 'SELECT name, maildir, quota, active, phone, email_other FROM mailbox WHERE username = ?';
      const read: unknown = JSON.parse(
        await php(`echo json_encode(db_query_all(${text(query)}, [${text(address)}]));`),
      );
      return read;
    },
    configure: (more) => writeFileSync(join(folder, 'app', 'config.local.php'), localSettings(more)),
    log: server.output,
    stop: async () => {
      await front();
      await server.stop();
      await untilClosed(serverAddress, [port, plainPort]);
    },
  };
}

/** The program as the package has it, with settings, templates and a database of its own. */
function layOut(folder: string): string {
  const app = join(folder, 'app');
  const own = ['config.local.php', 'templates_c'].map((name) => join(program, name));
  cpSync(program, app, { recursive: true, dereference: true, filter: (path) => !own.includes(path) });
  for (const name of ['app/templates_c', 'sessions']) mkdirSync(join(folder, name));
  const database = join(folder, 'mail.db');
  writeFileSync(database, '');
  // The mail server asks as another account.
  chmodSync(database, 0o644);
  const settings = { dbtype: 'sqlite', dbname: database, dbuser: '', dbpass: '', dbserver: '' };
  const lines = Object.entries(settings).map(([name, value]) => `$${name} = ${text(value)};\n`);
  writeFileSync(join(app, 'dbconfig.inc.php'), `<?php\n${lines.join('')}`);
  writeFileSync(join(app, 'config.local.php'), localSettings(''));
  // The pages ask for what stands in the folder above them, so they stay there under the name of their address.
  renameSync(join(app, 'public'), join(app, 'postfixadmin'));
  return app;
}

const localSettings = (more: string) =>
  `<?php\n$CONF['configured'] = true;\n$CONF['encrypt'] = 'php_crypt:SHA512:1000';\n${more}\n`;

/** As a literal of PHP. */
const text = (value: string) => `'${value.replaceAll(/['\\]/g, '\\$&')}'`;

const newPassword = () => `${randomBytes(12).toString('base64url')}-Aa1`;

/** Runs PHP inside the program, past its pages; passwords go in by standard input. @throws Error with what it said */
async function runPhp(folder: string, input: string): Promise<string> {
  const app = join(folder, 'app');
  const code = `<?php
define('POSTFIXADMIN_CLI', 1);
chdir(${text(app)});
require_once 'common.php';
${input}`;
  const result = await runProgram(['php', '-d', 'display_errors=stderr'], { input: code });
  if (result.code !== 0 || /\b(Warning|Fatal error)\b/.test(result.output)) throw new Error(result.output);
  return result.output;
}

function seed(administrator: PostfixAdminAccount, stranger: PostfixAdminAccount): string {
  const admin = ({ name, password }: PostfixAdminAccount, superadmin: boolean) =>
    `db_insert('admin', ['username' => ${text(name)}, 'password' => pacrypt(${text(password)}), 'superadmin' => ${superadmin ? 1 : 0}, 'active' => 1]);
db_insert('domain_admins', ['username' => ${text(name)}, 'domain' => ${text(superadmin ? 'ALL' : 'other.test')}, 'active' => 1], ['created']);\n`;
  const domains = [domain, 'other.test'].map(
    (name) =>
      `db_insert('domain', ['domain' => ${text(name)}, 'description' => '', 'transport' => 'virtual', 'active' => 1]);\n`,
  );
  return `${domains.join('')}${admin(administrator, true)}${admin(stranger, false)}`;
}

function mailbox(address: string, password: string): string {
  const [local = '', host = ''] = address.split('@');
  return `
$known = db_query_one('SELECT username FROM mailbox WHERE username = ?', [${text(address)}]);
$hash = ['password' => pacrypt(${text(password)}), 'active' => 1];
if ($known) { db_update('mailbox', 'username', ${text(address)}, $hash); exit(0); }
db_insert('mailbox', $hash + ['username' => ${text(address)}, 'name' => 'Anna <b>& "Co"', 'maildir' => ${text(`${host}/${local}/`)},
  'quota' => 1024000, 'local_part' => ${text(local)}, 'domain' => ${text(host)}, 'phone' => '', 'email_other' => '']);
db_insert('alias', ['address' => ${text(address)}, 'goto' => ${text(address)}, 'domain' => ${text(host)}, 'active' => 1]);
`;
}
