import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppAccount } from '../../../core/apps/mail-app.ts';
import { KeyringWish } from '../../../core/apps/unlock.ts';
import { Secret } from '../../../core/secret.ts';
import type { AppTrouble, Holding } from '../../../shared/apps.ts';
import { scratchHome } from '../apps.test-kit.ts';
import { entry, fresh, instead, known, newFolder, old, patient, scene, swap } from './app.test-kit.ts';
import { thunderbird } from './app.ts';
import { anna, type Entry, host, type KeyOptions, prefsJs, putProfile, sqlite } from './profile.test-kit.ts';

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
