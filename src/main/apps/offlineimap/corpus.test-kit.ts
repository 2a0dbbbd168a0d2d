import { anna, type ConfigCase } from '../config-corpus.test-kit.ts';

const head =
  '[general]\naccounts = a\n\n[Account a]\nlocalrepository = l\nremoterepository = r\n\n[Repository l]\ntype = Maildir\n\n';
const remote = `[Repository r]\ntype = IMAP\nremotehost = mail.example.test\nremoteuser = ${anna}\n`;
const old = `imap ${anna} mail.example.test old`;

export const offlineimapCases: readonly ConfigCase[] = [
  { is: 'the usual file', files: { '.offlineimaprc': `${head}${remote}remotepass = «Old-Pass-1»\n` }, says: [old] },
  {
    is: 'a percent sign twice, no blanks, the newer place',
    files: { '.config/offlineimap/config': `${remote}remotepass:«Old%%Pass»` },
    says: [`imap ${anna} mail.example.test another`],
  },
  {
    is: 'a value from another option',
    files: { '.offlineimaprc': `[DEFAULT]\npw = Old-Pass-1\n${remote}remotepass = %(pw)s\n` },
    says: [`imap ${anna} mail.example.test unsupported:not-understood`],
  },
  {
    is: 'one password for every repository',
    files: {
      '.offlineimaprc': `[DEFAULT]\nremotepass = «Old-Pass-1»\n${remote}\n${remote.replace('Repository r', 'Repository s').replace('mail.', 'imap.')}`,
    },
    says: [old.replace('mail.', 'imap.'), old],
  },
  {
    is: 'a line of Python',
    files: { '.offlineimaprc': `[general]\npythonfile = ~/.o.py\n${remote}remotepasseval = get_pass()\n` },
    says: [`imap ${anna} mail.example.test unsupported:runs-command`],
  },
  {
    is: 'a host that Python tells',
    files: { '.offlineimaprc': `${remote}remotehosteval = host()\nremotepass = Old-Pass-1\n` },
    says: [],
    troubles: ['not-understood'],
  },
  {
    is: 'a password in a file of its own',
    files: {
      '.offlineimaprc': `${remote}remotepassfile = ~/.secrets/mail\n`,
      '.secrets/mail': ' «Old-Pass-1» \r\nnot this\n',
    },
    says: [old],
  },
  {
    is: 'a file outside of the home folder',
    files: { '.offlineimaprc': `${remote}remotepassfile = /etc/hostname\n` },
    says: [`imap ${anna} mail.example.test unsupported:unreadable`],
    troubles: ['unreadable'],
  },
  {
    is: 'a token, and nothing kept',
    files: {
      '.offlineimaprc': `${remote}auth_mechanisms = XOAUTH2\n[Repository g]\ntype = Gmail\nremoteuser = g@example.test\n`,
    },
    says: [`imap ${anna} mail.example.test oauth`, 'imap g@example.test imap.gmail.com none'],
  },
  {
    is: 'a password in .netrc, the last one of the host',
    files: {
      '.offlineimaprc': `${remote}[Repository b]\ntype = IMAP\nremotehost = x.test\nremoteuser = bert\n`,
      '.netrc': `machine mail.example.test login ${anna} password earlier\nmachine mail.example.test login ${anna} password «Old-Pass-1»\nmachine x.test login carla password Old-Pass-1`,
    },
    says: [old, 'imap bert x.test none'],
    narrow: true,
  },
  {
    is: 'no section',
    files: { '.offlineimaprc': 'remotepass = Old-Pass-1\n' },
    says: [],
    troubles: ['not-understood'],
  },
];
