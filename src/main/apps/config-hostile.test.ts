import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { scratchHome } from './apps.test-kit.ts';
import { configApp } from './config-app.ts';
import { configFormats } from './registry.ts';

const newFolder = temporaryFolders();
const size = 200_000;
const filled = (piece: string): string => piece.repeat(Math.ceil(size / piece.length));

/** Settings that somebody has written to keep the reader busy: each would take hours if it were read again from each place. */
const hostile = [
  ...[
    '"',
    "'",
    '"a ',
    '# ',
    '#',
    '\\',
    '\\\n',
    '`',
    '$a',
    '${',
    '%',
    '@',
    ':',
    ' ',
    '\t',
    '\n',
    '\r',
    '[',
    '[a]',
    '[a\n',
  ],
  ...['a=', 'a=b\n', '[a]\nb=c\n', 'set a=$a;', 'set a="$a$a"\n', 'macro a b ":source c', 'source ~/.muttrc\n'],
  ...['mailboxes imaps://a@b/ ', "folder-hook . 'set imap_pass=a'\n", '[include]path=.gitconfig\n'],
  ...['[includeIf "a"]path=.gitconfig\n', '[sendemail "a"]smtppass="b\\\\"\n', 'account a\n', 'account a : a,a,a\n'],
  ...[
    'poll a user b pass c ',
    'defaults user a ',
    'IMAPAccount a\n',
    '[Account: 1]\n',
    '[account:1]\nrecv {AES-256-CBC,1}A\n',
  ],
  ...['source=imap://a:b@c:d@', 'a=\\\n', 'a="""\n', `a = ${' '.repeat(1_000)}b`],
].map(filled);

/** As long as a file may be that is read at all. */
const cap = 1 << 20;
const full = (line: (i: number) => string): string => {
  let text = '';
  for (let i = 0; text.length < cap - 1_000; i += 1) text += line(i);
  return text;
};
const times = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('');
const netrc = full((i) => `machine h${i}.test login a password b\n`);

/** Settings in which one thing makes another one larger, by app and file. */
const swollen: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  [
    'offlineimap',
    'defaults in every section',
    {
      '.offlineimaprc': `[DEFAULT]\n${times(10_000, (i) => `o${i}=x\n`)}${times(20_000, (i) => `[Repository ${i}]\ntype=IMAP\n`)}`,
    },
  ],
  [
    'offlineimap',
    'accounts without a password',
    {
      '.offlineimaprc': times(5_000, (i) => `[Repository ${i}]\ntype=IMAP\nremotehost=h${i}.test\nremoteuser=a\n`),
      '.netrc': netrc,
    },
  ],
  ['getmail', 'sections', { '.getmail/getmailrc': `[retriever]\n${full((i) => `[${i}]\n`)}` }],
  [
    'msmtp',
    'defaults in every account',
    {
      '.msmtprc': `defaults\n${times(20_000, (i) => `c${i} x\n`)}${times(1_000, (i) => `account ${i}\n`)}`,
    },
  ],
  [
    'msmtp',
    'accounts made of accounts',
    {
      '.msmtprc': `account a\n${times(190, (i) => `c${i} x\n`)}${times(900, (i) => `account b${i} : ${'a,'.repeat(230)}a\n`)}`,
    },
  ],
  [
    'msmtp',
    'accounts without a password',
    {
      '.msmtprc': times(900, (i) => `account ${i}\nhost h${i}.test\nuser a\nauth on\n`),
      '.netrc': netrc,
    },
  ],
  [
    'git-send-email',
    'files that are included again and again',
    {
      '.gitconfig': times(100, () => '[include]path=.g\n'),
      '.g': `[sendemail]\n${full((i) => `a${i}=b\n`)}`,
    },
  ],
  [
    'git-send-email',
    'conditions and identities',
    {
      '.gitconfig': `${times(99, (i) => `[includeIf "c${i}"]path=.g\n`)}${times(15_000, (i) => `[sendemail "a${i}"]smtpserver=b\n`)}`,
      '.g': times(40, (i) => `[sendemail "b${i}"]smtpserver=c\n`),
    },
  ],
  ['git-send-email', 'a value of many pieces', { '.gitconfig': `[a]\nb = ${'"" '.repeat(300_000)}` }],
  ['git-send-email', 'what a store keeps', { '.git-credentials': full((i) => `smtp://a:b@h${i}.test\n`) }],
  [
    'mutt',
    'a long chain of variables',
    {
      '.muttrc': `set my_0=x\n${times(25_000, (i) => `set my_${i + 1}=$my_${i}\n`)}set imap_user=a imap_pass=$my_25000\nmailboxes ${times(500, (i) => `imaps://h${i}.test/ `)}\n`,
    },
  ],
  [
    'mutt',
    'mailboxes in every hook',
    {
      '.muttrc': `set imap_user=a imap_pass=x\nmailboxes ${times(500, (i) => `imaps://h${i}.test/ `)}\n${times(100, (i) => `folder-hook f${i} 'mailboxes ${times(100, (j) => `imaps://g${j}.test/ `)}'\n`)}`,
    },
  ],
  [
    'mutt',
    'one file again and again',
    { '.muttrc': times(190, () => 'source ~/.b\n'), '.b': full(() => 'set a="$a$a$a"\n') },
  ],
  [
    'mutt',
    'files in a hook in a file',
    {
      '.muttrc': times(20, () => "folder-hook . 'source ~/.b'\n"),
      '.b': times(20, () => "folder-hook . 'source ~/.c'\n"),
      '.c': full((i) => `set a${i}=b\n`),
    },
  ],
  ['fetchmail', 'users', { '.fetchmailrc': `poll h proto imap ${full((i) => `user u${i} `)}`, '.netrc': netrc }],
  ['fetchmail', 'servers', { '.fetchmailrc': `defaults proto imap user a pass b ${full((i) => `poll h${i} `)}` }],
  ['mbsync', 'accounts', { '.mbsyncrc': full((i) => `IMAPAccount ${i}\nHost h\nUser u\nPass p\n\n`) }],
  ['aerc', 'accounts', { '.config/aerc/accounts.conf': full((i) => `[${i}]\nsource=imaps://a:b@c\n`) }],
  [
    'claws-mail',
    'accounts, and rounds',
    {
      '.claws-mail/accountrc': full(
        (i) => `[Account: ${i}]\nprotocol=1\nuse_smtp_auth=1\nsmtp_server=s\nreceive_server=r\nuser_id=u\n`,
      ),
      '.claws-mail/clawsrc': '[Common]\nmaster_passphrase_salt=AAAA\n',
      '.claws-mail/passwordstorerc': full(
        (i) => `[account:${i}]\nrecv {AES-256-CBC,${1 + (i % 5_000)}}${'A'.repeat(192)}\n`,
      ),
    },
  ],
];

/** What it takes, in milliseconds of this process. */
async function cost(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return process.cpuUsage(before).user / 1_000;
}

describe.each(configFormats.map((format) => [format.manifest.name, format] as const))('%s', (_name, format) => {
  it('is done soon with settings that are made to take long', { timeout: 240_000 }, async () => {
    // The same reader reads every place where they may be.
    const scratch = scratchHome(newFolder());
    mkdirSync(join(scratch.home, '.getmail'));
    writeFileSync(join(scratch.home, '.getmail', 'getmailrc'), '');
    const [root] = await format.roots(scratch);
    const main = root?.begins.map((path) => [path, '[Account: 1]\nprotocol=1\n'] as const) ?? [];
    for (const text of hostile) {
      for (const [path] of main) {
        const took = await cost(() => root?.read(new Map([...main, [path, text]]), null));
        expect([text.slice(0, 40), took < 2_000]).toEqual([text.slice(0, 40), true]);
      }
    }
  });
});

it.each(swollen)('%s is done soon with %s', { timeout: 120_000 }, async (id, _is, files) => {
  const scratch = scratchHome(newFolder());
  for (const [name, text] of Object.entries(files)) {
    expect(text.length).toBeLessThanOrEqual(cap);
    mkdirSync(dirname(join(scratch.home, name)), { recursive: true });
    writeFileSync(join(scratch.home, name), text);
  }
  const format = configFormats.find(({ manifest }) => manifest.id === id);
  if (!format) throw new Error(id);
  let accounts = -1;
  const took = await cost(async () => {
    accounts = (await configApp(format)(scratch).find()).accounts.length;
  });
  expect([took < 4_000, took]).toEqual([true, took]);
  expect(accounts).toBeLessThanOrEqual(200);
});
