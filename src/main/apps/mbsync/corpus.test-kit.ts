import { anna, type ConfigCase } from '../config-corpus.test-kit.ts';

const old = `imap ${anna} mail.example.test old`;
const server = `Host mail.example.test\nUser ${anna}\n`;

export const mbsyncCases: readonly ConfigCase[] = [
  {
    is: 'an account and a store',
    files: {
      '.mbsyncrc': `IMAPAccount a\n${server}Pass «Old-Pass-1»\nSSLType IMAPS\n\nIMAPStore r\nAccount a\n\nMaildirStore l\nPath ./mail/\n`,
    },
    says: [old],
  },
  {
    is: 'quotes, any case, comments and odd blanks',
    files: {
      '.mbsyncrc': `# all\nimapaccount "a b"\n\thost mail.example.test # here\n# Pass nothing\n   USER "${anna}"\npass\t«"Old\\-Pass-1"»   # old\n`,
    },
    says: [old],
  },
  {
    is: 'a store that signs in by itself, in the newer place',
    files: { '.config/isyncrc': `IMAPStore r\n${server}Pass «Old-"Pass"-1»\nTLSType STARTTLS\n` },
    says: [old],
  },
  {
    is: 'lines as on Windows',
    files: { '.mbsyncrc': `IMAPAccount a\r\nHost imaps://mail.example.test\r\nUser ${anna}\r\nPass «Old-Pass-1»\r\n` },
    says: [old],
  },
  {
    is: 'two accounts',
    files: {
      '.mbsyncrc': `IMAPAccount a\n${server}Pass «Old-Pass-1»\n\nIMAPAccount b\nHost x.test\nUser b\nPass "b # b"\n`,
    },
    says: [old, 'imap b x.test another'],
  },
  {
    is: 'a program that is asked',
    files: { '.mbsyncrc': `IMAPAccount a\n${server}PassCmd "gpg -q -d ~/.p"\n` },
    says: [`imap ${anna} mail.example.test unsupported:runs-command`],
  },
  {
    is: 'a password store that is known',
    files: { '.mbsyncrc': `IMAPAccount a\n${server}PassCmd "+pass show mail/anna"\n` },
    says: [`imap ${anna} mail.example.test unsupported:kept-elsewhere`],
  },
  {
    is: 'a name that a program tells',
    files: { '.mbsyncrc': `IMAPAccount a\nHost mail.example.test\nUserCmd whoami\nPass Old-Pass-1\n` },
    says: [],
    troubles: ['not-understood'],
  },
  {
    is: 'a quote that never ends',
    files: { '.mbsyncrc': `IMAPAccount a\n${server}Pass "Old-Pass-1\n` },
    says: [],
    troubles: ['not-understood'],
  },
  {
    is: 'two words for one',
    files: { '.mbsyncrc': `IMAPAccount a\n${server}Pass Old-Pass-1 again\n` },
    says: [`imap ${anna} mail.example.test unsupported:not-understood`],
  },
  {
    is: 'a token, and nothing kept',
    files: {
      '.mbsyncrc': `IMAPAccount a\n${server}AuthMechs XOAUTH2\nPassCmd "oauth get"\n\nIMAPAccount b\nHost x.test\nUser b\n`,
    },
    says: [`imap ${anna} mail.example.test oauth`, 'imap b x.test none'],
  },
];
