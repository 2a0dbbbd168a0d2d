import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MailApp } from '../../core/apps/mail-app.ts';
import { Secret } from '../../core/secret.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { scratchHome } from './apps.test-kit.ts';
import type { AppDesk } from './desk.ts';
import { evolution } from './evolution/app.ts';
import { geary } from './geary/app.ts';
import { gnomeOnlineAccounts } from './gnome-online-accounts/app.ts';
import { keyringApp } from './keyring/keyring-app.ts';
import { kmail } from './kmail/app.ts';
import { mailspring } from './mailspring/app.ts';
import { thunderbird } from './thunderbird/app.ts';
import { anna, host, loginsJson, makeKeys, prefsJs } from './thunderbird/profile.test-kit.ts';

/*
 * The settings of those apps that are not in the corpus (`config-corpus.test.ts`), with bytes in them that nobody has
 * meant: read without falling over, and never changed beside the password.
 */

const newFolder = temporaryFolders();
const swap = { from: new Secret('Old-Pass-1'), to: new Secret('New-Pass-2') };
const known = { right: swap.to, earlier: [swap.from] };
const profile = '.thunderbird/k3y5.default-esr';

const { db, keys } = await makeKeys();
const entry = { user: anna, password: 'Old-Pass-1', how: 'aes' } as const;
const logins = loginsJson(
  [
    { ...entry, origin: `imap://${host}` },
    { ...entry, origin: `smtp://${host}`, how: 'tripleDes' },
  ],
  keys,
);
const signIn = `[Authentication]\nHost=${host}\nMethod=PLAIN\nPort=993\nUser=${anna}\n[Security]\nMethod=none\n`;

type Files = Readonly<Record<string, string | Buffer>>;
const stores: readonly (readonly [is: string, make: (desk: AppDesk) => MailApp, files: Files])[] = [
  [
    'Thunderbird',
    thunderbird,
    {
      '.thunderbird/profiles.ini': '[Profile0]\nName=default-esr\nIsRelative=1\nPath=k3y5.default-esr\n',
      [`${profile}/prefs.js`]: prefsJs,
      [`${profile}/logins.json`]: logins,
      [`${profile}/key4.db`]: db,
    },
  ],
  [
    'Evolution',
    keyringApp(evolution),
    {
      '.config/evolution/sources/a.source': `[Data Source]\nDisplayName=a\nParent=\n[Mail Account]\nBackendName=imapx\nIdentityUid=i\n${signIn}`,
      '.config/evolution/sources/i.source':
        '[Data Source]\nParent=a\n[Mail Identity]\nAddress=x\n[Mail Submission]\nTransportUid=t\n',
      '.config/evolution/sources/t.source': `[Data Source]\nParent=a\n[Mail Transport]\nBackendName=smtp\n${signIn}`,
    },
  ],
  [
    'Geary',
    keyringApp(geary),
    {
      '.config/geary/account_01/geary.ini': `[Account]\nlabel=mine\n[Incoming]\nlogin=${anna}\nhost=${host}\nport=993\ntransport_security=transport\ncredentials=custom\n[Outgoing]\nhost=${host}\nport=587\ntransport_security=start-tls\ncredentials=use-incoming\n`,
    },
  ],
  [
    'GNOME Online Accounts',
    keyringApp(gnomeOnlineAccounts),
    {
      '.config/goa-1.0/accounts.conf': `[Account account_1_0]\nProvider=imap_smtp\nPresentationIdentity=${anna}\nImapHost=${host}:1993\nImapUserName=${anna}\nImapUseSsl=true\nSmtpHost=${host}\nSmtpUseAuth=true\nSmtpUserName=${anna}\nSmtpUseTls=true\n`,
    },
  ],
  [
    'KMail',
    keyringApp(kmail),
    {
      '.config/akonadi_imap_resource_0rc': `[network]\nImapServer=${host}\nImapPort=993\nUserName=${anna}\nSafety=SSL\n`,
      '.config/mailtransports': `[Transport 7]\nname=out\nhost=${host}\nuser=${anna}\nport=465\nencryption=SSL\nauth=true\n`,
    },
  ],
  [
    'Mailspring',
    mailspring,
    {
      '.config/Mailspring/config.json': `{"*":{"accounts":[{"label":"mine","settings":{"imap_host":"${host}","imap_port":"993","imap_username":"${anna}","smtp_host":"${host}","smtp_username":"${anna}"}}]}}`,
    },
  ],
];

interface Spoil {
  /** Which of the files, counted round. */
  readonly file: number;
  /** Where in it, as a part of the whole. */
  readonly at: number;
  readonly cut: number;
  readonly put: string;
}
const meant = ['', '\0', '\n', '\r', '[', ']', '=', '"', '\\', '{', '}', ',', '1e999', '\u202e', '"__proto__":1,'];
const spoils = fc.array<Spoil>(
  fc.record({
    file: fc.nat(99),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    cut: fc.integer({ min: 0, max: 12 }),
    put: fc.oneof(fc.constantFrom(...meant), fc.string({ unit: 'binary', maxLength: 8 })),
  }),
  { maxLength: 4 },
);

function spoilt(content: string | Buffer, all: readonly Spoil[]): Buffer {
  return all.reduce((bytes, { at, cut, put }) => {
    const from = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, from), Buffer.from(put), bytes.subarray(from + cut)]);
  }, Buffer.from(content));
}

/** A home folder with these files, some of them changed in so many places. */
function putFiles(files: Files, all: readonly Spoil[]) {
  const scratch = scratchHome(newFolder());
  const names = Object.keys(files);
  const isOf = (index: number) => (spoil: Spoil) => spoil.file % names.length === index;
  for (const [index, [name, content]] of Object.entries(files).entries()) {
    mkdirSync(dirname(join(scratch.home, name)), { recursive: true });
    writeFileSync(join(scratch.home, name), spoilt(content, all.filter(isOf(index))), { mode: 0o600 });
  }
  const contents = () => names.map((name) => readFileSync(join(scratch.home, name), 'latin1'));
  return { scratch, contents };
}

/** All files without what a change of a password in them may touch. */
const rest = (texts: readonly string[]): string[] =>
  texts.map((text) => text.replace(/"(encryptedPassword|timePasswordChanged|syncCounter)":("[^"]*"|\d+)/g, ''));

describe.each(stores)('the settings of %s, broken in places', (_is, make, files) => {
  it('are read without falling over, and nothing beside the password is changed', { timeout: 120_000 }, async () => {
    let writes = 0;
    const whole = putFiles(files, []);
    expect((await make(whole.scratch).find()).accounts.length).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(spoils, async (all) => {
        const { scratch, contents } = putFiles(files, all);
        const app = make(scratch);
        const { accounts, troubles } = await app.find();
        expect(JSON.stringify([accounts, troubles])).not.toContain('Old-Pass-1');
        for (const account of accounts.slice(0, 3)) {
          await app.holds(account, known, null);
          const before = contents();
          const written = await app.write(account, swap, null);
          if (!written.done) expect(contents()).toEqual(before);
          else expect(rest(contents())).toEqual(rest(before));
          if (written.done) await written.undo();
          if (written.done) writes += 1;
          expect(contents()).toEqual(before);
        }
      }),
      { numRuns: 60 },
    );
    // The others need a keyring, or are never written.
    if (make === thunderbird) expect(writes).toBeGreaterThan(0);
  });
});
