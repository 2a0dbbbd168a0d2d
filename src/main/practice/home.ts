import { join, sep } from 'node:path';
import type { AppLink, ClientDraft } from '../../shared/model.ts';
import { type PracticeService, practiceAddresses } from './service.ts';

/** The apps of a made-up home folder that use a practice mailbox. */
export interface PracticeHome {
  readonly address: string;
  /** What lies in the folder; the apps could be started with these. Each is for the owner alone. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The same apps in the mailbox's list. */
  readonly clients: readonly (ClientDraft & { readonly app: AppLink })[];
}

/** How msmtp calls its account; getmail has one a file. */
const account = 'practice';

/** Somebody who reads in a terminal: getmail fetches the mail, msmtp sends it, each with the password in its own file. */
export function practiceHomeOf({ host, ports, accounts, authority }: PracticeService, folder: string): PracticeHome {
  const [address = ''] = practiceAddresses;
  // of letters, digits, - and _ alone: no app needs it quoted
  const password = accounts.passwordOf(address) ?? '';
  const trusted = join(folder, 'practice-authority.pem');
  const sending = { path: join(folder, '.msmtprc'), host, port: ports.smtpStartTls };
  const receiving = { path: join(folder, '.getmail', 'getmailrc'), host, port: ports.imap };
  const msmtp = `# Made by Keyround for practising; it goes when the practice ends.
account ${account}
host ${host}
port ${sending.port}
tls on
tls_starttls on
tls_trust_file "${trusted}"
auth on
from ${address}
user ${address}
password "${password}"

account default : ${account}
`;
  const getmail = `# Made by Keyround for practising; it goes when the practice ends.
[retriever]
type = SimpleIMAPSSLRetriever
server = ${host}
port = ${receiving.port}
username = ${address}
password = ${password}
ca_certs = ${trusted}

[destination]
type = Maildir
path = ${join(folder, 'Mail')}${sep}
`;
  const client = (app: string, kind: string, profile: string, place: string): PracticeHome['clients'][number] => ({
    ...{ kind, name: `${app} on this computer`, user: address, signIn: 'mailbox-password' },
    ...{ receiving: null, sending: null },
    app: { app, profile, place },
  });
  return {
    address,
    files: [
      { path: sending.path, text: msmtp },
      { path: receiving.path, text: getmail },
      { path: trusted, text: authority.pem },
    ],
    clients: [
      {
        ...client('getmail', 'mail-fetcher', 'getmailrc', receiving.path),
        receiving: { protocol: 'imap', host, port: receiving.port, security: 'tls' },
      },
      {
        ...client('msmtp', 'mail-sender', account, sending.path),
        sending: { host, port: sending.port, security: 'starttls' },
      },
    ],
  };
}
