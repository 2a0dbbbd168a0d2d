import { anna, type ConfigCase } from '../config-corpus.test-kit.ts';

const old = `smtp ${anna} mail.example.test old`;
const head = `[sendemail]\n\tsmtpServer = mail.example.test\n\tsmtpUser = ${anna}\n\tsmtpEncryption = tls\n`;

export const gitSendEmailCases: readonly ConfigCase[] = [
  {
    is: 'the usual file',
    files: { '.gitconfig': `[user]\n\tname = Anna\n${head}\tsmtpPass = «Old-Pass-1»\n` },
    says: [old],
  },
  {
    is: 'quotes, any case, comments, all on one line, the other place',
    files: {
      '.config/git/config': `\ufeff; mine\n[SendEmail] SMTPSERVER=mail.example.test # here\nsmtpuser="${anna}"; me\r\n  SmtpPass   =   «Old-"Pass"-\\"1»   ; old\r\n`,
    },
    says: [`smtp ${anna} mail.example.test another`],
  },
  {
    is: 'an identity with its own password',
    files: {
      '.gitconfig': `${head}\tsmtpPass = «"Old-Pass-1"»\n[sendemail "work"]\n\tsmtpUser = bert\n\tsmtpServer = x.test\n\tsmtpPass = berts\n`,
    },
    says: [old, 'smtp bert x.test another'],
  },
  {
    is: 'an identity that takes the common password',
    files: { '.gitconfig': `${head}\tsmtpPass = Old-Pass-1\n[sendemail "work"]\n\tsmtpUser = bert\n` },
    says: [old, 'smtp bert mail.example.test old'],
    refuses: 'shared-entry',
  },
  {
    is: 'other files, for always and for some folders',
    files: {
      '.gitconfig': `${head}[include]\n\tpath = .git-secret\n[includeIf "gitdir:~/firm/"]\n\tpath = ~/.git-firm\n`,
      '.git-secret': '[sendemail]\nsmtppass = «Old-Pass-1»',
      '.git-firm': '[sendemail]\nsmtpuser = bert\nsmtppass = berts\n',
    },
    says: [old, 'smtp bert mail.example.test another'],
  },
  {
    is: 'a program that sends, and a switch without a value',
    files: { '.gitconfig': '[sendemail]\n\tsmtpServer = /usr/bin/msmtp\n\tconfirm\n\tsmtpPass = Old-Pass-1\n' },
    says: [],
  },
  {
    is: 'what the credential store keeps',
    files: {
      '.gitconfig': `${head}`,
      '.git-credentials': `https://anna:Old-Pass-1@forge.example.test\nsmtp://anna%40example.test:«Old-Pass-1»@mail.example.test%3a587\n`,
    },
    says: [`smtp ${anna} mail.example.test none`, old],
  },
  {
    is: 'a password that the credential store keeps for these settings',
    files: {
      '.gitconfig': `[credential]\n\thelper = store\n${head}\tsmtpServerPort = 587\n`,
      '.git-credentials': `smtp://anna%40example.test:other@mail.example.test%3a25\nsmtp://anna%40example.test:«Old-Pass-1»@mail.example.test%3a587\n`,
    },
    says: [`smtp ${anna} mail.example.test another`, old],
  },
  {
    is: 'a helper that only Git can ask',
    files: { '.gitconfig': `[credential "smtp://mail.example.test"]\n\thelper = libsecret\n${head}` },
    says: [`smtp ${anna} mail.example.test unsupported:kept-elsewhere`],
  },
  {
    is: 'a helper that was taken back',
    files: { '.gitconfig': `[credential]\n\thelper = libsecret\n\thelper =\n${head}` },
    says: [`smtp ${anna} mail.example.test none`],
  },
  {
    is: 'a file that includes itself, which Git refuses',
    files: { '.gitconfig': `${head}\tsmtpPass = Old-Pass-1\n[include]\n\tpath = .gitconfig\n` },
    says: [],
    troubles: ['not-understood'],
  },
  {
    is: 'a value over two lines',
    files: { '.gitconfig': `${head}\tsmtpPass = «Old-\\\nPass-1»\n` },
    says: [old],
  },
  {
    is: 'a backslash that Git refuses',
    files: { '.gitconfig': `${head}\tsmtpPass = Old\\Pass\n` },
    says: [],
    troubles: ['not-understood'],
  },
];
