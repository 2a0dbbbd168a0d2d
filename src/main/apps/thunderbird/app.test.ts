import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppAccount, KnownPasswords, Swap } from '../../../core/apps/mail-app.ts';
import { KeyringWish } from '../../../core/apps/unlock.ts';
import { Secret } from '../../../core/secret.ts';
import type { AppTrouble, Holding } from '../../../shared/apps.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { scratchHome } from '../apps.test-kit.ts';
import { thunderbird } from './app.ts';
import { openValue } from './ciphers.ts';
import { openKeyStore } from './key-store.ts';
import { readLogins } from './logins.ts';
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
} from './profile.test-kit.ts';

const newFolder = temporaryFolders();
/** A primary password is made slow to try; on a computer that is busy it takes a test long. */
const patient = { timeout: 60_000 };
const old = 'Old-Pass-1 „ä€“';
const fresh = 'New-Pass-2 \\"ß';
const swap: Swap = { from: new Secret(old), to: new Secret(fresh) };
const known: KnownPasswords = { right: swap.to, earlier: [new Secret('older'), swap.from] };

const entry = (more: Partial<Entry> = {}): Entry => ({
  origin: `imap://${host}`,
  user: anna,
  password: old,
  how: 'aes',
  ...more,
});
const usual: readonly Entry[] = [
  entry({ origin: 'https://shop.example.test', password: 'of a shop' }),
  entry({ how: 'tripleDes' }),
  entry({ origin: `smtp://${host}` }),
  entry({ user: 'bert@example.test', password: old }),
  entry({ origin: `mailbox://${host}`, user: 'bert@example.test', password: 'of bert' }),
];

/** Other bytes wherever these stand. */
function instead(bytes: Buffer, from: string, to: string): Buffer {
  const text = bytes.toString('hex');
  if (!text.includes(from)) throw new Error(`no ${from}`);
  return Buffer.from(text.replaceAll(from, to), 'hex');
}

interface SceneParts {
  readonly entries?: readonly Entry[];
  readonly keys?: KeyOptions;
  readonly prefs?: string;
  readonly logins?: (text: string) => string;
}

async function scene({
  entries = usual,
  keys: options = {},
  prefs = prefsJs,
  logins = (text) => text,
}: SceneParts = {}) {
  const scratch = scratchHome(newFolder());
  const { db, keys } = await makeKeys(options);
  const folder = putProfile(scratch.home, { prefs, keys: db, logins: logins(loginsJson(entries, keys)) });
  const app = thunderbird(scratch);
  const { accounts, troubles } = await app.find();
  const of = (protocol: string): AppAccount => {
    const account = accounts.find((one) => one.protocol === protocol);
    if (!account) throw new Error(`no ${protocol} account`);
    return account;
  };
  const path = join(folder, 'logins.json');
  return { scratch, app, accounts, troubles, of, folder, path, keys, db, before: readFileSync(path, 'utf8') };
}
type Scene = Awaited<ReturnType<typeof scene>>;

/** What a profile holds now, as somebody else would read it: every entry, opened. */
async function holding({ path, db }: Scene, primary = ''): Promise<string[]> {
  const store = await openKeyStore(db, primary);
  if (store.state !== 'open') throw new Error(store.state);
  const { logins } = JSON.parse(readFileSync(path, 'utf8'));
  return logins.map(({ encryptedPassword }: { encryptedPassword: string }) => openValue(encryptedPassword, store.keys));
}

/** The entries without what a change of passwords may touch. */
function rest(text: string, changed: readonly number[]): unknown {
  const store = JSON.parse(text);
  for (const i of changed) {
    for (const key of ['encryptedPassword', 'timePasswordChanged', 'syncCounter']) delete store.logins[i][key];
  }
  return store;
}

describe('finding Thunderbird’s accounts', patient, () => {
  it('names every sign-in with its host, port, security and user', async () => {
    const { accounts, troubles, path } = await scene();
    expect(troubles).toEqual([]);
    expect(
      accounts.map(({ protocol, host: at, port, security, user }) => [protocol, at, port, security, user]),
    ).toEqual([
      ['imap', host, 993, 'tls', anna],
      ['pop3', host, null, 'none', 'bert@example.test'],
      ['smtp', host, 587, 'starttls', anna],
    ]);
    expect(accounts.map(({ profile, place, fixed }) => [profile, place, fixed])).toEqual(
      accounts.map(() => ['default-esr', path, null]),
    );
  });

  it('finds a profile that profiles.ini does not name, once', async () => {
    const { scratch, app } = await scene();
    writeFileSync(
      join(scratch.home, '.thunderbird', 'profiles.ini'),
      '[Profile0]\nName=empty\nIsRelative=1\nPath=empty\n',
    );
    mkdirSync(join(scratch.home, '.config'));
    symlinkSync('../.thunderbird', join(scratch.home, '.config', 'thunderbird'));
    expect((await app.find()).accounts.map(({ profile }) => profile)).toEqual(Array(3).fill('k3y5.default-esr'));
  });

  it.each<[string, string, AppAccount['fixed']]>([
    ['signs in with a token', '10', { holds: 'oauth', why: null }],
    ['signs in with Kerberos', '5', { holds: 'none', why: null }],
    ['signs in with a certificate', '7', { holds: 'none', why: null }],
    ['answers a challenge with its password', '4', null],
  ])('an account that %s', async (_, method, fixed) => {
    const prefs = prefsJs.replace('server1.authMethod", 3', `server1.authMethod", ${method}`);
    const { of, app } = await scene({ prefs });
    expect(of('imap').fixed).toEqual(fixed);
    if (fixed) expect(await app.holds(of('imap'), known, null)).toEqual(fixed);
  });

  it('tells what cannot be read', async () => {
    const scratch = scratchHome(newFolder());
    const folder = putProfile(scratch.home, {});
    writeFileSync(join(folder, 'prefs.js'), Buffer.alloc(8_000_001, ' '));
    const place = join(folder, 'prefs.js');
    const { accounts, troubles } = await thunderbird(scratch).find();
    expect(accounts).toEqual([]);
    expect(troubles[0]).toEqual({ place, why: 'too-large' });
  });

  it('is not there where nobody uses it', async () => {
    expect(await thunderbird(scratchHome(newFolder())).find()).toEqual({ accounts: [], troubles: [] });
  });
});

describe('what Thunderbird holds', patient, () => {
  it.each<[string, readonly Entry[], Holding]>([
    ['the old password', [entry()], 'old'],
    ['the old password in the older cipher', [entry({ how: 'tripleDes' })], 'old'],
    ['the new password', [entry({ password: fresh })], 'new'],
    ['another one', [entry({ password: 'another' })], 'another'],
    ['one that differs in its form alone', [entry({ password: old.normalize('NFD') })], 'another'],
    ['none', [entry({ origin: `smtp://${host}` })], 'none'],
    ['none of this user', [entry({ user: 'bert@example.test' })], 'none'],
    ['none of this host', [entry({ origin: 'imap://mail.example.test.evil.example' })], 'none'],
    ['the old one in one of two entries', [entry({ password: fresh }), entry()], 'old'],
    ['the new one and another', [entry({ password: fresh }), entry({ password: 'another' })], 'another'],
  ])('%s', async (_, entries, holds) => {
    const { app, of } = await scene({ entries });
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds, why: null });
  });

  it.each<KeyOptions>([
    { primary: 'Primär', saltLength: 20 },
    { primary: 'Primär', saltLength: 32 },
    { primary: 'Primär', saltLength: 48 },
    { primary: 'Primär', saltLength: 64 },
    { primary: 'Primär', old: true },
  ])('is locked with a primary password until it is given: %j', async (keys) => {
    const { app, of } = await scene({ keys });
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'locked', why: 'needs-unlocking' });
    const wrong = await app.holds(of('imap'), known, new Secret('other'));
    expect(wrong).toEqual({ holds: 'locked', why: 'wrong-unlocking' });
    // the wish that the desktop opens its keyring is no password
    const wished = await app.holds(of('imap'), known, new KeyringWish());
    expect(wished).toEqual({ holds: 'locked', why: 'needs-unlocking' });
    expect(await app.holds(of('imap'), known, new Secret('Primär'))).toEqual({ holds: 'old', why: null });
  });

  it('can be read in a profile from before 2020', async () => {
    const { app, of } = await scene({ keys: { old: true } });
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'old', why: null });
  });

  it('opens no entry of anybody else', async () => {
    const spoil = (text: string) => {
      const store = JSON.parse(text);
      for (const i of [0, 4]) Object.assign(store.logins[i], { encryptedUsername: '!', encryptedPassword: '!' });
      store.logins[3].encryptedPassword = '!';
      return JSON.stringify(store);
    };
    const { app, of } = await scene({ logins: spoil });
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'old', why: null });
    expect(await app.holds(of('pop3'), known, null)).toEqual({ holds: 'unsupported', why: 'not-understood' });
  });

  it.each<[string, (text: string) => string, AppTrouble]>([
    ['no JSON', () => '{', 'not-understood'],
    ['of a later version', (text) => text.replace('"version":3', '"version":4'), 'newer-store'],
    ['written by another hand', (text) => JSON.stringify(JSON.parse(text), null, 1), 'not-understood'],
    [
      'sealed in an unknown way',
      (text) => text.replace(/"encryptedPassword":"[^"]*"/g, '"encryptedPassword":"MAA="'),
      'not-understood',
    ],
  ])('is not understood where the store is %s', async (_, logins, why) => {
    const { app, of, before, path } = await scene({ logins });
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'unsupported', why });
    expect(await app.plan(of('imap'), swap, null)).toEqual({ possible: false, why });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('is not understood where a key is missing or its file is damaged', async () => {
    const { app, of } = await scene({ keys: { only: 'aes' } });
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'unsupported', why: 'not-understood' });
    const damaged = await scene();
    writeFileSync(join(damaged.folder, 'key4.db'), damaged.db.subarray(0, 5_000));
    const answer = await damaged.app.holds(damaged.of('imap'), known, null);
    expect(answer).toEqual({ holds: 'unsupported', why: 'not-understood' });
  });

  it('is read with its own keys alone, whatever else lies beside them', async () => {
    const { app, of } = await scene({ keys: { strangers: 40 } });
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'old', why: null });
  });

  it.each<[string, KeyOptions, (db: Buffer) => Buffer]>([
    ['with more keys than anybody has', { copies: 9 }, (db) => db],
    ['that takes forever to try', { told: 1_000_001 }, (db) => db],
    ['that takes too long with all its keys', { told: 700_000 }, (db) => db],
    ['sealed with another cipher', {}, (db) => instead(db, '60864801650304012a', '608648016503040116')],
    ['with another kind of derivation', {}, (db) => instead(db, '2a864886f70d01050c', '2a864886f70d01050b')],
    ['that hashes in another way', {}, (db) => instead(db, '2a864886f70d0209', '2a864886f70d020b')],
    [
      'of another kind altogether',
      { old: true },
      (db) => instead(db, '2a864886f70d010c050103', '2a864886f70d010c050104'),
    ],
  ])(
    'is not understood, which no primary password would change, where it has a key store %s',
    async (_, keys, spoil) => {
      const { app, of, folder, db } = await scene({ keys: { primary: 'Primär', ...keys } });
      writeFileSync(join(folder, 'key4.db'), spoil(db));
      for (const unlock of [null, new Secret('Primär')]) {
        const answer = await app.holds(of('imap'), known, unlock);
        expect(answer).toEqual({ holds: 'unsupported', why: 'not-understood' });
      }
    },
  );

  it('is left to the store that follows logins.json as soon as anything is in that', async () => {
    const { app, of, folder } = await scene();
    const { Database } = await sqlite();
    const db = new Database();
    db.run('create table loginsL (id INTEGER PRIMARY KEY, origin TEXT); create table loginsM (id, origin)');
    writeFileSync(join(folder, 'logins.db'), db.export());
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'old', why: null });
    db.run('insert into loginsM values (1, "x")');
    writeFileSync(join(folder, 'logins.db'), db.export());
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'unsupported', why: 'newer-store' });
    writeFileSync(join(folder, 'logins.db'), 'something else');
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'unsupported', why: 'newer-store' });
  });
});

describe('putting the new password into Thunderbird', patient, () => {
  it('changes the entries of this mailbox that held the old one, each in its own cipher, and not a letter more', async () => {
    const own = await scene();
    const { app, of, path, before, scratch } = own;
    chmodSync(path, 0o640);
    const plan = await app.plan(of('imap'), swap, null);
    expect(plan).toEqual({ possible: true, place: path, part: { entry: `${host}, ${anna}` }, backup: true });
    expect(readFileSync(path, 'utf8')).toBe(before);
    const names = scratch.names();

    const written = await app.write(of('imap'), swap, null);
    expect(written).toMatchObject({ done: true });
    expect(await holding(own)).toEqual(['of a shop', fresh, old, old, 'of bert']);
    const after = readFileSync(path, 'utf8');
    expect(rest(after, [1])).toEqual(rest(before, [1]));
    expect(JSON.parse(after).logins[1]).toMatchObject({ syncCounter: 2, encType: 1 });
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'new', why: null });
    expect(await app.holds(of('smtp'), known, null)).toEqual({ holds: 'old', why: null });

    expect(scratch.names()).toHaveLength(names.length + 1);
    if (written.done) await written.settle();
    expect(scratch.names()).toEqual(names);
  });

  it('can be undone to the letter', async () => {
    const { app, of, path, before, scratch } = await scene();
    const names = scratch.names();
    const written = await app.write(of('smtp'), swap, null);
    expect(readFileSync(path, 'utf8')).not.toBe(before);
    expect(written.done && (await written.undo())).toMatchObject({ done: true });
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(scratch.names()).toEqual(names);
  });

  it('works behind a primary password that was given, and not without', async () => {
    const own = await scene({ keys: { primary: 'Primär' } });
    const { app, of } = own;
    expect(await app.plan(of('imap'), swap, null)).toEqual({ possible: false, why: 'needs-unlocking' });
    expect(await app.write(of('imap'), swap, null)).toEqual({ done: false, why: 'needs-unlocking', effect: 'none' });
    expect(await app.write(of('imap'), swap, new Secret('Primär'))).toMatchObject({ done: true });
    expect((await holding(own, 'Primär'))[1]).toBe(fresh);
  });

  it.each<[string, Partial<Entry>]>([
    ['another password', { password: 'another' }],
    ['another host', { origin: 'imap://mail.other.example' }],
    ['another user', { user: 'bert@example.test' }],
  ])('leaves an entry alone that has %s', async (_, more) => {
    const { app, of, path, before } = await scene({ entries: [entry(more)] });
    expect(await app.write(of('imap'), swap, null)).toEqual({ done: false, why: 'holds-another', effect: 'none' });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('touches nobody else’s entry where the account has become another mailbox’s since it was shown', async () => {
    const { app, of, path, before, folder } = await scene();
    const shown = of('imap');
    expect(await app.plan(shown, swap, null)).toMatchObject({ possible: true });
    writeFileSync(join(folder, 'prefs.js'), prefsJs.replaceAll(anna, 'bert@example.test'));
    expect(await app.holds(shown, known, null)).toEqual({ holds: 'unsupported', why: 'changed' });
    expect(await app.write(shown, swap, null)).toEqual({ done: false, why: 'changed', effect: 'none' });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it.each([
    ['by its lock', true],
    ['by the process that its link names', false],
  ])('does not happen while Thunderbird runs, told %s', async (_, byLock) => {
    const { app, of, path, before, folder, scratch } = await scene();
    const proc = scratch.places.proc;
    writeFileSync(join(folder, '.parentlock'), '');
    mkdirSync(join(proc, '4711'), { recursive: true });
    writeFileSync(join(proc, '4711', 'comm'), 'thunderbird-bin\n');
    writeFileSync(join(proc, 'locks'), '1: POSIX  ADVISORY  WRITE 12 08:01:99 0 EOF\n');
    symlinkSync(`127.0.1.1:+${byLock ? 4712 : 4711}`, join(folder, 'lock'));
    if (byLock) {
      const lock = `1: POSIX  ADVISORY  WRITE 4713 08:01:${statSync(join(folder, '.parentlock')).ino} 0 EOF\n`;
      writeFileSync(join(proc, 'locks'), lock);
    }
    expect(await app.isOpen(of('imap'))).toBe(true);
    expect(await app.write(of('imap'), swap, null)).toEqual({ done: false, why: 'still-open', effect: 'none' });
    expect(readFileSync(path, 'utf8')).toBe(before);

    writeFileSync(join(proc, 'locks'), '');
    writeFileSync(join(proc, '4711', 'comm'), 'bash\n');
    expect(await app.isOpen(of('imap'))).toBe(false);
    expect(await app.write(of('imap'), swap, null)).toMatchObject({ done: true });
  });

  it.each<[string, (folder: string, proc: string) => void]>([
    ['the system does not tell what is locked', () => undefined],
    [
      'what the system tells cannot be read',
      (_folder, proc) => {
        mkdirSync(join(proc, 'locks'), { recursive: true });
      },
    ],
    [
      'the lock file cannot be looked at',
      (folder, proc) => {
        mkdirSync(proc);
        writeFileSync(join(proc, 'locks'), '');
        rmSync(join(folder, '.parentlock'));
        symlinkSync('.parentlock', join(folder, '.parentlock'));
      },
    ],
    [
      'the process that the link names cannot be looked at',
      (folder, proc) => {
        mkdirSync(join(proc, '4711', 'comm'), { recursive: true });
        writeFileSync(join(proc, 'locks'), '');
        symlinkSync('127.0.1.1:+4711', join(folder, 'lock'));
      },
    ],
  ])('does not happen where nobody can tell whether Thunderbird runs: %s', async (_, hide) => {
    const { app, of, path, before, folder, scratch } = await scene();
    writeFileSync(join(folder, '.parentlock'), '');
    hide(folder, scratch.places.proc);
    expect(await app.plan(of('imap'), swap, null)).toEqual({ possible: false, why: 'cannot-be-written' });
    expect(await app.write(of('imap'), swap, null)).toMatchObject({ done: false, effect: 'none' });
    expect(readFileSync(path, 'utf8')).toBe(before);
    // it is read all the same
    expect(await app.holds(of('imap'), known, null)).toEqual({ holds: 'old', why: null });
  });

  it('does not happen where it cannot be told any more right before the file is replaced', async () => {
    const { app, of, path, before, folder, scratch } = await scene();
    const locks = join(scratch.places.proc, 'locks');
    writeFileSync(join(folder, '.parentlock'), '');
    mkdirSync(scratch.places.proc);
    writeFileSync(locks, '');
    const { replace } = scratch.files;
    const replaceLate: typeof replace = (...all) => {
      rmSync(locks);
      return replace(...all);
    };
    const late = thunderbird({ ...scratch, files: { ...scratch.files, replace: replaceLate } });
    expect(await app.plan(of('imap'), swap, null)).toMatchObject({ possible: true });
    expect(await late.write(of('imap'), swap, null)).toEqual({
      ...{ done: false, why: 'cannot-be-written', effect: 'none' },
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it.each<[string, AppTrouble, (folder: string) => Promise<void>]>([
    ['the profile has gone', 'changed', async (folder) => rmSync(join(folder, 'prefs.js'))],
    [
      'the newer store is in use',
      'newer-store',
      async (folder) => {
        const { Database } = await sqlite();
        const db = new Database();
        db.run(
          'create table loginsL (id, origin); create table loginsM (id, origin); insert into loginsL values (1, 2)',
        );
        writeFileSync(join(folder, 'logins.db'), db.export());
      },
    ],
    [
      'the newer store has something waiting beside it',
      'changed',
      async (folder) => writeFileSync(join(folder, 'logins.db-wal'), 'something'),
    ],
  ])('does not happen where at the last moment %s', async (_, why, spoil) => {
    const { scratch, of, path, before, folder } = await scene();
    const replace: Scene['scratch']['files']['replace'] = async (...all) => {
      await spoil(folder);
      return await scratch.files.replace(...all);
    };
    const app = thunderbird({ ...scratch, files: { ...scratch.files, replace } });
    expect(await app.write(of('imap'), swap, null)).toEqual({ done: false, why, effect: 'none' });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('is tried on no system where nobody has seen it work', async () => {
    const { scratch, of, path, before } = await scene();
    const roaming = join(scratch.home, '.thunderbird');
    const app = thunderbird({ ...scratch, places: { ...scratch.places, platform: 'darwin' } });
    expect(await app.plan({ ...of('imap'), place: roaming }, swap, null)).toEqual({
      possible: false,
      why: 'not-tried-here',
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('leaves everything but its own entry sealed as it was', async () => {
    const own = await scene();
    await own.app.write(own.of('imap'), swap, null);
    const logins = readLogins(readFileSync(own.path));
    if (typeof logins === 'string') throw new Error(logins);
    const values = (text: string) =>
      JSON.parse(text).logins.map((one: { encryptedPassword: string }) => one.encryptedPassword);
    const kept = values(own.before).filter((value: string) => values(logins.text).includes(value));
    expect(kept).toHaveLength(4);
  });
});
