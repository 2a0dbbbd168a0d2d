import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Slapd } from './slapd.ts';

export interface DovecotPorts {
  readonly imap: number;
  readonly imaps: number;
  readonly pop3: number;
  readonly pop3s: number;
  readonly submission: number;
  readonly submissions: number;
}

/** Dovecot's auth cache; without one (Dovecot's own default) every sign-in asks the password source. */
export interface AuthCache {
  /** Seconds that an accepted password stays accepted without asking. */
  readonly ttl: number;
  /** Seconds that a refusal is repeated without asking. */
  readonly negativeTtl: number;
  /** Cached passwords are compared by worker processes (`auth_cache_verify_password_with_worker`). Default false. */
  readonly verifyWithWorker?: boolean;
}

export interface DovecotSettings {
  readonly folder: string;
  readonly address: string;
  readonly ports: DovecotPorts;
  readonly relayPort: number;
  /** False gives a server without any TLS: no STARTTLS, no implicit TLS, and no way to sign in. */
  readonly tls: boolean;
  /** Seconds before the answer to a wrong password; Dovecot's own default is 2. */
  readonly failureDelay: number;
  /** False: the address of a client does not wait longer for each wrong try. */
  readonly penalty: boolean;
  readonly cache?: AuthCache;
  readonly connectionsPerUser: number;
  readonly reuseLogins: boolean;
  /** Who knows the passwords, if not a file of this server; how to ask stands in `passwords.conf`. */
  readonly elsewhere?: 'ldap' | 'sql' | 'pam';
}

/** The text of dovecot.conf. Certificate files and the password file are expected in the folder. */
export function dovecotConfiguration(settings: DovecotSettings): string {
  const { folder } = settings;
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
log_timestamp = "%Y-%m-%dT%H:%M:%S%z "
protocols = imap pop3 submission
listen = ${settings.address}
${tlsSettings(settings)}
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = ${settings.failureDelay} secs
auth_verbose = yes
# auth_debug says which protocol a try came through. The submission login service must not have it: there it logs what
# the client sent, the password included.
auth_debug = yes
protocol submission {
  auth_debug = no
}
# What clients call themselves.
imap_id_log = *
${settings.cache === undefined ? '' : cacheSettings(settings.cache)}
${settings.penalty ? '' : noPenalty}
mail_max_userip_connections = ${settings.connectionsPerUser}
mail_location = maildir:~/Maildir
first_valid_uid = 1
submission_relay_host = ${settings.address}
submission_relay_port = ${settings.relayPort}
passdb {
  driver = ${settings.elsewhere ?? 'passwd-file'}
  args = ${passwordArguments(settings)}
}
userdb {
  driver = static
  args = ${ownerArguments()} home=${folder}/mail/%u
}
${services(settings)}
${process.getuid?.() === 0 ? '' : rootlessSettings()}
`;
}

function passwordArguments({ elsewhere, folder }: DovecotSettings): string {
  if (elsewhere === undefined) return `scheme=PLAIN username_format=%u ${folder}/passwords`;
  return elsewhere === 'pam' ? 'dovecot' : `${folder}/passwords.conf`;
}

/** Accounts of a system, asked by PAM's service `dovecot` in the world that `inside` puts a command into. */
export interface SystemAccounts {
  readonly accounts: { readonly inside: (command: readonly [string, ...string[]]) => readonly [string, ...string[]] };
}

/** The text of the LDAP source's own file: find the entry by its mail attribute, then sign in as that entry. */
export function directoryConfiguration(directory: Slapd['mailServer']): string {
  return `
uris = ${directory.url}
dn = ${directory.dn}
dnpass = ${directory.password}
tls_ca_cert_file = ${directory.authorityFile}
tls_require_cert = demand
ldap_version = 3
auth_bind = yes
base = ${directory.base}
scope = onelevel
pass_filter = (&(objectClass=inetOrgPerson)(mail=%u))
pass_attrs = mail=user
`;
}

/** An SQLite file that another program writes, and the question that finds the hash of `%u`'s password in it. */
export interface MailDatabase {
  readonly database: { readonly file: string; readonly query: string };
}

/** The text of the SQL source's own file. */
export function databaseConfiguration({ database }: MailDatabase): string {
  return `
driver = sqlite
connect = ${database.file}
default_pass_scheme = CRYPT
password_query = ${database.query}
`;
}

function tlsSettings(settings: DovecotSettings): string {
  if (!settings.tls) return 'ssl = no';
  return `ssl = yes\nssl_cert = <${settings.folder}/server.pem\nssl_key = <${settings.folder}/server.key`;
}

function cacheSettings(cache: AuthCache): string {
  return `auth_cache_size = 1M
auth_cache_ttl = ${cache.ttl} secs
auth_cache_negative_ttl = ${cache.negativeTtl} secs
auth_cache_verify_password_with_worker = ${cache.verifyWithWorker === true ? 'yes' : 'no'}`;
}

/** The documented way: the auth service cannot reach the counter. */
const noPenalty = 'service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}';

function services(settings: DovecotSettings): string {
  const { ports, tls } = settings;
  const reuse = settings.reuseLogins ? '  service_count = 0\n  process_min_avail = 4\n' : '';
  const listener = (name: string, port: number, implicitTls: boolean) =>
    `  inet_listener ${name} {\n    port = ${port}\n    ssl = ${implicitTls ? 'yes' : 'no'}\n  }\n`;
  const service = (name: string, plain: [string, number], secure: [string, number]) =>
    // Port 0 switches a listener off.
    `service ${name}-login {\n${reuse}${listener(...plain, false)}${listener(secure[0], tls ? secure[1] : 0, tls)}}\n`;
  return [
    service('imap', ['imap', ports.imap], ['imaps', ports.imaps]),
    service('pop3', ['pop3', ports.pop3], ['pop3s', ports.pop3s]),
    service('submission', ['submission', ports.submission], ['submissions', ports.submissions]),
  ].join('');
}

function ownerArguments(): string {
  return process.getuid?.() === 0 ? 'uid=mail gid=mail' : `uid=${process.getuid?.()} gid=${process.getgid?.()}`;
}

/** Without root Dovecot cannot change user or root directory, so it must be told to stay who it is. */
function rootlessSettings(): string {
  const { username, gid } = userInfo();
  const unrooted = ['imap-login', 'pop3-login', 'submission-login', 'anvil', 'imap-urlauth-login'];
  return [
    `default_internal_user = ${username}`,
    `default_internal_group = ${groupName(gid)}`,
    `default_login_user = ${username}`,
    ...unrooted.map((name) => `service ${name} {\n  chroot =\n}`),
  ].join('\n');
}

function groupName(gid: number): string {
  const lines = readFileSync('/etc/group', 'utf8').split('\n');
  return lines.map((line) => line.split(':')).find((fields) => fields[2] === String(gid))?.[0] ?? String(gid);
}
