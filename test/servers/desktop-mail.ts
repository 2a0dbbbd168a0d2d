import type { Desktop, PlainDoor } from './desktop.ts';
import type { Dovecot } from './dovecot.ts';
import { type RunningServer, until } from './process.ts';

export const personOfDesktop = 'anna@example.test';
/** Nothing in it means anything to any of them. */
export const passwordOfDesktop = 'Old-Mauve-Kettle-41';

const user = personOfDesktop;
const old = passwordOfDesktop;

export interface Doors {
  readonly imap: PlainDoor;
  readonly smtp: PlainDoor;
}

/** An entry of the keyring as the app itself makes it. */
interface Entry {
  readonly label: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A mail app of this desktop that keeps its passwords in the keyring, and how it is made to sign in. */
export interface DesktopMail {
  /** The app's id. */
  readonly id: string;
  readonly sides: readonly string[];
  settings(doors: Doors): Readonly<Record<string, string>>;
  entries(doors: Doors): readonly Entry[];
  /** Runs the app until it has signed in, or was refused; what became of it the server knows best. */
  run(desktop: Desktop, dovecot: Dovecot): Promise<void>;
}

async function whileOpen(desktop: Desktop, dovecot: Dovecot, command: readonly [string, ...string[]]): Promise<void> {
  const before = (await dovecot.signIns()).length;
  const window: RunningServer = await desktop.start(command, { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' });
  try {
    await until(`${command[0]} to sign in`, async () => (await dovecot.signIns()).length > before, 60_000);
  } finally {
    await window.stop();
  }
}

const source = (server: PlainDoor, more: string): string =>
  `[Data Source]\nDisplayName=anna\nEnabled=true\nParent=${more}\n[Authentication]\nHost=${server.host}\nMethod=PLAIN\nPort=${server.port}\nProxyUid=system-proxy\nRememberPassword=true\nUser=${user}\n\n[Security]\nMethod=none\n`;
const evolutionEntry = (uid: string): Entry => ({
  label: `Evolution Data Source \u201canna ${uid}\u201d`,
  attributes: {
    'xdg:schema': 'org.gnome.Evolution.Data.Source',
    'e-source-uid': uid,
    'eds-origin': 'evolution-data-server',
  },
  text: old,
});

const evolution: DesktopMail = {
  id: 'evolution',
  sides: ['imap', 'smtp'],
  settings: ({ imap, smtp }) => ({
    'config/evolution/sources/account.source': source(
      imap,
      '\n\n[Mail Account]\nBackendName=imapx\nIdentityUid=identity\n',
    ),
    'config/evolution/sources/identity.source': `[Data Source]\nDisplayName=anna\nEnabled=true\nParent=account\n\n[Mail Identity]\nAddress=${user}\nName=Anna\n\n[Mail Submission]\nTransportUid=transport\n`,
    'config/evolution/sources/transport.source': source(smtp, 'account\n\n[Mail Transport]\nBackendName=smtp\n'),
  }),
  entries: () => [evolutionEntry('account'), evolutionEntry('transport')],
  run: async (desktop, dovecot) => await whileOpen(desktop, dovecot, ['evolution', '--force-online', '-c', 'mail']),
};

const geary: DesktopMail = {
  id: 'geary',
  // it sends with the password that it receives with
  sides: ['imap', 'smtp'],
  settings: ({ imap, smtp }) => ({
    'config/geary/account_01/geary.ini': `[Metadata]\nversion=1\nstatus=enabled\n\n[Account]\nordinal=1\nlabel=anna\nprefetch_days=14\nsave_drafts=false\nsave_sent=false\nuse_signature=false\nsignature=\nsender_mailboxes=Anna <${user}>;\nservice_provider=other\n\n[Folders]\n\n[Incoming]\nlogin=${user}\nremember_password=true\nhost=${imap.host}\nport=${imap.port}\ntransport_security=none\ncredentials=custom\n\n[Outgoing]\nremember_password=true\nhost=${smtp.host}\nport=${smtp.port}\ntransport_security=none\ncredentials=use-incoming\n`,
  }),
  entries: ({ imap: { host } }) => [
    {
      label: 'Geary IMAP password',
      attributes: { 'xdg:schema': 'org.gnome.Geary', proto: 'IMAP', host, login: user },
      text: old,
    },
  ],
  run: async (desktop, dovecot) => await whileOpen(desktop, dovecot, ['geary']),
};

const gnome: DesktopMail = {
  id: 'gnome-online-accounts',
  sides: ['imap', 'smtp'],
  settings: ({ imap, smtp }) => ({
    'config/goa-1.0/accounts.conf': `[Account account_1_0]\nProvider=imap_smtp\nIdentity=${user}\nPresentationIdentity=${user}\nEnabled=true\nEmailAddress=${user}\nName=Anna\nImapHost=${imap.host}:${imap.port}\nImapUserName=${user}\nImapUseSsl=false\nImapUseTls=false\nImapAcceptSslErrors=true\nSmtpHost=${smtp.host}:${smtp.port}\nSmtpUseAuth=true\nSmtpUserName=${user}\nSmtpAuthLogin=false\nSmtpAuthPlain=true\nSmtpUseSsl=false\nSmtpUseTls=false\nSmtpAcceptSslErrors=true\n`,
  }),
  entries: () => [
    {
      label: `GOA imap_smtp credentials for identity account_1_0`,
      attributes: { 'xdg:schema': 'org.gnome.OnlineAccounts', 'goa-identity': 'imap_smtp:gen0:account_1_0' },
      text: `{'imap-password': <'${old}'>, 'smtp-password': <'${old}'>}`,
    },
  ],
  async run({ keyring }) {
    const account = ['--object-path', '/org/gnome/OnlineAccounts/Accounts/account_1_0'];
    const method = ['--method', 'org.gnome.OnlineAccounts.Account.EnsureCredentials'];
    const dest = ['--dest', 'org.gnome.OnlineAccounts'];
    const ensured = async () => {
      const { code, output } = await keyring.run(['gdbus', 'call', '--session', ...dest, ...account, ...method]);
      if (code !== 0 && !/Error\.NotAuthorized: .*: Authentication failed/.test(output)) throw new Error(output);
    };
    // Its daemon looks by itself a second after it was started, and answers a call in that time with what it is finding
    // (ensure_credentials_queue_coalesce in goadaemon.c): only a second call is sure to be a sign-in from now on.
    await ensured();
    await ensured();
  },
};

const msmtp: DesktopMail = {
  id: 'msmtp',
  sides: ['smtp'],
  settings: ({ smtp }) => ({
    '.msmtprc': `account a\nhost ${smtp.host}\nport ${smtp.port}\nauth plain\ntls off\nfrom ${user}\nuser ${user}\naccount default : a\n`,
  }),
  entries: ({ smtp: { host } }) => [{ label: 'mail', attributes: { host, service: 'smtp', user }, text: old }],
  async run({ keyring }) {
    await keyring.run(['msmtp', 'bert@example.test'], 'Subject: hello\n\nhello\n');
  },
};

export const desktopMails: readonly DesktopMail[] = [evolution, geary, gnome, msmtp];
