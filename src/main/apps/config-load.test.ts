import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppAccount, MailApp } from '../../core/apps/mail-app.ts';
import { Secret } from '../../core/secret.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { appDisk } from './app-disk.ts';
import { type Scratch, scratchHome } from './apps.test-kit.ts';
import type { ConfigAccount, Held } from './config-account.ts';
import { type ConfigFormat, configApp } from './config-app.ts';
import { load } from './config-load.ts';
import { fetchmail } from './fetchmail/app.ts';
import { gitSendEmail } from './git-send-email/app.ts';
import { startFakeKeyring } from './keyring/fake-keyring.test-kit.ts';
import { alsoInKeyring } from './msmtp/keyring.ts';
import { mutt } from './mutt/app.ts';
import { offlineimap } from './offlineimap/app.ts';

const newFolder = temporaryFolders();
const swap = { from: new Secret('Old-Pass-1'), to: new Secret('New-Pass-2') };
const known = { right: swap.to, earlier: [swap.from] };

function put(home: string, name: string, text: string): string {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** A home folder where no file named `denied` may be opened. */
function guardedHome(): Scratch {
  const open: typeof appDisk.open = async (path, ...more) => {
    if (path.endsWith('/denied')) throw Object.assign(new Error('denied'), { code: 'EACCES' });
    return await appDisk.open(path, ...more);
  };
  return scratchHome(newFolder(), { ...appDisk, open });
}

/** Ways in which a file is there for its own program and not for Keyround, and what is said of it. */
const hidden: readonly (readonly [string, string, (scratch: Scratch, name: string) => void])[] = [
  ['may not be opened', 'unreadable', ({ home }, name) => symlinkSync(put(home, 'denied', 'x'), join(home, name))],
  ['is too large', 'too-large', ({ home }, name) => truncateSync(put(home, name, ''), (1 << 20) + 1)],
  ['is no text', 'not-understood', ({ home }, name) => void put(home, name, '\0')],
  [
    'lies outside of the home folder',
    'unreadable',
    ({ home, folder }, name) => symlinkSync(put(folder, 'elsewhere', 'x'), join(home, name)),
  ],
];

interface Including {
  readonly format: ConfigFormat;
  readonly main: readonly [name: string, text: string];
  readonly included: string;
  /** What is held where the included file is absent. */
  readonly otherwise: string;
}

const including: readonly Including[] = [
  {
    format: fetchmail,
    main: ['.fetchmailrc', 'poll mail.example.test proto imap user anna\n'],
    included: '.netrc',
    otherwise: 'none',
  },
  {
    format: offlineimap,
    main: ['.offlineimaprc', '[Repository a]\ntype=IMAP\nremotehost=mail.example.test\nremoteuser=anna\n'],
    included: '.netrc',
    otherwise: 'none',
  },
  {
    format: mutt,
    main: ['.muttrc', 'set folder=imaps://mail.example.test imap_user=anna imap_pass=Old-Pass-1\nsource ~/.more\n'],
    included: '.more',
    otherwise: 'old',
  },
  {
    format: gitSendEmail,
    main: [
      '.gitconfig',
      '[sendemail]\nsmtpserver=mail.example.test\nsmtpuser=anna\nsmtppass=Old-Pass-1\n[include]\npath=.more\n',
    ],
    included: '.more',
    otherwise: 'old',
  },
];

async function only(app: MailApp): Promise<AppAccount> {
  const { accounts } = await app.find();
  const [account] = accounts;
  if (!account || accounts.length !== 1) throw new Error(`${accounts.length} accounts`);
  return account;
}

/** Git reads two files of its own, the second one in order last; a file of its own may lie anywhere. */
const two: Including = {
  format: gitSendEmail,
  main: ['.config/git/config', '[sendemail]\nsmtpserver=mail.example.test\nsmtpuser=anna\nsmtppass=Old-Pass-1\n'],
  included: '.gitconfig',
  otherwise: 'old',
};

const rows = [...including, two].flatMap((one) =>
  (one === two ? hidden.slice(0, 3) : hidden).map((way) => [one.format.manifest.name, way[0], one, way] as const),
);

it.each(rows)('%s with a further file that %s keeps nobody knows what', async (_app, _is, one, [, why, hide]) => {
  const scratch = guardedHome();
  const path = put(scratch.home, ...one.main);
  const app = configApp(one.format)(scratch);
  const before = await only(app);
  expect((await app.holds(before, known, null)).holds).toBe(one.otherwise);

  hide(scratch, one.included);
  expect((await only(app)).fixed).toEqual({ holds: 'unsupported', why });
  expect((await app.find()).troubles).toEqual([{ place: join(scratch.home, one.included), why }]);
  expect(await app.holds(before, known, null)).toEqual({ holds: 'unsupported', why });
  expect(await app.plan(before, swap, null)).toEqual({ possible: false, why });
  expect(await app.write(before, swap, null)).toEqual({ done: false, why, effect: 'none' });
  expect(readFileSync(path, 'utf8')).toBe(one.main[1]);
});

describe('msmtp, which looks into .netrc before it asks the keyring', () => {
  const user = 'anna@example.test';
  const rc = `account a\nauth on\ntls on\nhost mail.example.test\nuser ${user}\n`;

  it.each(hidden)('leaves the keyring alone where .netrc %s', async (_is, why, hide) => {
    const scratch = guardedHome();
    const keyring = await startFakeKeyring(scratch.folder);
    try {
      const attributes = { host: 'mail.example.test', service: 'smtp', user };
      const value = Buffer.from('Old-Pass-1');
      const entry = { label: 'mail', attributes, value, type: 'text/plain', locked: false };
      keyring.items.set('/org/freedesktop/secrets/collection/login/1', entry);
      put(scratch.home, '.msmtprc', rc);
      const app = alsoInKeyring({ ...scratch, places: { ...scratch.places, bus: keyring.address } });
      const before = await only(app);
      expect(await app.holds(before, known, null)).toEqual({ holds: 'old', why: null });

      hide(scratch, '.netrc');
      keyring.calls.splice(0);
      const now = await only(app);
      expect(now.fixed).toEqual({ holds: 'unsupported', why });
      expect(await app.holds(now, known, null)).toEqual({ holds: 'unsupported', why });
      expect(await app.plan(now, swap, null)).toEqual({ possible: false, why });
      expect(await app.write(now, swap, null)).toEqual({ done: false, why, effect: 'none' });
      // The same for what was found while there was no such file.
      expect(await app.holds(before, known, null)).toEqual({ holds: 'unsupported', why: 'changed' });
      expect(await app.write(before, swap, null)).toEqual({ done: false, why: 'changed', effect: 'none' });
      expect(keyring.calls).toEqual([]);
      expect(entry.value.toString()).toBe('Old-Pass-1');
    } finally {
      await keyring.stop();
    }
  });
});

describe('more files than are read', () => {
  const kinds: readonly Held[] = [
    { is: 'none' },
    { is: 'password', at: { file: '/rc', from: 0, to: 1, reveal: () => 'x', put: () => null } },
    { is: 'unsupported', why: 'kept-elsewhere', looksInKeyring: true },
    { is: 'unsupported', why: 'runs-command' },
    { is: 'oauth' },
    { is: 'locked', why: 'needs-unlocking' },
  ];
  const accounts = kinds.map((held): ConfigAccount => {
    return { name: '', protocol: 'imap', host: 'h', port: null, security: 'tls', user: 'u', held };
  });
  const doubt: Held = { is: 'unsupported', why: 'not-understood' };
  const doubted = [doubt, doubt, doubt, ...kinds.slice(3)];
  const loaded = async (wants: (home: string, read: number) => string[]) => {
    const scratch = scratchHome(newFolder());
    const path = put(scratch.home, 'rc', '');
    const { reading, troubles } = await load(
      scratch,
      {
        begins: [path],
        read: (texts) => ({ accounts, wants: wants(scratch.home, texts.size), trouble: null }),
      },
      null,
    );
    return { helds: reading.accounts.map(({ held }) => held), troubles, home: scratch.home };
  };
  const numbered = (home: string, count: number) => Array.from({ length: count }, (_, i) => join(home, `${i}`));

  it('at once leave in doubt what they may say', async () => {
    expect(await loaded((home) => numbered(home, 39))).toMatchObject({ helds: kinds, troubles: [] });
    const { helds, troubles, home } = await loaded((folder) => numbered(folder, 40));
    expect(helds).toEqual(doubted);
    expect(troubles).toEqual([{ place: join(home, '39'), why: 'not-understood' }]);
  });

  it('one after the other leave in doubt what they may say', async () => {
    expect(await loaded((home, read) => numbered(home, Math.min(read, 10)))).toMatchObject({
      helds: kinds,
      troubles: [],
    });
    const { helds, troubles, home } = await loaded((folder, read) => numbered(folder, Math.min(read, 11)));
    expect(helds).toEqual(doubted);
    expect(troubles).toEqual([{ place: join(home, '10'), why: 'not-understood' }]);
  });

  it('of a real app are told, and its password is left alone', async () => {
    const scratch = scratchHome(newFolder());
    const sources = numbered('~', 40).map((path) => `source ${path}\n`);
    const [first] = including.filter(({ format }) => format === mutt);
    const text = `${first?.main[1]}${sources.join('')}`;
    const path = put(scratch.home, '.muttrc', text);
    const app = configApp(mutt)(scratch);
    const account = await only(app);
    expect(account.fixed).toEqual({ holds: 'unsupported', why: 'not-understood' });
    expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'not-understood', effect: 'none' });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
