import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppDiscovery, MailApp } from '../../core/apps/mail-app.ts';
import { type Scratch, scratchHome } from './apps.test-kit.ts';
import type { AppDesk } from './desk.ts';
import { evolution } from './evolution/app.ts';
import { geary } from './geary/app.ts';
import { gnomeOnlineAccounts } from './gnome-online-accounts/app.ts';
import { keyringApp } from './keyring/keyring-app.ts';
import { kmail } from './kmail/app.ts';
import { mailspring } from './mailspring/app.ts';
import { alsoInKeyring } from './msmtp/keyring.ts';

const user = 'anna@example.test';

let folder: string;
let home: Scratch;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyround-unit-'));
  home = scratchHome(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string | Buffer): string => {
  const path = join(home.home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};
/** Each account in one line: what it is, and, where there may be a password, the entry that is asked for. */
const lines = ({ accounts }: AppDiscovery): string[] =>
  accounts.map(({ profile, protocol, user: who, host, port, security, fixed, key }) => {
    const [, attributes = ''] = /(\{[^}]*\})/.exec(key) ?? [];
    const entry = fixed ? `${fixed.holds}${fixed.why ? `:${fixed.why}` : ''}` : attributes.replace(/"/g, '');
    return `${profile}: ${protocol} ${who} ${host}:${port ?? ''} ${security} ${entry}`;
  });
const whys = ({ troubles }: AppDiscovery): string[] => troubles.map(({ why }) => why);
const find = async (make: (desk: AppDesk) => MailApp): Promise<AppDiscovery> => await make(home).find();

describe('Evolution', () => {
  const sources = '.config/evolution/sources';
  const source = (uid: string, text: string, below = sources) => put(`${below}/${uid}.source`, text);
  const mail = (identity: string) => `[Mail Account]\nBackendName=imapx\nIdentityUid=${identity}\n`;
  const signIn = (host: string, method: string, secure = 'ssl-on-alternate-port') =>
    `[Authentication]\nHost=${host}\nMethod=${method}\nPort=993\nUser=${user}\n[Security]\nMethod=${secure}\n`;
  const eds = (uid: string) =>
    `{xdg:schema:org.gnome.Evolution.Data.Source,e-source-uid:${uid},eds-origin:evolution-data-server}`;
  const identity = (uid: string, transport: string) =>
    source(
      uid,
      `[Data Source]\nParent=\n[Mail Identity]\nAddress=${user}\n[Mail Submission]\nTransportUid=${transport}\n`,
    );

  it('has an account whose receiving and sending are one device and two entries', async () => {
    const text = `# of \u00fc\r\n[Data Source]\r\nDisplayName=Anna\\sM\u00fcller\r\nDisplayName[de]=x\r\nParent=\r\n\r\n${mail('id').replace(/\n/g, '\r\n')}${signIn('imap.example.test', '')}`;
    const place = source('acc', text);
    identity('id', 'tra');
    source(
      'tra',
      `[Data Source]\nParent=acc\n[Mail Transport]\nBackendName=smtp\n${signIn('smtp.example.test', 'PLAIN', 'starttls-on-standard-port')}`,
    );
    const found = await find(keyringApp(evolution));
    expect(lines(found)).toEqual([
      `Anna M\u00fcller: imap ${user} imap.example.test:993 tls ${eds('acc')}`,
      `Anna M\u00fcller: smtp ${user} smtp.example.test:993 starttls ${eds('tra')}`,
    ]);
    expect(new Set(found.accounts.map((one) => `${one.app} ${one.profile} ${one.place}`))).toEqual(
      new Set([`evolution Anna M\u00fcller ${place}`]),
    );
  });

  it('looks under the name of a collection where that keeps the password', async () => {
    source(
      'col',
      `[Data Source]\nDisplayName=c\n[Collection]\nBackendName=none\n${signIn('MAIL.example.test', 'plain')}`,
    );
    source('acc', `[Data Source]\nDisplayName=c\nParent=col\n${mail('id')}${signIn('mail.example.test', 'plain')}`);
    identity('id', 'tra');
    source(
      'tra',
      `[Data Source]\nParent=col\n[Mail Transport]\nBackendName=smtp\n${signIn('smtp.other.test', 'plain')}`,
    );
    expect(lines(await find(keyringApp(evolution)))).toEqual([
      `c: imap ${user} mail.example.test:993 tls ${eds('col')}`,
      `c: smtp ${user} smtp.other.test:993 tls ${eds('tra')}`,
    ]);
  });

  it('leaves the accounts of the desktop to the desktop, and those by token and ticket to themselves', async () => {
    source(
      'goa',
      '[Data Source]\nDisplayName=g\n[Collection]\nBackendName=none\n[GNOME Online Accounts]\nAccountId=x\n',
    );
    source('a', `[Data Source]\nParent=goa\n${mail('')}${signIn('imap.example.test', 'plain')}`);
    source('b', `[Data Source]\nDisplayName=b\n${mail('')}${signIn('imap.example.test', 'XOAUTH2')}`);
    source('c', `[Data Source]\nDisplayName=c\n${mail('')}${signIn('imap.example.test', 'GSSAPI')}`);
    source('local', '[Data Source]\nDisplayName=On This Computer\n[Mail Account]\nBackendName=maildir\n');
    expect(lines(await find(keyringApp(evolution)))).toEqual([
      `b: imap ${user} imap.example.test:993 tls oauth`,
      `c: imap ${user} imap.example.test:993 tls none`,
    ]);
  });

  it('comes to an end with sources that are their own parents, and says which it cannot read', async () => {
    source('a', `[Data Source]\nDisplayName=a\nParent=b\n${mail('a')}${signIn('imap.example.test', 'plain')}`);
    source('b', '[Data Source]\nParent=a\n');
    source('bad', 'BackendName=imapx\n');
    source('odd', Buffer.from([0x5b, 0x61, 0x5d, 0x0a, 0x61, 0x3d, 0xff]).toString('latin1'));
    put(`${sources}/bytes.source`, Buffer.from([0x5b, 0x61, 0x5d, 0x0a, 0x61, 0x3d, 0xff]));
    const large = openSync(join(home.home, sources, 'large.source'), 'w');
    ftruncateSync(large, 50 << 20);
    closeSync(large);
    put(`${sources}/notes.txt`, 'x');
    const found = await find(keyringApp(evolution));
    expect(lines(found)).toEqual([`a: imap ${user} imap.example.test:993 tls ${eds('a')}`]);
    expect(whys(found)).toEqual(['not-understood', 'not-understood', 'too-large']);
  });

  it('is found in its sandbox as well', async () => {
    const below = '.var/app/org.gnome.Evolution/config/evolution/sources';
    source('acc', `[Data Source]\nDisplayName=boxed\n${mail('')}${signIn('imap.example.test', 'plain')}`, below);
    expect(lines(await find(keyringApp(evolution)))).toEqual([
      `boxed: imap ${user} imap.example.test:993 tls ${eds('acc')}`,
    ]);
  });
});

describe('Geary', () => {
  const incoming = `[Incoming]\nlogin=${user}\nhost=imap.example.test\nport=993\ntransport_security=transport\ncredentials=custom\n`;
  const outgoing = '[Outgoing]\nhost=smtp.example.test\nport=587\ntransport_security=start-tls\n';
  const imap = `{xdg:schema:org.gnome.Geary,proto:IMAP,host:imap.example.test,login:${user}}`;
  const account = (name: string, text: string) =>
    put(`.config/geary/${name}/geary.ini`, `[Account]\nlabel=mine\n${text}`);

  it('sends with the password that it receives with, with another one, or with none', async () => {
    account('account_01', `${incoming}${outgoing}credentials=use-incoming\n`);
    account('account_02', `${incoming}${outgoing}credentials=custom\nlogin=anna\n`);
    account('account_03', `${incoming}${outgoing}credentials=none\n`);
    account('goa_1_0', `${incoming}${outgoing}credentials=use-incoming\n`);
    account('account_04', '[Incoming]\nlogin=x\n[Outgoing]\ncredentials=use-incoming\n');
    const receives = `mine: imap ${user} imap.example.test:993 tls ${imap}`;
    expect(lines(await find(keyringApp(geary)))).toEqual([
      receives,
      `mine: smtp ${user} smtp.example.test:587 starttls ${imap}`,
      receives,
      'mine: smtp anna smtp.example.test:587 starttls {xdg:schema:org.gnome.Geary,proto:SMTP,host:smtp.example.test,login:anna}',
      receives,
    ]);
  });
});

it('GNOME has both sides of an account in one entry, and says nothing of accounts by token', async () => {
  const place = put(
    '.config/goa-1.0/accounts.conf',
    `[Account account_1_0]\nProvider=imap_smtp\nPresentationIdentity=${user}\nImapHost=imap.example.test:1993\nImapUserName=${user}\nImapUseSsl=true\nImapUseTls=false\nSmtpHost=smtp.example.test\nSmtpUseAuth=true\nSmtpUserName=${user}\nSmtpUseSsl=false\nSmtpUseTls=true\n\n` +
      `[Account account_2_0]\nProvider=imap_smtp\nIdentity=two\nImapHost=imap.example.test\nImapUserName=${user}\nSmtpHost=smtp.example.test\nSmtpUseAuth=false\nSmtpUserName=${user}\n\n` +
      `[Account account_3_0]\nProvider=google\nIdentity=${user}\n`,
  );
  const found = await find(keyringApp(gnomeOnlineAccounts));
  const entry = (id: string) => `{xdg:schema:org.gnome.OnlineAccounts,goa-identity:imap_smtp:gen0:${id}}`;
  expect(lines(found)).toEqual([
    `${user}: imap ${user} imap.example.test:1993 tls ${entry('account_1_0')}`,
    `${user}: smtp ${user} smtp.example.test: starttls ${entry('account_1_0')}`,
    `two: imap ${user} imap.example.test: none ${entry('account_2_0')}`,
  ]);
  expect(new Set(found.accounts.map((one) => one.place))).toEqual(new Set([place]));
});

it('KMail has its resources and its transports in files of their own', async () => {
  const network = (host: string) => `[network]\nImapServer=${host}\nImapPort=993\nUserName=${user}\nSafety=SSL\n`;
  put('.config/akonadi_imap_resource_0rc', `${network('imap.example.test')}[cache][deep]\nx[$e]=1\n`);
  put('.config/akonadi_pop3_resource_1rc', `[General]\nhost=pop.example.test\nlogin=${user}\nuseTLS=true\n`);
  put(
    '.config/mailtransports',
    `[General]\ndefault-transport=7\n[Transport 7]\nname=out\nhost=smtp.example.test\nuser=${user}\nport=465\nencryption=SSL\nauth=true\n[Transport 8]\nhost=smtp.example.test\nauth=false\nuser=x\n`,
  );
  const entry = (server: string, name: string) =>
    `{xdg:schema:org.qt.keychain,server:${server},user:${name},type:plaintext}`;
  expect(lines(await find(keyringApp(kmail)))).toEqual([
    `akonadi_imap_resource_0rc: imap ${user} imap.example.test:993 tls ${entry('imap', 'akonadi_imap_resource_0rc')}`,
    `akonadi_pop3_resource_1rc: pop3 ${user} pop.example.test: starttls ${entry('pop3', 'akonadi_pop3_resource_1')}`,
    `out: smtp ${user} smtp.example.test:465 tls ${entry('mailtransports', '7')}`,
  ]);
});

describe('Mailspring', () => {
  const settings = `"imap_host":"imap.example.test","imap_port":"993","imap_username":"${user}","imap_security":"SSL / TLS","smtp_host":"smtp.example.test","smtp_port":587,"smtp_username":"${user}","smtp_security":"STARTTLS"`;

  it('is found, and left to the person', async () => {
    put(
      '.config/Mailspring/config.json',
      `{"*":{"accounts":[{"label":"mine","settings":{${settings}}},{"settings":{}},7,{"label":"g","settings":{${settings},"refresh_client_id":"x"}}],"credentials":"sealed"}}`,
    );
    const found = await find(mailspring);
    expect(lines(found)).toEqual([
      `mine: imap ${user} imap.example.test:993 tls unsupported:cannot-be-written`,
      `mine: smtp ${user} smtp.example.test:587 starttls unsupported:cannot-be-written`,
      `g: imap ${user} imap.example.test:993 tls oauth`,
      `g: smtp ${user} smtp.example.test:587 starttls oauth`,
    ]);
  });

  it('says of anything else that it is not understood', async () => {
    for (const text of ['', '[]', '{"*":7}', `{"*":{"accounts":"x"}}`, '{'.repeat(10_000)]) {
      put('.config/Mailspring/config.json', text);
      expect(whys(await find(mailspring))).toEqual(['not-understood']);
    }
  });
});

it('msmtp looks into the keyring for an account without any password, and for no other', async () => {
  const server = `auth on\ntls on\nhost mail.example.test\nuser ${user}\n`;
  put(
    '.msmtprc',
    `account a\n${server}account b\n${server}port 1\npassword Old-Pass-1\naccount c\n${server}port 2\npasswordeval secret-tool lookup host mail.example.test\n`,
  );
  expect(lines(await find(alsoInKeyring))).toEqual([
    `b: smtp ${user} mail.example.test:1 starttls `,
    `c: smtp ${user} mail.example.test:2 starttls unsupported:kept-elsewhere`,
    `a: smtp ${user} mail.example.test: starttls {host:mail.example.test,service:smtp,user:${user}}`,
  ]);
});
