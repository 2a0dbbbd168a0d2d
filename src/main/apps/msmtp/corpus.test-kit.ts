import { anna, type ConfigCase } from '../config-corpus.test-kit.ts';

const server = `host mail.example.test\nuser ${anna}\n`;
const old = `smtp ${anna} mail.example.test old`;

export const msmtpCases: readonly ConfigCase[] = [
  {
    is: 'one account',
    files: { '.msmtprc': `account a\n${server}password «Old-Pass-1»\naccount default : a\n` },
    says: [old],
  },
  {
    is: 'quotes, odd blanks, comments and no line end at the end',
    files: {
      '.config/msmtp/config': `# mine\n\n\taccount   "a b" \n  host\tmail.example.test\nuser "${anna}"\n # password nothing\npassword \t «"Old-Pass-1"»\t `,
    },
    says: [old],
  },
  {
    is: 'lines as on Windows and a mark in front',
    files: {
      '.msmtprc': `\ufeff# set up\r\naccount a\r\nhost mail.example.test\r\nuser ${anna}\r\npassword «Old-Pass-1»\r\n`,
    },
    says: [old],
  },
  {
    is: 'a comment in ISO 8859-1',
    files: { '.msmtprc': `¬# f\u00fcr \u00dcbung\naccount a\n${server}password «Old-Pass-1»\n# \u00e4` },
    says: [old],
  },
  {
    is: 'defaults that everything has from one place',
    files: {
      '.msmtprc': `defaults\ntls on\nuser ${anna}\npassword «Old-Pass-1»\naccount a\nhost mail.example.test\naccount b\nhost smtp.example.test\n`,
    },
    says: [old, `smtp ${anna} smtp.example.test old`],
  },
  {
    is: 'one password for two people',
    files: {
      '.msmtprc': `account a\n${server}password Old-Pass-1\naccount b : a\nuser bert@example.test\n`,
    },
    says: [old, 'smtp bert@example.test mail.example.test old'],
    refuses: 'shared-entry',
  },
  {
    is: 'one password for two hosts of different people',
    files: { '.msmtprc': `account a\n${server}password Old-Pass-1\naccount b : a\nhost mail.other.test\n` },
    says: [old, `smtp ${anna} mail.other.test old`],
    refuses: 'shared-entry',
  },
  {
    is: 'an account before any name, and another with a password of its own',
    files: { '.msmtprc': `${server}password «Old-Pass-1»\naccount b\nhost x.test\nuser bert\npassword Other-Pass\n` },
    says: [old, 'smtp bert x.test another'],
  },
  {
    is: 'a program that is asked',
    files: { '.msmtprc': `account a\n${server}passwordeval gpg -d ~/.mail.gpg\n` },
    says: [`smtp ${anna} mail.example.test unsupported:runs-command`],
  },
  {
    is: 'a password store that is known',
    files: { '.msmtprc': `account a\n${server}passwordeval "secret-tool lookup host mail.example.test"\n` },
    says: [`smtp ${anna} mail.example.test unsupported:kept-elsewhere`],
  },
  {
    is: 'settings that a program prints',
    files: { '.msmtprc': `account a\n${server}eval echo password Old-Pass-1\n` },
    says: [`smtp ${anna} mail.example.test unsupported:runs-command`],
  },
  {
    is: 'nothing kept, and a token',
    files: { '.msmtprc': `account a\n${server}account b : a\nauth xoauth2\n` },
    says: [`smtp ${anna} mail.example.test none`, `smtp ${anna} mail.example.test oauth`],
  },
  {
    is: 'a password in .netrc',
    files: {
      '.msmtprc': `account a\n${server}auth on\n`,
      '.netrc': `# mine\nmachine x.test login ${anna} password "no \nmachine mail.example.test\n`,
    },
    says: [`smtp ${anna} mail.example.test unsupported:not-understood`],
  },
  {
    is: 'the first of two in .netrc, with others beside it',
    files: {
      '.msmtprc': `defaults\nauth on\naccount a\n${server}account b\nhost mail.example.test\nuser bert\n`,
      '.netrc': `machine x.test login bert password Old-Pass-1 # not this\nmachine mail.example.test\n\tlogin ${anna}\n\tpassword «Old-Pass-1»\nmachine mail.example.test user ${anna} passwd later\ndefault login anonymous password a@b\n`,
    },
    says: [old, 'smtp bert mail.example.test unsupported:kept-elsewhere'],
    narrow: true,
  },
  {
    is: 'what .netrc has for everybody',
    files: { '.msmtprc': `account a\n${server}auth plain\n`, '.netrc': 'default password Old-Pass-1\n' },
    says: [`smtp ${anna} mail.example.test unsupported:shared-entry`],
  },
  {
    is: 'a password that is in the keychain, if anywhere',
    files: { '.msmtprc': `account a\n${server}auth on\naccount b : a\nauth off\n` },
    says: [`smtp ${anna} mail.example.test unsupported:kept-elsewhere`, `smtp ${anna} mail.example.test none`],
  },
  {
    is: 'a name used before it is given',
    files: { '.msmtprc': `account default : a\naccount a\n${server}password Old-Pass-1\n` },
    says: [],
    troubles: ['not-understood'],
  },
  {
    is: 'a line too long for msmtp',
    files: { '.msmtprc': `account a\n${server}password Old-Pass-1\n#${'x'.repeat(600)}\n` },
    says: [],
    troubles: ['not-understood'],
  },
  {
    is: 'a password that is not text',
    files: { '.msmtprc': `¬account a\n${server}password Old-\u00e4\n` },
    says: [`smtp ${anna} mail.example.test another`],
  },
];
