import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppAccount, AppHolding, MailApp } from '../../../core/apps/mail-app.ts';
import { KeyringWish, type Unlock } from '../../../core/apps/unlock.ts';
import { Secret } from '../../../core/secret.ts';
import { foundAppsSchema } from '../../../shared/apps.ts';
import type { UnlockRequest } from '../../../shared/contract.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import type { MailboxDraft } from '../../../shared/model.ts';
import { findApps } from '../../app/found-apps.ts';
import { lazyApps } from '../../apps/lazy-apps.ts';
import {
  anna,
  type Entry,
  host,
  type KeyOptions,
  loginsJson,
  makeKeys,
  prefsJs,
  putProfile,
  sqlite,
} from '../../apps/thunderbird/profile.test-kit.ts';
import { diskFiles } from '../../storage/file-layer.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { Computer, context, type Started, value } from './whole-app.test-kit.ts';

const current = 'Current-Mauve-Kettle-41';
const server = { host, port: 993, security: 'tls' } as const;
const draft: MailboxDraft = {
  ...{ address: anna, kind: 'ordinary', user: anna, provider: { id: 'by-hand', settings: {} } },
  ...{ receiving: { protocol: 'imap', ...server }, sending: null },
};
const entry = (more: Partial<Entry> = {}): Entry => ({
  ...{ origin: `imap://${host}`, user: anna, password: current, how: 'aes' },
  ...more,
});

const newFolder = temporaryFolders();
let computer: Computer;
let app: Started;

beforeAll(async () => {
  // Loading every app takes longer than a look at them, and no test waits for it.
  await lazyApps({ folder: '', files: diskFiles }).at('home');
  await sqlite();
}, 60_000);
beforeEach(async () => {
  computer = await Computer.begin(newFolder());
  computer.apps = 'of its disk';
  mkdirSync(computer.person);
  app = computer.start();
});
afterEach(async () => {
  if (app.spaces.active() !== app.spaces.home()) await app.spaces.leave();
  await computer.service.stop();
});

interface Profile {
  readonly entries?: readonly Entry[];
  readonly keys?: KeyOptions;
  readonly prefs?: string;
}

/** Puts a Thunderbird into the home folder. */
async function thunderbird({ entries = [entry()], keys: options = {}, prefs = prefsJs }: Profile = {}) {
  const { db, keys } = await makeKeys(options);
  return putProfile(computer.person, { prefs, keys: db, logins: loginsJson(entries, keys) });
}

/** Puts an msmtp into the home folder. */
const msmtp = (password = current) =>
  writeFileSync(
    join(computer.person, '.msmtprc'),
    `account work\nhost ${host}\nport 465\ntls on\ntls_starttls off\nuser ${anna}\npassword ${password}\n`,
  );

const added = async () =>
  value(await app.calls['mailboxes.add']({ draft, password: current, secrets: {}, confirmedHosts: [host] }, context))
    .mailbox;
const look = async (mailbox: MailboxId, unlock: UnlockRequest | null = null, adding = false) =>
  foundAppsSchema.parse(value(await app.calls['apps.find']({ mailbox, unlock, adding }, context)));
const clientsOf = async (mailbox: MailboxId) =>
  value(await app.spaces.active().workspace.world.records.load(mailbox)).clients;
/** The look that adding a mailbox begins is over. */
const listed = (mailbox: MailboxId, count: number) =>
  vi.waitFor(async () => expect(await clientsOf(mailbox)).toHaveLength(count), { timeout: 30_000 });

// A primary password is made slow to try; on a computer that is busy it takes a test long.
describe('apps on this computer', { timeout: 60_000 }, () => {
  it('are found for this mailbox, each sign-in with what it holds, and nobody else’s', async () => {
    const profile = await thunderbird({
      entries: [entry(), entry({ origin: `smtp://${host}`, password: 'stale' })],
    });
    const mailbox = await added();
    await listed(mailbox, 1);
    const found = await look(mailbox);
    expect(found.looked).toBe(true);
    expect(found.troubles).toEqual([]);
    const shown = { app: 'thunderbird', name: 'Thunderbird', profile: 'default-esr', host, user: anna, why: null };
    const place = join(profile, 'logins.json');
    const client = (await clientsOf(mailbox))[0]?.id;
    expect(found.accounts).toEqual([
      { ...shown, place, client, protocol: 'imap', port: 993, security: 'tls', holds: 'new' },
      { ...shown, place, client, protocol: 'smtp', port: 587, security: 'starttls', holds: 'another' },
    ]);
  });

  it('show one with a password that the mailbox had before', async () => {
    msmtp('Former-1');
    const mailbox = value(
      await app.calls['mailboxes.add']({ draft, password: 'Former-1', secrets: {}, confirmedHosts: [host] }, context),
    ).mailbox;
    await listed(mailbox, 1);
    expect((await look(mailbox)).accounts.map(({ holds }) => holds)).toEqual(['new']);
    value(await app.calls['mailboxes.setPassword']({ mailbox, password: current }, context));
    expect((await look(mailbox)).accounts.map(({ holds }) => holds)).toEqual(['old']);
  });

  it('show one with a password that a mailbox just added has never had', async () => {
    msmtp('Former-1');
    const mailbox = await added();
    await listed(mailbox, 1);
    expect((await look(mailbox)).accounts.map(({ name, holds }) => [name, holds])).toEqual([['msmtp', 'another']]);
  });

  it('are told no password, and tell none', async () => {
    await thunderbird({ entries: [entry({ password: 'Marker-of-another-1' })] });
    const text = JSON.stringify(await look(await added()));
    for (const secret of [current, 'Marker-of-another-1']) expect(text).not.toContain(secret);
  });

  it('at a server that is none of this mailbox are named, and their password is not looked at', async () => {
    const prefs = prefsJs.replaceAll(host, 'imap.other.example');
    await thunderbird({ prefs, entries: [entry({ origin: 'imap://imap.other.example' })] });
    const mailbox = await added();
    const { accounts } = await look(mailbox, null, true);
    expect(accounts.map(({ holds, why }) => [holds, why])).toEqual(Array(2).fill(['unsupported', 'other-server']));
    expect(await clientsOf(mailbox)).toEqual([]);
  });

  it('are unlocked once, with what was typed, until another space is shown', async () => {
    const profile = await thunderbird({ keys: { primary: 'Primary-1' } });
    const mailbox = await added();
    const given = async (unlock: UnlockRequest | null) =>
      (await look(mailbox, unlock)).accounts.map((one) => [one.holds, one.why])[0];
    const holds = (password: string | null) => given(password === null ? null : { how: 'password', password });
    expect(await holds(null)).toEqual(['locked', 'needs-unlocking']);
    expect(await given({ how: 'keyring' })).toEqual(['locked', 'needs-unlocking']);
    expect(await holds('Primary-2')).toEqual(['locked', 'wrong-unlocking']);
    expect(await holds(null)).toEqual(['locked', 'needs-unlocking']);
    expect(await holds('Primary-1')).toEqual(['new', null]);
    expect(await holds(null)).toEqual(['new', null]);
    expect([...computer.keytar.entries.values()].join()).not.toContain('Primary-1');
    expect(readFileSync(join(profile, 'prefs.js'), 'utf8')).toBe(prefsJs);
    value(await app.spaces.enterHelpdesk(null));
    await app.spaces.leave();
    expect(await holds(null)).toEqual(['locked', 'needs-unlocking']);
  });

  it('whose files cannot be read are named', async () => {
    const profile = await thunderbird();
    writeFileSync(join(profile, 'prefs.js'), Buffer.alloc(8_000_001, ' '));
    expect((await look(await added())).troubles[0]).toMatchObject({ name: 'Thunderbird', why: 'too-large' });
  });

  it('are rid of what an earlier life left beside their files', async () => {
    const profile = await thunderbird();
    const left = join(profile, '.logins.json.keyround-0123456789abcdef');
    writeFileSync(left, 'half');
    await app.apps.sweep();
    expect(readFileSync(left, 'utf8')).toBe('half');
    mkdirSync(join(computer.folder, 'apps'));
    writeFileSync(join(computer.folder, 'apps', 'left-over.json'), JSON.stringify([left]));
    await app.apps.sweep();
    expect(() => readFileSync(left)).toThrow('ENOENT');
  });
});

describe('behind a keyring that is locked', { timeout: 60_000 }, () => {
  const account: AppAccount = {
    ...{ app: 'kept', key: 'one', profile: 'anna', protocol: 'imap', host, port: 993, security: 'tls', user: anna },
    ...{ place: '/settings', fixed: null },
  };
  const locked: AppHolding = { holds: 'locked', why: 'keyring-locked' };
  /** Each has an entry in one keyring; `person` takes some time and says whether it is open then. */
  function keyringApps(person: () => Promise<boolean>) {
    const given: (Unlock | null)[] = [];
    let open = false;
    const made = ['kept', 'kept-too'].map((id): MailApp => {
      const no = { possible: false, why: 'keyring-locked' } as const;
      return {
        manifest: { id, name: id, clientKind: 'other', store: 'keyring', whileOpen: 'fine' },
        find: () => Promise.resolve({ accounts: [{ ...account, app: id, key: id }], troubles: [] }),
        isOpen: () => Promise.resolve(false),
        async holds(_account, { right }, unlock) {
          given.push(unlock);
          if (!open && unlock instanceof KeyringWish) open = await unlock.raise(person);
          if (!open) return locked;
          return right?.reveal() === current ? { holds: 'new', why: null } : { holds: 'another', why: null };
        },
        plan: () => Promise.resolve(no),
        write: () => Promise.resolve({ done: false, why: 'keyring-locked', effect: 'none' }),
      };
    });
    computer.apps = made;
    return given;
  }
  const nobody = { say: (key: string) => key, mailboxesChanged: () => undefined, readOnly: () => null };
  const lookFor = async (unlock: Unlock | null, longest: number, longestWish: number) => {
    const parts = { ...nobody, apps: app.apps, unlocks: app.unlocks, spaces: app.spaces };
    const mailbox = await added();
    const asked = { mailbox, unlock, adding: false, longest, longestWish };
    return value(await findApps(parts, app.spaces.active(), asked)).accounts.map(({ holds }) => holds);
  };

  it('are all told once the person has answered the one window, however long that takes', async () => {
    let windows = 0;
    const given = keyringApps(async () => {
      windows += 1;
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      return true;
    });
    expect(await lookFor(new KeyringWish(), 2_000, 30_000)).toEqual(['new', 'new']);
    expect(windows).toBe(1);
    expect(given.filter((one) => one !== null)).toHaveLength(1);
  });

  it.each<[string, () => Promise<boolean>, number]>([
    ['would not', () => Promise.resolve(false), 30_000],
    ['is not there', () => new Promise(() => undefined), 100],
  ])('stay locked where the person %s', async (_, person, longestWish) => {
    keyringApps(person);
    expect(await lookFor(new KeyringWish(), 20_000, longestWish)).toEqual(['locked', 'locked']);
  });

  it('are not given what was typed for another app', async () => {
    const given = keyringApps(() => Promise.resolve(true));
    expect(await lookFor(new Secret('Primary-1'), 20_000, 30_000)).toEqual(['locked', 'locked']);
    expect(given.every((one) => one === null)).toBe(true);
  });

  it('hold up no other look while the person is asked', async () => {
    let answer: (open: boolean) => void = () => undefined;
    const given = keyringApps(() => new Promise((resolve) => (answer = resolve)));
    const mailbox = await added();
    const waiting = look(mailbox, { how: 'keyring' });
    await vi.waitFor(() => expect(given.some((one) => one !== null)).toBe(true), { timeout: 30_000 });
    expect((await look(mailbox)).accounts.map(({ holds }) => holds)).toEqual(['locked', 'locked']);
    answer(true);
    expect((await waiting).accounts.map(({ holds }) => holds)).toEqual(['new', 'new']);
  });
});

describe('in the other spaces', { timeout: 60_000 }, () => {
  it('no app is looked at when somebody else is helped', async () => {
    msmtp();
    value(await app.spaces.enterHelpdesk(null));
    const mailbox = await added();
    expect(await look(mailbox, null, true)).toEqual({ looked: false, accounts: [], troubles: [] });
    expect(await clientsOf(mailbox)).toEqual([]);
  });

  it('practising has a home folder of its own, and never the real one', async () => {
    await thunderbird();
    msmtp();
    value(await app.spaces.enterPractice());
    const list = value(await app.calls['mailboxes.list']({}, context));
    const mailbox = list.find(({ address }) => address === 'anna@practice.example')?.id;
    if (!mailbox) throw new Error('nobody practises');
    const before = await clientsOf(mailbox);
    const found = await look(mailbox, null, true);
    const home = join(computer.folder, 'practice', 'home');
    expect(found.accounts.map(({ app: id, holds, place }) => [id, holds, place])).toEqual([
      ['getmail', 'new', join(home, '.getmail', 'getmailrc')],
      ['msmtp', 'new', join(home, '.msmtprc')],
    ]);
    expect(found.troubles).toEqual([]);
    // they were in the list from the start
    expect(await clientsOf(mailbox)).toEqual(before);
    expect(found.accounts.map(({ client }) => before.some(({ id }) => id === client))).toEqual([true, true]);
    const other = await added();
    expect((await look(other, null, true)).accounts).toEqual([]);
    await app.spaces.leave();
    expect(() => readFileSync(join(home, '.msmtprc'))).toThrow('ENOENT');
  });
});
