import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppAccount, MailApp, Swap } from '../../src/core/apps/mail-app.ts';
import type { AppUpdate } from '../../src/core/apps/run-update.ts';
import { KeyringWish, type Unlock } from '../../src/core/apps/unlock.ts';
import { Secret } from '../../src/core/secret.ts';
import { lazyApps } from '../../src/main/apps/lazy-apps.ts';
import { placesOf } from '../../src/main/apps/places.ts';
import { diskFiles } from '../../src/main/storage/file-layer.ts';
import { updateOf } from '../kits/app-update.ts';
import { openBusDoor } from '../servers/bus-door.ts';
import { makeTestCertificates, type TestCertificates } from '../servers/certificates.ts';
import { type Desktop, openPlainDoor, startDesktop } from '../servers/desktop.ts';
import {
  type DesktopMail,
  type Doors,
  desktopMails,
  passwordOfDesktop,
  personOfDesktop,
} from '../servers/desktop-mail.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { keyringPassword } from '../servers/keyring.ts';
import { until } from '../servers/process.ts';

const old = new Secret(passwordOfDesktop);
/** GNOME's own accounts put no backslash before a `"` in their LOGIN, so there is none in it; its `'` means something to GVariant. */
const fresh = new Secret("New'Ochre-Anvil-87");
const swap: Swap = { from: old, to: fresh };

let certificates: TestCertificates;
let dovecot: Dovecot;
let desktop: Desktop;
let doors: Doors;
beforeAll(async () => {
  const passwords = { [personOfDesktop]: passwordOfDesktop };
  certificates = await makeTestCertificates();
  dovecot = await startDovecot({ certificates, passwords, failureDelay: 0, penalty: false });
  doors = {
    imap: await openPlainDoor(dovecot, dovecot.ports.imap),
    smtp: await openPlainDoor(dovecot, dovecot.ports.submission),
  };
});
afterEach(async () => {
  await desktop.stop();
});
afterAll(async () => {
  await doors.imap.stop();
  await doors.smtp.stop();
  await dovecot.stop();
});

/** One app in a session of its own: some of them sign in with each other's accounts. */
async function move(mail: DesktopMail): Promise<void> {
  desktop = await startDesktop();
  for (const [path, text] of Object.entries(mail.settings(doors))) desktop.settings(path, text);
  for (const { label, attributes, text } of mail.entries(doors)) await desktop.keep(label, attributes, text);
}

function mailOf(id: string): DesktopMail {
  const mail = desktopMails.find((one) => one.id === id);
  if (!mail) throw new Error(`no app ${id}`);
  return mail;
}

async function change(password: Secret): Promise<void> {
  dovecot.setPassword(personOfDesktop, password.reveal());
  // Dovecot looks at its file once a second.
  await wait(1_500);
}

async function appIn(id: string, bus = desktop.keyring.environment['DBUS_SESSION_BUS_ADDRESS']) {
  const environment = { ...desktop.keyring.environment, DBUS_SESSION_BUS_ADDRESS: bus };
  const places = placesOf(desktop.home, 'linux', environment);
  const here = lazyApps({ folder: join(desktop.home, '.keyround'), files: diskFiles, places });
  const app = (await here.at('home'))?.find(({ manifest }) => manifest.id === id);
  if (!app) throw new Error(`no app ${id}`);
  return { app, accounts: (await app.find()).accounts };
}

const holdingsOf = async (app: MailApp, accounts: readonly AppAccount[], unlock: Unlock | null = null) =>
  await Promise.all(
    accounts.map(async (account) => {
      const { holds, why } = await app.holds(account, { right: fresh, earlier: [old] }, unlock);
      return why ? `${holds}:${why}` : holds;
    }),
  );

/**
 * Every entry of an app with its label and attributes, without its times, and without the schema that the keyring itself
 * makes up for an entry that has none as soon as it is written again.
 */
async function described({ entries }: DesktopMail): Promise<string> {
  const all = entries(doors).map(async ({ attributes }) => {
    const { output } = await desktop.keyring.run([
      'secret-tool',
      'search',
      '--all',
      ...Object.entries(attributes).flat(),
    ]);
    return output.replace(/^(?:modified|created|schema) = (?!org\.gnome).*\n/gm, '');
  });
  return (await Promise.all(all)).join('\n');
}

async function signsIn(mail: DesktopMail): Promise<string[]> {
  const before = (await dovecot.signIns()).length;
  await mail.run(desktop, dovecot);
  const since = async () => (await dovecot.signIns()).slice(before);
  // The line about a refusal may come after the program has gone.
  await until('the server to note the sign-in', async () => (await since()).length > 0);
  const tries = await since();
  return [...new Set(tries.map(({ user, ok, reason }) => (ok ? `${user} in` : reason)))];
}

/** What Keyround does for every side of an app: the update of each in the middle of it, with its own sign-in as the proof. */
async function updated(app: MailApp, accounts: readonly AppAccount[]): Promise<AppUpdate[]> {
  const updates: AppUpdate[] = [];
  for (const account of accounts) {
    const port = account.protocol === 'smtp' ? dovecot.ports.submissions : dovecot.ports.imaps;
    const update = updateOf({ app, account, swap, port, authority: certificates.authority });
    updates.push(update);
    const [holding] = await holdingsOf(app, [account]);
    await update.start();
    // Two sides may share one entry.
    if (holding === 'new') {
      expect(update.state()).toEqual({ stage: 'done', why: null });
      continue;
    }
    expect([update.state(), update.plan()]).toMatchObject([{ stage: 'asking' }, { possible: true, backup: false }]);
    await update.agree();
    expect(update.state()).toEqual({ stage: 'proved', why: null });
  }
  expect(await holdingsOf(app, accounts)).toEqual(accounts.map(() => 'new'));
  return updates;
}

const stagesOf = (updates: readonly AppUpdate[]) => updates.map((update) => update.state().stage);

describe.each(desktopMails.map((mail) => [mail.id, mail] as const))('%s', (_id, mail) => {
  it('signs in, is refused after the change, and signs in again after its update', { timeout: 240_000 }, async () => {
    await Promise.all([move(mail), change(old)]);
    expect(await signsIn(mail)).toEqual([`${personOfDesktop} in`]);
    const { app, accounts } = await appIn(mail.id);
    expect(accounts.map(({ protocol }) => protocol)).toEqual(mail.sides);
    expect(new Set(accounts.map(({ profile, place }) => `${profile} ${place}`)).size).toBe(1);
    const before = await described(mail);
    expect(before).toContain(passwordOfDesktop);

    await change(fresh);
    expect(await signsIn(mail)).toEqual(['Password mismatch']);
    expect(await described(mail)).toBe(before);

    const first = await updated(app, accounts);
    for (const update of [...first].reverse()) await update.undo();
    for (const update of first) await update.lookAgain();
    expect(stagesOf(first)).toEqual(accounts.map(() => 'undone'));
    expect(await described(mail)).toBe(before);

    const second = await updated(app, accounts);
    for (const update of second) await update.confirm();
    expect(stagesOf(second)).toEqual(accounts.map(() => 'done'));
    expect(await described(mail)).not.toContain(passwordOfDesktop);
    expect(await signsIn(mail)).toEqual([`${personOfDesktop} in`]);
  });
});

it('leaves a real entry as it was, wherever the line to the keyring breaks', async () => {
  const mail = mailOf('gnome-online-accounts');
  await move(mail);
  const bus = desktop.keyring.environment['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const door = await openBusDoor(bus, join(desktop.home, 'door'));
  try {
    const { app, accounts } = await appIn(mail.id, door.address);
    const [account] = accounts;
    if (!account) throw new Error('no account');
    const before = await described(mail);
    let broken = 0;
    while (broken < 60) {
      door.breakAt(broken + 1);
      const written = await app.write(account, swap, null);
      if (written.done) {
        door.breakAt(null);
        expect(await written.undo()).toMatchObject({ done: true });
        break;
      }
      broken += 1;
      expect([broken, written.effect, await described(mail)]).toEqual([broken, 'none', before]);
    }
    // a question and an answer each: who we are, the session, the search, what it is, three looks and the writing
    expect(broken).toBeGreaterThanOrEqual(16);
  } finally {
    await door.stop();
  }
});

it('reads nothing of a locked keyring and shows nobody a window, and goes on once it is open', async () => {
  await move(mailOf('evolution'));
  const { app, accounts } = await appIn('evolution');
  const locked = accounts.map(() => 'locked:keyring-locked');
  await desktop.keyring.lock();
  expect(await holdingsOf(app, accounts)).toEqual(locked);
  // what was typed for an app is no word for the desktop, and without a screen nobody can be asked
  expect(await holdingsOf(app, accounts, new Secret(keyringPassword))).toEqual(locked);
  expect(await holdingsOf(app, accounts, new KeyringWish())).toEqual(locked);
  const [account] = accounts;
  if (!account) throw new Error('no account');
  expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'keyring-locked', effect: 'none' });
  await desktop.keyring.unlock();
  expect(await holdingsOf(app, accounts)).toEqual(accounts.map(() => 'old'));
});

it("has the desktop ask for the keyring's password in a window of its own, once for all entries", async () => {
  await move(mailOf('evolution'));
  const { app, accounts } = await appIn('evolution');
  await desktop.keyring.lock();
  const screen = await desktop.screen();

  const closed = holdingsOf(app, accounts, new KeyringWish());
  await screen.answer('Unlock Login Keyring', '', 'Escape');
  expect(await closed).toEqual(accounts.map(() => 'locked:keyring-locked'));

  const opened = holdingsOf(app, accounts, new KeyringWish());
  await screen.answer('Unlock Login Keyring', keyringPassword, 'Return');
  expect(await opened).toEqual(accounts.map(() => 'old'));
});
