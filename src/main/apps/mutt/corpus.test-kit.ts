import { anna, type ConfigCase } from '../config-corpus.test-kit.ts';

const imap = `set imap_user=${anna}\nset folder=imaps://mail.example.test/\n`;
const old = `imap ${anna} mail.example.test old`;
const smtp = `smtp ${anna} mail.example.test old`;

export const muttCases: readonly ConfigCase[] = [
  {
    is: 'receiving and sending',
    files: {
      '.muttrc': `# me\n${imap}set imap_pass="Old-Pass-2"\nset smtp_url="smtps://${anna}@mail.example.test:465/" smtp_pass=«"Old-Pass-1"»\n`,
    },
    says: [`imap ${anna} mail.example.test another`, smtp],
  },
  {
    is: 'single quotes, odd blanks, a comment behind it',
    files: { '.mutt/muttrc': `${imap}  set   imap_pass \t = «'Old-Pass-1'»   # "mine"; set imap_pass=x\n` },
    says: [old],
  },
  {
    is: 'no quotes, backslashes, several orders on a line, lines that go on, lines as on Windows',
    files: {
      '.config/neomutt/neomuttrc': `set imap_user = ${anna}; \\\r\n  set imap_pass=«Old\\-Pass-\\061» ; set \\\r\nfolder="imaps://mail.\\\r\nexample.test/"\r\n`,
    },
    says: [old],
  },
  {
    is: 'a password in the address',
    files: {
      '.muttrc': `set smtp_url = "smtp://anna%40example.test:«Old%2DPass-1»@mail.example.test:587/"\nset spoolfile=imaps://${anna}:«Old-Pass-1»@mail.example.test/INBOX\n`,
    },
    says: [old, smtp],
  },
  {
    is: 'other files, one in the other',
    files: {
      '.muttrc': 'source ~/.mutt/colors\nsource ~/.mutt/accounts/anna\n',
      '.mutt/accounts/anna': `${imap}source secret\n`,
      '.mutt/accounts/secret': 'set imap_pass=«"Old-Pass-1"»\n',
      '.mutt/colors': 'color normal default default\n',
    },
    says: [old],
  },
  {
    is: 'files that name each other',
    files: { '.muttrc': `source ~/.b\n${imap}set imap_pass=«Old-Pass-1»\n`, '.b': 'source ~/.muttrc\nsource ~/.b\n' },
    says: [old],
  },
  {
    is: 'a file that a program prints',
    files: { '.muttrc': `${imap}source "gpg -d ~/.mutt/passwords.gpg |"\n` },
    says: [`imap ${anna} mail.example.test unsupported:runs-command`],
  },
  {
    is: 'a program in the middle',
    files: { '.muttrc': `${imap}set imap_pass=\`pass show mail/anna\`\n` },
    says: [`imap ${anna} mail.example.test unsupported:kept-elsewhere`],
  },
  {
    is: 'a variable of the person’s own',
    files: {
      '.muttrc': `set my_pass=«"Old-Pass-1"»\n${imap}set imap_pass=$my_pass\nset smtp_url=smtps://${anna}@mail.example.test/ smtp_pass="$my_pass"\n`,
    },
    says: [old, smtp],
  },
  {
    is: 'a variable that is part of an address too',
    files: {
      '.muttrc': `set my_pass="Old-Pass-1"\n${imap}set imap_pass=$my_pass\nset smtp_url="smtps://${anna}:$my_pass@mail.example.test/"\n`,
    },
    says: [
      `imap ${anna} mail.example.test unsupported:not-understood`,
      `smtp ${anna} mail.example.test unsupported:not-understood`,
    ],
  },
  {
    is: 'a hook for each account',
    files: {
      '.muttrc': `mailboxes imaps://${anna}@mail.example.test/INBOX imaps://bert@x.test/INBOX\naccount-hook . 'unset imap_user imap_pass'\naccount-hook imaps://${anna}@mail\\.example\\.test/ 'set imap_pass=«"Old-Pass-1"»'\naccount-hook 'imaps://bert@x.test/' "set imap_pass=berts"\n`,
    },
    says: [old, 'imap bert x.test another'],
    narrow: true,
  },
  {
    is: 'a hook inside double quotes',
    files: {
      '.muttrc': `account-hook imaps://mail.example.test "set imap_user=${anna} imap_pass=«\\"Old-Pass-1\\"»"\n`,
    },
    says: [old],
  },
  {
    is: 'a key for each account',
    files: {
      '.muttrc':
        'macro index <f2> "<sync-mailbox><enter-command>source ~/.mutt/anna<enter><change-folder>!<enter>"\nmacro index <f3> ":source ~/.mutt/bert\\n"\n',
      '.mutt/anna': `${imap}set imap_pass=«Old-Pass-1»\n`,
      '.mutt/bert': 'set imap_user=bert folder=imaps://x.test imap_pass=berts\n',
    },
    says: [old, 'imap bert x.test another'],
  },
  {
    is: 'a key for another account that takes the same password',
    files: {
      '.muttrc': `${imap}set imap_pass=Old-Pass-1\nfolder-hook x 'set imap_user=bert folder=imaps://x.test'\n`,
    },
    says: [old, 'imap bert x.test old'],
    refuses: 'shared-entry',
  },
  {
    is: 'POP3, said twice',
    files: {
      '.muttrc': `set pop_host=pops://mail.example.test pop_user=${anna}\nset pop_pass=earlier\nset pop_pass=«Old-Pass-1»\n`,
    },
    says: [`pop3 ${anna} mail.example.test old`],
  },
  {
    is: 'a token, and nowhere to sign in',
    files: {
      '.muttrc': `${imap}set imap_authenticators=xoauth2\nset imap_oauth_refresh_command="oauth"\n`,
      '.neomuttrc': 'set imap_pass=Old-Pass-1\n',
    },
    says: [`imap ${anna} mail.example.test oauth`],
    troubles: ['not-understood'],
  },
  {
    is: 'a quote that never ends',
    files: { '.muttrc': `${imap}set imap_pass=«"Old-Pass-1»\nset smtp_url='smtp://x\n` },
    says: [old],
  },
];
