import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { scratchHome } from './apps.test-kit.ts';
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

describe.each(configFormats.map((format) => [format.manifest.name, format] as const))('%s', (_name, format) => {
  it('is done soon with settings that are made to take long', { timeout: 120_000 }, async () => {
    for (const root of await format.roots(scratchHome(newFolder()))) {
      const main = root.begins.map((path) => [path, '[Account: 1]\nprotocol=1\n'] as const);
      for (const text of hostile) {
        for (const [path] of main) {
          const before = process.cpuUsage();
          root.read(new Map([...main, [path, text]]), null);
          const { user } = process.cpuUsage(before);
          expect([text.slice(0, 40), user < 4_000_000]).toEqual([text.slice(0, 40), true]);
        }
      }
    }
  });
});
