import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AppAccount, MailApp, Swap } from '../../../core/apps/mail-app.ts';
import { KeyringWish, type Unlock } from '../../../core/apps/unlock.ts';
import { Secret } from '../../../core/secret.ts';
import { scratchHome } from '../apps.test-kit.ts';
import { wholeEntry } from './entry.ts';
import { type FakeItem, type FakeKeyring, startFakeKeyring } from './fake-keyring.test-kit.ts';
import { type KeyringAccount, type KeyringFormat, keyringApp } from './keyring-app.ts';

const user = 'anna@example.test';
const [old, fresh, other] = [new Secret('Old-Pass-1'), new Secret('New-Pass-2 ß'), new Secret('Other-Pass-3')];
const swap: Swap = { from: old, to: fresh };
const known = { right: fresh, earlier: [old] };
const attributes = { 'xdg:schema': 'test.Mail', user };
const one = '/org/freedesktop/secrets/collection/login/1';
const two = '/org/freedesktop/secrets/collection/login/2';

const settings: KeyringAccount = {
  ...{ profile: 'anna', protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls', user },
  ...{ place: '/somewhere', fixed: null, entry: wholeEntry(attributes) },
};
const format: KeyringFormat = {
  manifest: { id: 'kept', name: 'Kept', clientKind: 'other', store: 'keyring', whileOpen: 'fine' },
  programs: [],
  writes: true,
  accounts: () => Promise.resolve({ accounts: [settings], troubles: [] }),
};

let folder: string;
let keyring: FakeKeyring;
let app: MailApp;
let account: AppAccount;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyround-unit-'));
  keyring = await startFakeKeyring(folder);
  keyring.items.set(one, item('Old-Pass-1'));
  app = appOf(format);
  account = await firstOf(app);
});
afterEach(async () => {
  await keyring.stop();
  rmSync(folder, { recursive: true });
});

const item = (text: string, more: Partial<FakeItem> = {}): FakeItem => ({
  ...{ label: 'Mail of anna', attributes: { ...attributes, more: 'x' }, value: Buffer.from(text), type: 'text/odd' },
  ...{ locked: false, ...more },
});
const appOf = (made: KeyringFormat, bus: string | null = keyring.address): MailApp => {
  const home = scratchHome(folder);
  return keyringApp(made)({ ...home, places: { ...home.places, bus } });
};
async function firstOf(from: MailApp): Promise<AppAccount> {
  const [found] = (await from.find()).accounts;
  if (!found) throw new Error('no account');
  return found;
}
const texts = (): string[] => [...keyring.items.values()].map(({ value }) => value.toString('utf8'));
const holds = async (unlock: Unlock | null = null) => await app.holds(account, known, unlock);

it('tells what an entry holds', async () => {
  for (const [text, says] of [
    ['Old-Pass-1', 'old'],
    ['New-Pass-2 ß', 'new'],
    ['Someone-Else', 'another'],
    ['', 'none'],
  ]) {
    keyring.items.set(one, item(text ?? ''));
    expect(await holds()).toEqual({ holds: says, why: null });
  }
  keyring.items.set(one, item('', { value: Buffer.of(0xff, 0xfe) }));
  expect(await holds()).toEqual({ holds: 'unsupported', why: 'not-understood' });
  keyring.items.clear();
  expect(await holds()).toEqual({ holds: 'none', why: null });
});

it('says of several entries what the worst of them holds', async () => {
  keyring.items.set(one, item('New-Pass-2 ß'));
  keyring.items.set(two, item('Old-Pass-1'));
  expect(await holds()).toEqual({ holds: 'old', why: null });
});

it('writes nothing where one of several entries holds a password that nobody here knows', async () => {
  keyring.items.set(two, item('Someone-Else'));
  expect(await app.plan(account, swap, null)).toEqual({ possible: false, why: 'holds-another' });
  expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'holds-another', effect: 'none' });
  keyring.items.set(two, item('New-Pass-2 ß'));
  expect(await app.plan(account, swap, null)).toMatchObject({ possible: true });
});

it('sends no one else to a keyring of a sandbox', async () => {
  keyring.items.clear();
  app = appOf({
    ...format,
    accounts: () => Promise.resolve({ accounts: [{ ...settings, boxed: true }], troubles: [] }),
  });
  expect(await holds()).toEqual({ holds: 'unsupported', why: 'kept-elsewhere' });
});

it('exchanges the password and nothing else, and back', async () => {
  expect(await app.plan(account, swap, null)).toEqual({
    ...{ possible: true, place: 'Mail of anna', part: { entry: `mail.example.test, ${user}` }, backup: false },
  });
  const written = await app.write(account, swap, null);
  expect(written.done).toBe(true);
  expect(keyring.items.get(one)).toEqual(item('New-Pass-2 ß'));
  if (written.done) expect(await written.undo()).toMatchObject({ done: true });
  expect(keyring.items.get(one)).toEqual(item('Old-Pass-1'));
});

it('undoes nothing that somebody has changed, or that is settled', async () => {
  const written = await app.write(account, swap, null);
  if (!written.done) throw new Error(written.why);
  keyring.items.set(one, item('Someone-Else'));
  expect(await written.undo()).toEqual({ done: false, why: 'changed', effect: 'none' });
  keyring.items.set(one, item('New-Pass-2 ß'));
  await written.settle();
  expect(await written.undo()).toEqual({ done: false, why: 'changed', effect: 'none' });
  expect(texts()).toEqual(['New-Pass-2 ß']);
});

it('writes only where the one password stands', async () => {
  expect(await app.plan(account, { from: other, to: fresh }, null)).toEqual({ possible: false, why: 'holds-another' });
  expect(await app.write(account, { from: other, to: fresh }, null)).toEqual({
    ...{ done: false, why: 'holds-another', effect: 'none' },
  });
  expect(keyring.calls).not.toContain('SetSecret');
});

it('asks nobody for the password of a locked keyring unless the person wants it, and then once', async () => {
  keyring.items.set(one, item('Old-Pass-1', { locked: true }));
  const locked = { holds: 'locked', why: 'keyring-locked' };
  expect(await holds()).toEqual(locked);
  expect(await app.plan(account, swap, null)).toEqual({ possible: false, why: 'keyring-locked' });
  expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'keyring-locked', effect: 'none' });
  expect(keyring.calls.filter((call) => ['Unlock', 'Prompt', 'GetSecret'].includes(call))).toEqual([]);

  keyring.person = 'dismisses';
  const wish = new KeyringWish();
  expect(await holds(wish)).toEqual(locked);
  expect(await holds(wish)).toEqual(locked);
  expect(keyring.calls.filter((call) => call === 'Prompt')).toHaveLength(1);

  keyring.person = 'unlocks';
  expect(await holds(new KeyringWish())).toEqual({ holds: 'old', why: null });
});

it('asks nobody because of a password that was typed for an app', async () => {
  keyring.items.set(one, item('Old-Pass-1', { locked: true }));
  const typed = new Secret('Primary-1');
  expect(await holds(typed)).toEqual({ holds: 'locked', why: 'keyring-locked' });
  expect(await app.plan(account, swap, typed)).toEqual({ possible: false, why: 'keyring-locked' });
  expect(await app.write(account, swap, typed)).toMatchObject({ done: false, why: 'keyring-locked' });
  expect(keyring.calls.filter((call) => ['Unlock', 'Prompt', 'GetSecret'].includes(call))).toEqual([]);
});

it('asks once for several entries and apps at the same time, and all of them have the answer', async () => {
  keyring.items.set(one, item('Old-Pass-1', { locked: true }));
  keyring.items.set(two, item('Old-Pass-1', { locked: true }));
  const wish = new KeyringWish();
  const apps = [app, appOf(format), appOf({ ...format, manifest: { ...format.manifest, id: 'other' } })];
  const all = await Promise.all(apps.map(async (each) => await each.holds(await firstOf(each), known, wish)));
  expect(all).toEqual(apps.map(() => ({ holds: 'old', why: null })));
  expect(keyring.calls.filter((call) => call === 'Prompt')).toHaveLength(1);
});

it('stays locked as soon as nobody waits for the person any more', async () => {
  keyring.items.set(one, item('Old-Pass-1', { locked: true }));
  keyring.person = 'is-away';
  const wish = new KeyringWish();
  const asked = holds(wish);
  await vi.waitFor(() => expect(keyring.calls).toContain('Prompt'));
  wish.giveUp();
  expect(await asked).toEqual({ holds: 'locked', why: 'keyring-locked' });
});

it('sees that an entry was changed or has gone since it was looked at', async () => {
  let reads = 0;
  keyring.fate = (member) => {
    if (member === 'GetSecret') reads += 1;
    if (member === 'GetSecret' && reads === 2) keyring.items.set(one, item('Someone-Else'));
    return null;
  };
  expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'kept-differs', effect: 'none' });
  expect(texts()).toEqual(['Someone-Else']);

  keyring.items.set(one, item('Old-Pass-1'));
  keyring.fate = (member) => {
    if (member === 'SetSecret') keyring.items.delete(one);
    return null;
  };
  expect(await app.write(account, swap, null)).toMatchObject({ done: false, why: 'write-failed', effect: 'unknown' });
});

it('puts the first of two entries back if the second cannot be written', async () => {
  keyring.items.set(two, item('Old-Pass-1'));
  keyring.fate = (member, path) =>
    member === 'SetSecret' && path === two ? { error: 'org.freedesktop.Secret.Error.IsLocked' } : null;
  expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'keyring-locked', effect: 'none' });
  expect(keyring.calls.filter((call) => call === 'SetSecret')).toHaveLength(3);
  expect(texts()).toEqual(['Old-Pass-1', 'Old-Pass-1']);
});

it('leaves an entry as it was wherever the line breaks', async () => {
  let ends = 0;
  for (let at = 1; at < 60; at += 1) {
    let calls = 0;
    keyring.items.set(one, item('Old-Pass-1'));
    keyring.fate = () => {
      calls += 1;
      return calls === at ? 'hang-up' : null;
    };
    const written = await app.write(account, swap, null);
    if (written.done) break;
    ends += 1;
    expect([at, written.effect, texts()]).toEqual([at, 'none', ['Old-Pass-1']]);
  }
  expect(ends).toBe(8);
});

it('reads no entry that has not all the attributes, whatever the search has answered', async () => {
  keyring.items.set(two, item('Old-Pass-1', { attributes: { ...attributes, user: 'bert@example.test' } }));
  keyring.fate = (member) => (member === 'SearchItems' ? { body: [[two], []] } : null);
  expect(await holds()).toEqual({ holds: 'unsupported', why: 'keyring-silent' });
  expect(keyring.calls).not.toContain('GetSecret');
});

it('says that nobody answers, after answers that are none and without a bus', async () => {
  const silent = { holds: 'unsupported', why: 'keyring-silent' };
  for (const body of [
    [['not a path'], []],
    [[...Array(30).keys()].map((n) => `/item/${n}`), []],
  ]) {
    keyring.fate = (member) => (member === 'SearchItems' ? { body } : null);
    expect(await holds()).toEqual(silent);
  }
  keyring.fate = (member) => (member === 'GetSecret' ? 'nonsense' : null);
  expect(await holds()).toEqual(silent);
  app = appOf(format, null);
  expect(await holds()).toEqual(silent);
  app = appOf(format, `unix:path=${join(folder, 'nobody')}`);
  expect(await holds()).toEqual(silent);
});

it('finds nothing elsewhere than on Linux', async () => {
  const home = scratchHome(folder);
  const elsewhere = keyringApp(format)({ ...home, places: { ...home.places, platform: 'darwin' } });
  expect(await elsewhere.find()).toEqual({ accounts: [], troubles: [] });
});

it('writes nothing for an app that was only read about', async () => {
  app = appOf({ ...format, writes: false });
  expect(await holds()).toEqual({ holds: 'old', why: null });
  expect(await app.plan(account, swap, null)).toEqual({ possible: false, why: 'cannot-be-written' });
  expect(await app.write(account, swap, null)).toMatchObject({ done: false, why: 'cannot-be-written' });
});
