import { anna, type ConfigCase } from '../config-corpus.test-kit.ts';

const old = `imap ${anna} mail.example.test old`;

export const fetchmailCases: readonly ConfigCase[] = [
  {
    is: 'all on one line',
    files: {
      '.fetchmailrc': `poll mail.example.test proto imap port 993 user "${anna}" password «"Old-Pass-1"» ssl\n`,
    },
    says: [old],
  },
  {
    is: 'words that mean nothing, names here and there, and another way around',
    files: {
      '.fetchmailrc': `set daemon 300 # often\nset logfile "pass word"\npoll mail.example.test with protocol IMAP,\n  user '${anna}' there with password «'Old-Pass-1'», is "anna" here and wants keep;\n`,
    },
    says: [old],
  },
  {
    is: 'who is there said last',
    files: {
      '.fetchmailrc': `poll x via mail.example.test proto imap user anna here is "${anna}" there pass «Old-Pass-1» nokeep`,
    },
    says: [old],
  },
  {
    is: 'backslashes and numbers',
    files: { '.fetchmailrc': `poll mail.example.test proto imap\nuser "${anna}"\npass «"\\x4fld\\055Pass\\45\\49"»` },
    says: [old],
  },
  {
    is: 'two users of two servers, lines as on Windows',
    files: {
      '.fetchmailrc': `poll mail.example.test protocol imap\r\n\tuser "${anna}" password «"Old-Pass-1"»\r\n\tuser bert password «"Old-Pass-1"»\r\npoll x.test proto pop3 user user password password\r\n`,
    },
    says: [old, 'imap bert mail.example.test old', 'pop3 user x.test another'],
  },
  {
    is: 'one password for all',
    files: {
      '.fetchmailrc': `defaults proto imap user "${anna}" password «Old-Pass-1»\npoll mail.example.test\npoll imap.example.test user "${anna}"\n`,
    },
    says: [old.replace('mail.', 'imap.'), old],
  },
  {
    is: 'one password for different people',
    files: {
      '.fetchmailrc': `defaults proto imap password Old-Pass-1\npoll mail.example.test user "${anna}"\npoll imap.example.test user bert\n`,
    },
    says: ['imap bert imap.example.test old', old],
    refuses: 'shared-entry',
  },
  {
    is: 'words inside of quotes are no orders',
    files: {
      '.fetchmailrc': `poll mail.example.test proto imap user "${anna}" folder "user bert password x" mda "pass Old-Pass-1" password «"Old-Pass-1"»\n`,
    },
    says: [old],
  },
  {
    is: 'a comment, and a password with its sign',
    files: { '.fetchmailrc': `poll mail.example.test proto imap user "${anna}" #password none\npassword ab#cd\n` },
    says: [`imap ${anna} mail.example.test another`],
  },
  {
    is: 'how to sign in is said with the same word',
    files: {
      '.fetchmailrc': `poll mail.example.test proto imap auth password user "${anna}" password «"Old-Pass-1"»\n`,
    },
    says: [old],
  },
  {
    is: 'nothing kept',
    files: { '.fetchmailrc': `poll mail.example.test proto imap user "${anna}"\nskip y.test proto etrn\n` },
    says: [`imap ${anna} mail.example.test none`],
  },
  {
    is: 'a password in .netrc, in quotes, under the name of the server',
    files: {
      '.fetchmailrc': `poll mine via mail.example.test proto imap user "${anna}"\npoll mail.example.test proto pop3 user bert\n`,
      '.netrc': `machine mail.example.test login bert password "berts one"\r\nmachine mail.example.test login ${anna} account x password «"Old-Pass-1"»\r\n`,
    },
    says: [old, 'pop3 bert mail.example.test another'],
    narrow: true,
  },
  {
    is: 'a .netrc with a macro',
    files: {
      '.fetchmailrc': `poll mail.example.test proto imap user "${anna}"\n`,
      '.netrc': `machine mail.example.test login ${anna} password Old-Pass-1\nmacdef init\ncd /\n\n`,
    },
    says: [`imap ${anna} mail.example.test unsupported:not-understood`],
  },
  {
    is: 'a quote that never ends',
    files: { '.fetchmailrc': `poll mail.example.test proto imap user "${anna}" password "Old-Pass-1\n` },
    says: [`imap ${anna} mail.example.test another`],
  },
];
