import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serverName } from './certificates.ts';
import type { Dovecot, MailProtocol } from './dovecot.ts';
import { makeFolder, type ProgramResult, runProgram, writePrivate } from './process.ts';

/** What a mail program of this computer needs to sign in, once, and how it is made to. */
export interface MailProgram {
  /** The app's id. */
  readonly id: string;
  readonly is: string;
  readonly protocol: MailProtocol;
  /** Its settings by place in the home folder; `password` is already written as they want it. */
  settings(to: Dovecot, home: string): Readonly<Record<string, string>>;
  readonly command: readonly [string, ...string[]];
  readonly input?: string;
}

export const personOfPrograms = 'anna@example.test';
/** Nothing in it means anything to any of them, so that it stands in all settings as it is. */
export const passwordOfPrograms = 'Old-Mauve-Kettle-41';

const user = personOfPrograms;
const old = passwordOfPrograms;
const message = 'Subject: hello\n\nhello\n';
const folders = '[destination]\ntype = Maildir\npath = ~/Mail/\n\n[options]\nread_all = false\ndelete = false\n';

const leaf = (authorityFile: string): string => join(dirname(authorityFile), 'server.pem');

const fingerprint = (authorityFile: string): string =>
  new X509Certificate(readFileSync(leaf(authorityFile))).fingerprint.replaceAll(':', '').toLowerCase();

const muttTls = (authorityFile: string): string =>
  `set ssl_ca_certificates_file="${authorityFile}" certificate_file="${authorityFile}" ssl_verify_host=no\n`;

/** Programs from Debian's packages, each with settings of its own. */
export const mailPrograms: readonly MailProgram[] = [
  {
    id: 'msmtp',
    is: 'msmtp',
    protocol: 'submission',
    settings: ({ host, ports, authorityFile }) => ({
      '.msmtprc': `# mine\naccount a\nhost ${host}\nport ${ports.submission}\nauth plain\ntls on\ntls_trust_file ${authorityFile}\ntls_host_override ${serverName}\nfrom ${user}\nuser ${user}\npassword ${old}\naccount default : a\n`,
    }),
    command: ['msmtp', 'bert@example.test'],
    input: message,
  },
  {
    id: 'mbsync',
    is: 'mbsync',
    protocol: 'imap',
    // It looks for a host's name only, and takes a certificate that it is shown as it is.
    settings: ({ host, ports, authorityFile }) => ({
      '.mbsyncrc': `IMAPAccount a\nHost ${host}\nPort ${ports.imaps}\nUser ${user}\nPass "${old}"\nSSLType IMAPS\nCertificateFile ${leaf(authorityFile)}\n\nIMAPStore r\nAccount a\n\nMaildirStore l\nPath ~/mail/\nInbox ~/mail/INBOX\n\nChannel c\nFar :r:\nNear :l:\nPatterns INBOX\nCreate Near\nSyncState *\n`,
      'mail/.keep': '',
    }),
    command: ['mbsync', '-l', 'c'],
  },
  ...(['imap', 'pop3'] as const).map(
    (protocol): MailProgram => ({
      id: 'fetchmail',
      is: `fetchmail over ${protocol}`,
      protocol,
      settings: ({ host, ports, authorityFile }) => ({
        '.fetchmailrc': `poll ${host} protocol ${protocol} port ${protocol === 'imap' ? ports.imaps : ports.pop3s}\n  user "${user}" password "${old}" ssl sslcertck sslcertfile "${authorityFile}" sslcommonname "${serverName}"\n`,
      }),
      command: ['sh', '-c', 'fetchmail --check --idfile "$HOME/ids" --pidfile "$HOME/pid"'],
    }),
  ),
  {
    id: 'getmail',
    is: 'getmail',
    protocol: 'imap',
    settings: ({ host, ports, authorityFile }) => ({
      '.getmail/getmailrc': `[retriever]\ntype = SimpleIMAPSSLRetriever\nserver = ${host}\nport = ${ports.imaps}\nusername = ${user}\npassword = ${old}\nca_certs = ${authorityFile}\nmailboxes = ("INBOX",)\n\n${folders}`,
      'Mail/new/.keep': '',
      'Mail/cur/.keep': '',
      'Mail/tmp/.keep': '',
    }),
    command: ['sh', '-c', 'getmail --getmaildir "$HOME/.getmail"'],
  },
  {
    id: 'offlineimap',
    is: 'OfflineIMAP',
    protocol: 'imap',
    // It looks for a host's name only as well; a certificate is known by its fingerprint.
    settings: ({ host, ports, authorityFile }, home) => ({
      '.offlineimaprc': `[general]\naccounts = a\n\n[Account a]\nlocalrepository = l\nremoterepository = r\n\n[Repository l]\ntype = Maildir\nlocalfolders = ${home}/mail\n\n[Repository r]\ntype = IMAP\nremotehost = ${host}\nremoteport = ${ports.imaps}\nremoteuser = ${user}\nremotepass = ${old}\nssl = yes\ncert_fingerprint = ${fingerprint(authorityFile)}\n`,
    }),
    command: ['offlineimap', '--info'],
  },
  {
    id: 'mutt',
    is: 'NeoMutt that sends, with the password in the address',
    protocol: 'submission',
    settings: ({ host, ports, authorityFile }) => ({
      '.neomuttrc': `set smtp_url="smtps://anna%40example.test:${old}@${host}:${ports.submissions}/" from=${user}\n${muttTls(authorityFile)}`,
    }),
    command: ['neomutt', '-s', 'hello', 'bert@example.test'],
    input: 'hello\n',
  },
  {
    id: 'mutt',
    is: 'NeoMutt that receives, with the password in another file',
    protocol: 'imap',
    settings: ({ host, ports, authorityFile }) => ({
      '.neomuttrc': `source ~/.secrets\nset imap_user=${user} folder="imaps://${host}:${ports.imaps}/" spoolfile="+INBOX"\n${muttTls(authorityFile)}`,
      '.secrets': `set my_pass='${old}'\nset imap_pass=$my_pass\n`,
    }),
    command: ['script', '-qec', "neomutt -e 'push <exit>'", '/dev/null'],
  },
  {
    id: 'aerc',
    is: 'aerc',
    protocol: 'imap',
    settings: ({ host, ports, authorityFile }) => ({
      '.config/aerc/accounts.conf': `[Anna]\nsource = imaps://anna%40example.test:${old}@${host}:${ports.imaps}\ndefault = INBOX\nfrom = Anna <${user}>\n`,
      // where its TLS looks for whom to trust
      authority: authorityFile,
    }),
    // It stays open until it is ended.
    command: ['sh', '-c', 'SSL_CERT_FILE="$(cat "$HOME/authority")" timeout 8 script -qec aerc /dev/null'],
  },
  {
    id: 'git-send-email',
    is: 'git send-email',
    protocol: 'submission',
    settings: ({ host, ports, authorityFile }) => ({
      '.gitconfig': `[user]\n\tname = Anna\n\temail = ${user}\n[sendemail]\n\tsmtpServer = ${host}\n\tsmtpServerPort = ${ports.submission}\n\tsmtpEncryption = tls\n\tsmtpSSLCertPath = ${authorityFile}\n\tsmtpUser = ${user}\n\tsmtpPass = ${old} ; mine\n\tconfirm = never\n`,
      'hello.patch': `From: ${user}\n${message}`,
    }),
    command: ['sh', '-c', 'git send-email --to=bert@example.test "$HOME/hello.patch"'],
  },
];

/** The home folder of somebody who uses one of them. */
export interface ProgramHome {
  readonly home: string;
  /** Runs the program once; what became of it the server knows best. */
  run(): Promise<ProgramResult>;
  remove(): void;
}

export function homeFor(program: MailProgram, dovecot: Dovecot): ProgramHome {
  const home = makeFolder('mail-program');
  for (const [name, text] of Object.entries(program.settings(dovecot, home))) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writePrivate(join(home, name), text);
  }
  const environment = { HOME: home, PATH: process.env['PATH'], LANG: 'C.UTF-8', TERM: 'xterm' };
  const input = program.input === undefined ? {} : { input: program.input };
  return {
    home,
    run: () => runProgram(program.command, { environment, ...input }),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** The settings as they are now, for looking what has changed. */
export const settingsIn = (home: string, program: MailProgram, dovecot: Dovecot): string[] =>
  Object.keys(program.settings(dovecot, home)).map((name) => readFileSync(join(home, name), 'utf8'));
