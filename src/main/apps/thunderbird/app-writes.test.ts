import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../core/secret.ts';
import type { AppTrouble } from '../../../shared/apps.ts';
import { entry, fresh, holding, known, old, patient, rest, type Scene, scene, swap } from './app.test-kit.ts';
import { thunderbird } from './app.ts';
import { readLogins } from './logins.ts';
import { anna, type Entry, host, prefsJs, sqlite } from './profile.test-kit.ts';

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
