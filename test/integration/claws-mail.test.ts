import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { sealedByClaws } from '../../src/main/apps/claws-mail/seal.test-kit.ts';
import { lazyApps } from '../../src/main/apps/lazy-apps.ts';
import { placesOf } from '../../src/main/apps/places.ts';
import { diskFiles } from '../../src/main/storage/file-layer.ts';
import { updateOf } from '../kits/app-update.ts';
import { makeTestCertificates, type TestCertificates } from '../servers/certificates.ts';
import { openPlainDoor, type PlainDoor } from '../servers/desktop.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { makeFolder, startServer, until, writePrivate } from '../servers/process.ts';

const user = 'anna@example.test';
const old = new Secret('Old-Mauve-Kettle-41');
const fresh = new Secret('New-Ochre-Anvil-87 \\"ß');
const salt = Buffer.alloc(64, 9);
const patience = 60_000;

let certificates: TestCertificates;
let dovecot: Dovecot;
let door: PlainDoor;
let home: string;
beforeEach(async () => {
  certificates = await makeTestCertificates();
  dovecot = await startDovecot({ certificates, passwords: { [user]: old.reveal() }, failureDelay: 0, penalty: false });
  // It asks a person whether to trust a certificate that it does not know.
  door = await openPlainDoor(dovecot, dovecot.ports.pop3);
  home = makeFolder('claws');
});
afterEach(async () => {
  await door.stop();
  await dovecot.stop();
  rmSync(home, { recursive: true, force: true });
});

function putFile(name: string, text: string): void {
  mkdirSync(dirname(join(home, name)), { recursive: true, mode: 0o700 });
  writePrivate(join(home, name), text);
}

/** Opens Claws Mail as the person does and waits until the server has heard from it; then looks, while it is still open. */
async function signInOnce(look: () => Promise<void> = () => Promise.resolve()): Promise<boolean> {
  const before = (await dovecot.signIns()).length;
  const environment = { HOME: home, PATH: process.env['PATH'], LANG: 'C.UTF-8', XDG_RUNTIME_DIR: home, TMPDIR: home };
  const command = ['xvfb-run', '-a', 'dbus-run-session', 'claws-mail', '--receive-all'] as const;
  const running = startServer(makeFolder('claws-run'), command, environment);
  try {
    await until('Claws Mail to sign in', async () => (await dovecot.signIns()).length > before, patience);
    await look();
  } catch (error) {
    throw new Error(running.output(), { cause: error });
  } finally {
    await running.stop();
  }
  return (await dovecot.signIns())[before]?.ok ?? false;
}

it('a real Claws Mail signs in with the new password after its update', { timeout: 300_000 }, async () => {
  const sealed = sealedByClaws(old.reveal(), salt, { rounds: 50_000 });
  putFile(
    '.claws-mail/accountrc',
    `[config_version:2]\n\n[Account: 1]\naccount_name=Anna\nis_default=1\nname=Anna\naddress=${user}\nprotocol=0\nreceive_server=${door.host}\nsmtp_server=${door.host}\nuser_id=${user}\nssl_pop=0\nset_popport=1\npop_port=${door.port}\nremove_mail=0\nreceive_at_get_all=1\nconfig_version=2\n`,
  );
  putFile(
    '.claws-mail/clawsrc',
    `[config_version:2]\n\n[Common]\nconfig_version=2\nmaster_passphrase_salt=${salt.toString('base64')}\nuse_master_passphrase=0\n`,
  );
  putFile('.claws-mail/passwordstorerc', `[config_version:2]\n\n[account:1]\nrecv ${sealed}\n`);
  putFile(
    '.claws-mail/folderlist.xml',
    '<?xml version="1.0" encoding="UTF-8"?>\n<folderlist>\n    <folder type="mh" collapsed="0" name="Mailbox (MH)" path="Mail">\n        <folderitem type="inbox" name="inbox" path="inbox" />\n        <folderitem type="outbox" name="sent" path="sent" />\n        <folderitem type="draft" name="draft" path="draft" />\n        <folderitem type="queue" name="queue" path="queue" />\n        <folderitem type="trash" name="trash" path="trash" />\n    </folder>\n</folderlist>\n',
  );
  for (const name of ['inbox', 'sent', 'draft', 'queue', 'trash'])
    mkdirSync(join(home, 'Mail', name), { recursive: true });
  expect(await signInOnce()).toBe(true);

  const here = lazyApps({ folder: join(home, '.keyround'), files: diskFiles, places: placesOf(home, 'linux', {}) });
  const app = (await here.at('home'))?.find(({ manifest }) => manifest.id === 'claws-mail');
  const account = (await app?.find())?.accounts.find(({ protocol }) => protocol === 'pop3');
  if (!app || !account) throw new Error('Claws Mail was not found');
  const swap = { from: old, to: fresh };
  dovecot.setPassword(user, fresh.reveal());
  await wait(1_500);
  const refused = await signInOnce(async () => {
    expect(await app.isOpen(account)).toBe(true);
    expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'still-open', effect: 'none' });
  });
  expect(refused).toBe(false);

  const before = readFileSync(join(home, '.claws-mail/passwordstorerc'), 'utf8');
  // Its process takes a moment to go.
  await until('Claws Mail to be closed', async () => !(await app.isOpen(account)), patience);
  const update = updateOf({
    ...{ app, account, swap },
    ...{ port: dovecot.ports.pop3s, authority: certificates.authority },
  });
  await update.start();
  await update.agree();
  expect(update.state()).toEqual({ stage: 'proved', why: null });
  expect(readFileSync(join(home, '.claws-mail/passwordstorerc'), 'utf8')).not.toBe(before);
  await update.confirm();
  expect(await signInOnce()).toBe(true);
});
