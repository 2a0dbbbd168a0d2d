import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { AppAccount, KnownPasswords, MailApp, Swap } from '../../src/core/apps/mail-app.ts';
import { Secret } from '../../src/core/secret.ts';
import { lazyApps } from '../../src/main/apps/lazy-apps.ts';
import { placesOf } from '../../src/main/apps/places.ts';
import { diskFiles } from '../../src/main/storage/file-layer.ts';
import { updateOf } from '../kits/app-update.ts';
import { makeTestCertificates, type TestCertificates } from '../servers/certificates.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { runProgram, until, writePrivate } from '../servers/process.ts';
import { keepScript, makeThunderbird, program, type Thunderbird } from '../servers/thunderbird.ts';

const user = 'anna@example.test';
const old = 'Old-Mauve-Kettle-41';
const fresh = 'New-Ochre-Anvil-87 \\"ß';
const swap: Swap = { from: new Secret(old), to: new Secret(fresh) };
const known: KnownPasswords = { right: swap.to, earlier: [swap.from] };
const longest = 600_000;
const storeSchema = z.object({ logins: z.array(z.object({ encryptedPassword: z.string() })) });
/** Two tries of a real Thunderbird, on a computer that may be busy. */
const patience = 120_000;

let certificates: TestCertificates;
let dovecot: Dovecot;
let person: Thunderbird;
beforeAll(async () => {
  certificates = await makeTestCertificates();
});
afterEach(async () => {
  person.remove();
  await dovecot.stop();
});

const keep = (protocol: 'imap' | 'smtp', mechanism: 0 | 1) =>
  keepScript({ protocol, host: dovecot.host, user, password: old, mechanism });
const setPrimary = (primary: string) => `
  const token = Cc['@mozilla.org/security/internalkeytoken;1'].createInstance(Ci.nsIPKCS11Token);
  token.changePassword('', ${JSON.stringify(primary)});`;
const send = `
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const file = Services.dirsvc.get('TmpD', Ci.nsIFile);
  file.append('keyround-message.eml');
  file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
  await IOUtils.writeUTF8(file.path, 'From: ${user}\\r\\nTo: bert@example.test\\r\\nSubject: hello\\r\\n\\r\\nhello\\r\\n');
  const recipients = MailServices.headerParser.parseEncodedHeader('bert@example.test');
  const [identity] = MailServices.accounts.allIdentities;
  const server = MailServices.outgoingServer.defaultServer;
  const status = await new Promise((resolve) => {
    const listener = {
      QueryInterface: ChromeUtils.generateQI(['nsIMsgOutgoingListener']),
      onSendStart() {},
      onSendStop(uri, exitCode) { resolve(exitCode); },
    };
    server.sendMailMessage(file, recipients, [], identity, '${user}', null, null, false, 'id@example.test', listener);
  });
  await IOUtils.remove(file.path);
  return status;`;

async function start(...scripts: (() => string)[]): Promise<void> {
  dovecot = await startDovecot({ certificates, passwords: { [user]: old }, failureDelay: 0, penalty: false });
  person = await makeThunderbird(dovecot, user);
  await person.inside(async (marionette) => {
    for (const script of scripts) await marionette.run(script());
  });
}

async function theApp(): Promise<{ app: MailApp; imap: AppAccount; smtp: AppAccount }> {
  const places = placesOf(person.home, 'linux', {});
  const here = lazyApps({ folder: join(person.home, '.keyround'), files: diskFiles, places });
  const app = (await here.at('home'))?.find(({ manifest }) => manifest.id === 'thunderbird');
  const { accounts = [] } = (await app?.find()) ?? {};
  const [imap, smtp] = ['imap', 'smtp'].map((protocol) => accounts.find((one) => one.protocol === protocol));
  if (!app || !imap || !smtp) throw new Error('Thunderbird was not found');
  return { app, imap, smtp };
}

/** What lies beside Thunderbird's own files because of an update, with who may read it. */
const beside = (): string[] =>
  readdirSync(person.profile)
    .filter((name) => name.includes('keyround'))
    .map(
      (name) =>
        `${name.replace(/[0-9a-f]{16}/, '…')} ${(statSync(join(person.profile, name)).mode & 0o777).toString(8)}`,
    );

/** Opens Thunderbird and waits until the server has heard from it; the server's log is the witness. */
async function signInOnce(primary: string | null = null): Promise<boolean> {
  const before = (await dovecot.signIns()).length;
  const running = await (primary === null ? person.open() : person.openWith(primary));
  await until('Thunderbird to sign in', async () => (await dovecot.signIns()).length > before, patience);
  await running.stop();
  return (await dovecot.signIns())[before]?.ok ?? false;
}

/**
 * Every password of the profile, opened by Thunderbird's own copy of NSS, which sealed them. The whole Thunderbird would
 * ask for the primary password in a window, before anybody could drive it.
 */
async function opened(primary: string): Promise<string[]> {
  const { logins } = storeSchema.parse(JSON.parse(readFileSync(join(person.profile, 'logins.json'), 'utf8')));
  const [sealed, key, open] = [join(person.home, 'sealed'), join(person.home, 'primary'), join(person.home, 'open')];
  writePrivate(key, primary);
  const texts: string[] = [];
  for (const { encryptedPassword } of logins) {
    writePrivate(sealed, `${encryptedPassword}\n`);
    const command = ['pwdecrypt', '-d', `sql:${person.profile}`, '-f', key, '-i', sealed, '-o', open] as const;
    const environment = { ...process.env, LD_LIBRARY_PATH: dirname(program) };
    const { code, output } = await runProgram(command, { environment });
    if (code !== 0) throw new Error(output);
    texts.push(/^Decrypted: "(.*)"\s*$/s.exec(readFileSync(open, 'utf8'))?.[1] ?? 'not opened');
  }
  return texts;
}

describe('a real Thunderbird', () => {
  it(
    'signs in with the new password after its store was changed, in both ciphers, and sends with it too',
    async () => {
      await start(
        () => keep('imap', 0),
        () => keep('smtp', 1),
      );
      expect(await signInOnce()).toBe(true);
      dovecot.setPassword(user, fresh);
      // Dovecot looks at its file once a second.
      await wait(1_500);
      expect(await signInOnce()).toBe(false);
      const { app, imap, smtp } = await theApp();
      expect([imap.port, imap.security, smtp.port, smtp.security]).toEqual([
        dovecot.ports.imaps,
        'tls',
        dovecot.ports.submission,
        'starttls',
      ]);
      expect(await app.holds(imap, known, null)).toEqual({ holds: 'old', why: null });
      const before = readFileSync(join(person.profile, 'logins.json'), 'utf8');

      for (const account of [imap, smtp]) {
        const update = updateOf({ app, account, swap, authority: certificates.authority });
        await update.start();
        await update.agree();
        expect(update.state()).toEqual({ stage: 'proved', why: null });
        expect(beside()).toEqual(['.logins.json.keyround-….bak 600']);
        await update.confirm();
        expect(update.state()).toEqual({ stage: 'done', why: null });
        expect(beside()).toEqual([]);
        expect(await app.holds(account, known, null)).toEqual({ holds: 'new', why: null });
      }
      const kinds = (text: string) =>
        [...text.matchAll(/"encryptedPassword":"(.{40})/g)].map(([, start = '']) => start.slice(28, 34));
      expect(new Set(kinds(readFileSync(join(person.profile, 'logins.json'), 'utf8')))).toEqual(new Set(kinds(before)));

      expect(await signInOnce()).toBe(true);
      expect(await person.inside((marionette) => marionette.run(send))).toBe(0);
      const sent = (await dovecot.signIns()).filter(({ protocol }) => protocol === 'submission');
      // our own proof, and Thunderbird
      expect(sent.map(({ ok }) => ok)).toEqual([true, true]);
      expect(dovecot.sentMessages()).toHaveLength(1);
    },
    longest,
  );

  it(
    'that runs is noticed, and its store is left alone until it is closed',
    async () => {
      await start(() => keep('imap', 1));
      const { app, imap } = await theApp();
      expect(await app.isOpen(imap)).toBe(false);
      const running = await person.open();
      await until('Thunderbird to be seen', () => app.isOpen(imap), patience);
      await until('Thunderbird to sign in', async () => (await dovecot.signIns()).length > 0, patience);
      const before = readFileSync(join(person.profile, 'logins.json'));
      dovecot.setPassword(user, fresh);
      await wait(1_500);
      expect(await app.write(imap, swap, null)).toEqual({ done: false, why: 'still-open', effect: 'none' });
      const update = updateOf({ app, account: imap, swap, authority: certificates.authority });
      await update.start();
      await update.agree();
      expect(update.state()).toEqual({ stage: 'close-first', why: 'still-open' });
      expect(readFileSync(join(person.profile, 'logins.json'))).toEqual(before);
      await running.stop();
      expect(await app.isOpen(imap)).toBe(false);
      await update.goOn();
      expect(update.state()).toEqual({ stage: 'proved', why: null });
      expect(await signInOnce()).toBe(true);
    },
    longest,
  );

  it(
    'with a primary password reads what was written behind it',
    async () => {
      const primary = 'Primär-1';
      await start(
        () => keep('imap', 1),
        () => setPrimary(primary),
      );
      expect(await signInOnce(primary)).toBe(true);
      const { app, imap } = await theApp();
      expect(await app.holds(imap, known, null)).toEqual({ holds: 'locked', why: 'needs-unlocking' });
      expect(await app.holds(imap, known, new Secret('other'))).toEqual({ holds: 'locked', why: 'wrong-unlocking' });
      const unlock = new Secret(primary);
      expect(await app.holds(imap, known, unlock)).toEqual({ holds: 'old', why: null });
      dovecot.setPassword(user, fresh);
      await wait(1_500);
      const update = updateOf({ app, account: imap, swap, unlock, authority: certificates.authority });
      await update.start();
      await update.agree();
      expect(update.state()).toEqual({ stage: 'proved', why: null });
      expect(await opened(primary)).toEqual([fresh]);
      expect(await signInOnce(primary)).toBe(true);
    },
    longest,
  );
});
