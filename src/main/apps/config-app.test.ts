import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../test/servers/process.ts';
import type { AppAccount, MailApp } from '../../core/apps/mail-app.ts';
import { KeyringWish } from '../../core/apps/unlock.ts';
import { Secret } from '../../core/secret.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { faultyDisk, scratchHome } from './apps.test-kit.ts';
import { clawsMail } from './claws-mail/app.ts';
import { builtIn, sealedByClaws } from './claws-mail/seal.test-kit.ts';
import { configApp } from './config-app.ts';
import { msmtp } from './msmtp/app.ts';
import { mutt } from './mutt/app.ts';

const newFolder = temporaryFolders();
const old = new Secret('Old-Pass-1');
const fresh = new Secret('New-Pass-2');
const swap = { from: old, to: fresh };
const known = { right: fresh, earlier: [old] };
const rc = 'account a\nhost mail.example.test\nuser anna@example.test\npassword Old-Pass-1\n';

function putFile(path: string, text: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

async function only(app: MailApp): Promise<AppAccount> {
  const { accounts } = await app.find();
  const [account] = accounts;
  if (!account || accounts.length !== 1) throw new Error(`${accounts.length} accounts`);
  return account;
}

describe('settings behind a link', () => {
  const behindLink = (repository: boolean) => {
    const scratch = scratchHome(newFolder());
    const target = putFile(join(scratch.home, 'dotfiles', 'msmtprc'), rc);
    if (repository) mkdirSync(join(scratch.home, 'dotfiles', '.git'));
    symlinkSync(join('dotfiles', 'msmtprc'), join(scratch.home, '.msmtprc'));
    return { scratch, target, app: configApp(msmtp)(scratch) };
  };

  it('are changed where they lie, and the link stays', async () => {
    const { scratch, target, app } = behindLink(false);
    const account = await only(app);
    expect(await app.plan(account, swap, null)).toMatchObject({ possible: true, part: { line: 4 }, backup: false });
    expect(await app.write(account, swap, null)).toMatchObject({ done: true });
    expect(readFileSync(target, 'utf8')).toBe(rc.replace('Old-Pass-1', 'New-Pass-2'));
    expect(lstatSync(join(scratch.home, '.msmtprc')).isSymbolicLink()).toBe(true);
  });

  it('in a repository are left alone', async () => {
    const { target, app } = behindLink(true);
    const account = await only(app);
    expect(await app.holds(account, known, null)).toEqual({ holds: 'old', why: null });
    expect(await app.plan(account, swap, null)).toEqual({ possible: false, why: 'tracked' });
    expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'tracked', effect: 'none' });
    expect(readFileSync(target, 'utf8')).toBe(rc);
  });
});

describe('settings that cannot be read', () => {
  const troubleWith = async (make: (path: string) => void) => {
    const scratch = scratchHome(newFolder());
    make(join(scratch.home, '.msmtprc'));
    return await configApp(msmtp)(scratch).find();
  };

  it('because they are a folder, enormous or no text are told', async () => {
    const enormous = (path: string) => {
      putFile(path, rc);
      truncateSync(path, 50 << 20);
    };
    const found = [
      await troubleWith((path) => mkdirSync(path)),
      await troubleWith(enormous),
      await troubleWith((path) => putFile(path, Buffer.from(rc, 'utf16le'))),
    ];
    expect(found.map(({ accounts, troubles }) => [accounts.length, troubles.map(({ why }) => why)])).toEqual([
      [0, ['not-a-file']],
      [0, ['too-large']],
      [0, ['not-understood']],
    ]);
  });

  it('because nobody may are told', async () => {
    const { disk } = faultyDisk({ at: 1, how: 'for-good', code: 'EACCES' });
    const scratch = scratchHome(newFolder(), disk);
    putFile(join(scratch.home, '.msmtprc'), rc);
    expect((await configApp(msmtp)(scratch).find()).troubles[0]).toMatchObject({ why: 'unreadable' });
  });
});

it('reads no file outside of the home folder, not even through a link', async () => {
  const { disk } = faultyDisk(null);
  const opened: string[] = [];
  const open: typeof disk.open = (path, ...more) => {
    opened.push(path);
    return disk.open(path, ...more);
  };
  const scratch = scratchHome(newFolder(), { ...disk, open });
  putFile(join(scratch.folder, 'elsewhere'), 'set imap_pass=Old-Pass-1\n');
  symlinkSync(join(scratch.folder, 'elsewhere'), join(scratch.home, 'link'));
  const account = 'set imap_user=anna folder=imaps://mail.example.test\n';
  putFile(join(scratch.home, '.muttrc'), `${account}source ~/link\nsource ${join(scratch.folder, 'elsewhere')}\n`);
  const { accounts, troubles } = await configApp(mutt)(scratch).find();
  expect(accounts.map(({ fixed }) => fixed)).toEqual([{ holds: 'unsupported', why: 'unreadable' }]);
  expect(troubles.map(({ why }) => why)).toEqual(['unreadable', 'unreadable']);
  expect(opened.map((path) => path.slice(scratch.folder.length))).toEqual([join('/home', '.muttrc')]);
});

it('opens nothing that is no ordinary file, whatever settings call it', async () => {
  const { disk } = faultyDisk(null);
  const opened: string[] = [];
  const open: typeof disk.open = (path, ...more) => {
    opened.push(path);
    return disk.open(path, ...more);
  };
  const scratch = scratchHome(newFolder(), { ...disk, open });
  await runProgram(['mkfifo', join(scratch.home, '.msmtprc')]);
  mkdirSync(join(scratch.home, 'folder'));
  putFile(join(scratch.home, '.muttrc'), `source ~/.msmtprc\nsource ~/folder\nset imap_pass=x\n`);
  expect((await configApp(msmtp)(scratch).find()).troubles[0]).toMatchObject({ why: 'not-a-file' });
  const { troubles } = await configApp(mutt)(scratch).find();
  expect(troubles.slice(0, 2).map(({ why }) => why)).toEqual(['not-a-file', 'not-a-file']);
  expect(opened.map((path) => path.slice(scratch.folder.length))).toEqual([join('/home', '.muttrc')]);
});

it('writes no password that would be two lines, and none where another stands by now', async () => {
  const scratch = scratchHome(newFolder());
  const path = putFile(join(scratch.home, '.msmtprc'), rc);
  const app = configApp(msmtp)(scratch);
  const account = await only(app);
  const broken = { from: old, to: new Secret('one\nhost evil.test') };
  expect(await app.write(account, broken, null)).toMatchObject({ done: false, why: 'cannot-be-written' });
  writeFileSync(path, rc.replace('Old-Pass-1', 'Changed'));
  expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'holds-another', effect: 'none' });
  writeFileSync(path, 'account b\n');
  expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'changed', effect: 'none' });
  expect(await app.holds(account, known, null)).toEqual({ holds: 'unsupported', why: 'changed' });
});

describe('Claws Mail', () => {
  const salt = Buffer.alloc(64, 3);
  const claws = (words: string, common = '', kept = (value: string) => value) => {
    const scratch = scratchHome(newFolder());
    const folder = join(scratch.home, '.claws-mail');
    const account = 'config_version=5\nprotocol=1\nreceive_server=mail.example.test\nuser_id=anna\n';
    putFile(join(folder, 'accountrc'), `[Account: 1]\n${account}`);
    putFile(join(folder, 'clawsrc'), `[Common]\nmaster_passphrase_salt=${salt.toString('base64')}\n${common}`);
    const value = kept(sealedByClaws('Old-Pass-1', salt, { words }));
    return {
      scratch,
      app: configApp(clawsMail)(scratch),
      store: putFile(join(folder, 'passwordstorerc'), `[account:1]\nrecv ${value}\n`),
    };
  };

  it('is not written while it is open', async () => {
    const { scratch, app, store } = claws(builtIn);
    const account = await only(app);
    expect(await app.isOpen(account)).toBe(false);
    putFile(join(scratch.places.proc, '4711', 'stat'), '4711 (claws-mail) S 1 4711');
    expect(await app.isOpen(account)).toBe(true);
    const before = readFileSync(store);
    expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'still-open', effect: 'none' });
    expect(readFileSync(store)).toEqual(before);
  });

  it('has a copy of its store beside it until that is settled, and none of passwords in clear', async () => {
    const { scratch, app } = claws(builtIn);
    const written = await app.write(await only(app), swap, null);
    expect(scratch.names().filter((name) => name.endsWith('.bak'))).toHaveLength(1);
    if (written.done) await written.settle();
    expect(scratch.names().filter((name) => name.endsWith('.bak'))).toEqual([]);
    const clear = claws(builtIn, '', () => 'Old-Pass-1');
    expect(await clear.app.write(await only(clear.app), swap, null)).toMatchObject({ done: true });
    expect(clear.scratch.names().filter((name) => name.endsWith('.bak'))).toEqual([]);
    expect(existsSync(clear.store)).toBe(true);
  });

  it('is opened with the person’s own passphrase, and with no other', async () => {
    // PBKDF2-HMAC-SHA1 of "open sesame", 1,000 rounds, 64 bytes, with the salt above
    const { pbkdf2Sync } = await import('node:crypto');
    const check = pbkdf2Sync('open sesame', salt, 1_000, 64, 'sha1').toString('base64');
    const common = `use_master_passphrase=1\nmaster_passphrase={PBKDF2-HMAC-SHA1,1000}${check}\n`;
    const { app } = claws('open sesame', common);
    const account = await only(app);
    const tried = [null, new Secret('guess'), new Secret('open sesame')];
    expect(await Promise.all(tried.map((unlock) => app.holds(account, known, unlock)))).toEqual([
      { holds: 'locked', why: 'needs-unlocking' },
      { holds: 'locked', why: 'wrong-unlocking' },
      { holds: 'old', why: null },
    ]);
    for (const none of [null, new KeyringWish()]) {
      expect(await app.holds(account, known, none)).toEqual({ holds: 'locked', why: 'needs-unlocking' });
      expect(await app.write(account, swap, none)).toMatchObject({ done: false, why: 'needs-unlocking' });
    }
    const [, , unlock = null] = tried;
    expect(await app.write(account, swap, unlock)).toMatchObject({ done: true });
    expect(await app.holds(account, known, unlock)).toEqual({ holds: 'new', why: null });
  });
});

it('is written on no system where nobody has seen it work', async () => {
  const scratch = scratchHome(newFolder());
  const path = putFile(join(scratch.home, '.msmtprc'), rc);
  const app = configApp(msmtp)({ ...scratch, places: { ...scratch.places, platform: 'darwin' } });
  const account = await only(app);
  expect(await app.holds(account, known, null)).toEqual({ holds: 'old', why: null });
  expect(await app.plan(account, swap, null)).toEqual({ possible: false, why: 'not-tried-here' });
  expect(await app.write(account, swap, null)).toEqual({ done: false, why: 'not-tried-here', effect: 'none' });
  expect(readFileSync(path, 'utf8')).toBe(rc);
});

it('shows nothing of a password that a name holds', async () => {
  const scratch = scratchHome(newFolder());
  const hook = 'imaps://anna:Old-Pass-1@mail\\.example\\.test/';
  putFile(join(scratch.home, '.muttrc'), `account-hook ${hook} 'set imap_user=anna imap_pass=x'\n`);
  const mail = configApp(mutt)(scratch);
  const { accounts } = await mail.find();
  expect(accounts.map(({ profile }) => profile)).toEqual(['mail.example.test/']);
  expect(JSON.stringify(accounts)).not.toContain('Old-Pass');
  putFile(join(scratch.home, '.msmtprc'), rc.replace('account a', 'account anna@example.test'));
  expect((await only(configApp(msmtp)(scratch))).profile).toBe('anna@example.test');
});
