import { anna, type ConfigCase } from '../config-corpus.test-kit.ts';

const old = `imap ${anna} mail.example.test old`;
const path = '.config/aerc/accounts.conf';
const user = 'anna%40example.test';

export const aercCases: readonly ConfigCase[] = [
  {
    is: 'receiving and sending',
    files: {
      [path]: `[Personal]\nsource = imaps://${user}:«Old-Pass-1»@mail.example.test:993\noutgoing = smtps+plain://${user}:«Old%2dPass%2D1»@mail.example.test\nfrom = Anna <${anna}>\n`,
    },
    says: [old, `smtp ${anna} mail.example.test old`],
  },
  {
    is: 'quotes, comments, lines as on Windows, a mark in front',
    files: {
      [path]: `\ufeff; mine\r\n[Ännchen]\r\n  source="imap://${user}:«Old-Pass-1»@mail.example.test" ; here\r\n# source = x\r\n`,
    },
    says: [old],
  },
  {
    is: 'a program that is asked, and a folder',
    files: {
      [path]: `[a]\nsource = imaps://${user}@mail.example.test\nsource-cred-cmd = gpg -d p\n[b]\nsource = maildir://~/Mail\noutgoing = /usr/sbin/sendmail\n`,
    },
    says: [`imap ${anna} mail.example.test unsupported:runs-command`],
  },
  {
    is: 'a password store that is known, and nothing kept',
    files: {
      [path]: `[a]\nsource = imaps://${user}@mail.example.test\nsource-cred-cmd = pass mail\noutgoing = smtp://${user}@mail.example.test\n`,
    },
    says: [`imap ${anna} mail.example.test unsupported:kept-elsewhere`, `smtp ${anna} mail.example.test none`],
  },
  {
    is: 'a token, and the key said twice',
    files: {
      [path]: `[a]\nsource = imaps://x:y@z.test\nsource = imaps+oauthbearer://${user}:Old-Pass-1@mail.example.test\n`,
    },
    says: [`imap ${anna} mail.example.test oauth`],
  },
  {
    is: 'a sign that is a comment for some versions, and one that means nothing',
    files: {
      [path]: `[a]\nsource = imaps://${user}:Old;Pass-1@mail.example.test\noutgoing = smtps://${user}:100%@mail.example.test\n`,
    },
    says: [
      `imap ${anna} mail.example.test unsupported:not-understood`,
      `smtp ${anna} mail.example.test unsupported:not-understood`,
    ],
  },
  {
    is: 'values over lines',
    files: {
      [path]: `[a]\nsignature = """\nsource = imaps://x:y@z.test\n"""\nnote = goes \\\non\nsource = imaps://${user}:«Old-Pass-1»@mail.example.test\n`,
    },
    says: [old],
  },
  { is: 'a line that is nothing', files: { [path]: '[a]\nsource\n' }, says: [], troubles: ['not-understood'] },
];
