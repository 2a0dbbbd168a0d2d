import { anna, type ConfigCase } from '../config-corpus.test-kit.ts';

const head = `[retriever]\ntype = SimpleIMAPSSLRetriever\nserver = mail.example.test\nusername = ${anna}\n`;
const old = `imap ${anna} mail.example.test old`;

export const getmailCases: readonly ConfigCase[] = [
  {
    is: 'the usual file',
    files: {
      '.getmail/getmailrc': `${head}password = «Old-Pass-1»\n\n[destination]\ntype = Maildir\npath = ~/Mail/\n`,
    },
    says: [old],
  },
  {
    is: 'colons, any case, comments, and a list beside it',
    files: {
      '.config/getmail/work': `; mine\n[DEFAULT]\nusername: ${anna}\n[retriever]\nTYPE: SimplePOP3Retriever\nServer : mail.example.test\n# password: no\nPassWord:«Old-Pass-1»   \n`,
      '.config/getmail/oldmail-mail.example.test-110': 'a list\0of numbers',
      '.config/getmail/notes': 'password = Old-Pass-1\n',
    },
    says: [`pop3 ${anna} mail.example.test old`],
  },
  {
    is: 'lines as on Windows, a mark in front, text beyond ASCII',
    files: {
      '.getmail/getmailrc': `\ufeff# für Übung\r\n${head.replaceAll('\n', '\r\n')}password = «Old-Pass-1»\u2003\r\n# ß`,
    },
    says: [old],
  },
  {
    is: 'a percent sign means nothing',
    files: { '.getmail/getmailrc': `${head}password = 100%%\n` },
    says: [`imap ${anna} mail.example.test another`],
  },
  {
    is: 'a password over two lines',
    files: { '.getmail/getmailrc': `${head}password = Old-\n  # or\n  Pass-1\n` },
    says: [`imap ${anna} mail.example.test unsupported:not-understood`],
  },
  {
    is: 'a program that is asked',
    files: { '.getmail/getmailrc': `${head}password_command = ("/bin/sh", "-c", "cat ~/.p")\n` },
    says: [`imap ${anna} mail.example.test unsupported:runs-command`],
  },
  {
    is: 'a password store that is known, and a token',
    files: {
      '.getmail/a': `${head}password_command = ("/usr/bin/pass", "show", "mail")\n`,
      '.getmail/b': `${head}use_xoauth2 = true\n`,
    },
    says: [`imap ${anna} mail.example.test oauth`, `imap ${anna} mail.example.test unsupported:kept-elsewhere`],
  },
  {
    is: 'a word twice, which Python refuses',
    files: { '.getmail/getmailrc': `${head}password = Old-Pass-1\npassword = Old-Pass-1\n` },
    says: [],
    troubles: ['not-understood'],
  },
];
