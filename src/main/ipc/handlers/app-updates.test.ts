import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { compared } from '../../../core/apps/compare.ts';
import { Secret } from '../../../core/secret.ts';
import { failure } from '../../../shared/failures.ts';
import {
  act,
  addWithApps,
  change,
  computer,
  config,
  disturbed,
  files,
  fresh,
  getter,
  gradesOf,
  passwords,
  sender,
  settled,
  shownIn,
  signIns,
  soon,
  start,
  third,
  unlockWith,
  updatesOf,
  withComputers,
} from './app-updates.test-kit.ts';
import { address, context, value } from './whole-app.test-kit.ts';

withComputers();

describe('the updates of a round', () => {
  it('says what is old, asks once, writes, proves and is content', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    const noted = ['getter receiving holds-old', 'sender sending holds-old'];
    await soon(() => expect(shownIn(mailbox).toSorted()).toEqual(noted));
    await soon(async () => expect(await gradesOf(app, rotation)).toEqual(['old-password', 'old-password']));
    const [first] = await updatesOf(app, rotation);
    expect(first).toMatchObject({ app: 'mbsync', holds: { receiving: 'old', sending: null }, left: [], why: null });
    expect(first?.writes).toEqual([{ protocol: 'imap', place: config('.mbsyncrc'), part: { line: 5 }, backup: false }]);
    const before = signIns();
    value(await act(app, rotation, getter, 'agree'));
    value(await act(app, rotation, sender, 'agree'));
    expect(await act(app, rotation, sender, 'agree')).toMatchObject({ ok: false });
    await settled(app, rotation, ['proved', 'proved']);
    expect(passwords()).toEqual([fresh, fresh]);
    expect(signIns() - before).toBe(2);
    await soon(async () => expect(await gradesOf(app, rotation)).toEqual(['stored', 'stored']));
    expect(await act(app, rotation, getter, 'agree')).toMatchObject({ failure: { code: 'request.wrong-stage' } });
    value(await act(app, rotation, getter, 'confirm'));
    await settled(app, rotation, ['done', 'proved']);
    await app.spaces.stop();
    // the next start finds nothing to do and asks no server again
    const next = start();
    await next.home.world.records.list();
    await next.spaces.home().rotations.resumeAll();
    const known = signIns();
    await settled(next, rotation, ['done', 'done']);
    expect(signIns()).toBe(known);
    await next.spaces.stop();
  }, 30_000);

  it('puts the old one back on a person’s word, and says so', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    const before = files.map((name) => readFileSync(config(name)));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['proved', 'asking']);
    value(await act(app, rotation, getter, 'undo'));
    await settled(app, rotation, ['undone', 'asking']);
    expect(files.map((name) => readFileSync(config(name)))).toEqual(before);
    await soon(async () => expect(await gradesOf(app, rotation)).toEqual(['old-password', 'old-password']));
    expect(readdirSync(computer.person).toSorted()).toEqual(files);
    await app.spaces.stop();
  }, 30_000);

  it('puts the old one back by itself where the server refuses what was read back', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    const before = readFileSync(config('.mbsyncrc'));
    computer.service.accounts.reset(address, 'changed elsewhere');
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['undone', 'asking']);
    expect((await updatesOf(app, rotation))[0]).toMatchObject({ why: 'refused', holds: { receiving: 'old' } });
    expect(readFileSync(config('.mbsyncrc'))).toEqual(before);
    expect(shownIn(mailbox)).not.toContain('getter receiving stored');
    await app.spaces.stop();
  }, 30_000);

  it('lets the server refuse once for one yes, however many devices there are', async () => {
    const app = start();
    const mailbox = await addWithApps(app, 'and a third');
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking', 'asking']);
    computer.service.accounts.reset(address, 'changed elsewhere');
    const before = signIns();
    for (const client of [getter, sender, third]) value(await act(app, rotation, client, 'agree'));
    await settled(app, rotation, ['undone', 'unproved', 'unproved']);
    expect(signIns() - before).toBe(1);
    expect((await updatesOf(app, rotation)).map(({ why }) => why)).toEqual(['refused', null, null]);
    value(await act(app, rotation, third, 'try-again'));
    await soon(() => expect(signIns() - before).toBe(2));
    await app.spaces.stop();
  }, 30_000);

  it('has a person’s try for a person’s, also right after something that nobody asked for', async () => {
    const app = start();
    const mailbox = await addWithApps(app, 'and a third');
    let isHeld = false;
    let reads = 0;
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await disturbed(app, (one) => ({
      async holds(...asked) {
        if (isHeld && one.manifest.id === 'fetchmail') {
          reads += 1;
          await held;
        }
        return await one.holds(...asked);
      },
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking', 'asking']);
    computer.service.accounts.reset(address, 'changed elsewhere');
    for (const client of [getter, sender, third]) value(await act(app, rotation, client, 'agree'));
    await settled(app, rotation, ['undone', 'unproved', 'unproved']);
    const before = signIns();
    isHeld = true;
    value(await act(app, rotation, sender, 'undo'));
    // what was put back may stand in the third too: it is being read again
    await soon(() => expect(reads).toBeGreaterThan(0));
    value(await act(app, rotation, third, 'try-again'));
    goOn();
    await soon(() => expect(signIns() - before).toBe(1));
    await app.spaces.stop();
  }, 30_000);

  it('goes on by itself once the app is closed', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let open = true;
    await disturbed(app, ({ manifest }) => ({
      manifest: { ...manifest, whileOpen: 'close-first' },
      isOpen: () => Promise.resolve(open),
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['close-first', 'asking']);
    expect(passwords()[0]).not.toBe(fresh);
    open = false;
    await settled(app, rotation, ['proved', 'asking']);
    expect(passwords()[0]).toBe(fresh);
    await app.spaces.stop();
  }, 30_000);

  it('takes a second click before the first was answered for the same wish', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let isHeld = false;
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await disturbed(app, (one) => ({
      async find() {
        if (isHeld && one.manifest.id === 'mbsync') await held;
        return await one.find();
      },
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    await computer.service.stop();
    value(await act(app, rotation, sender, 'agree'));
    await settled(app, rotation, ['asking', 'unproved']);
    const asked = vi.spyOn(app.home.ledger, 'reserve');
    // another device is read meanwhile
    isHeld = true;
    value(await app.calls['apps.startUpdate']({ rotation, client: getter, unlock: null }, context));
    value(await act(app, rotation, sender, 'try-again'));
    value(await act(app, rotation, sender, 'try-again'));
    goOn();
    // it is looked at only once nothing waits any more
    await soon(async () =>
      value(await app.calls['apps.startUpdate']({ rotation, client: sender, unlock: null }, context)),
    );
    expect(asked).toHaveBeenCalledTimes(1);
    await app.spaces.stop();
  }, 30_000);

  it('can be looked at again where the first look failed', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let fails = true;
    await disturbed(app, (one) => ({ find: () => (fails ? Promise.reject(new Error('broken')) : one.find()) }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['not-possible', 'not-possible']);
    expect((await updatesOf(app, rotation)).map(({ why }) => why)).toEqual(['not-looked-at', 'not-looked-at']);
    fails = false;
    value(await app.calls['apps.startUpdate']({ rotation, client: getter, unlock: null }, context));
    await settled(app, rotation, ['asking', 'not-possible']);
    // and nothing is agreed to in a process that only reads
    computer.readOnly = failure('app.another-instance');
    expect(await act(app, rotation, getter, 'agree')).toMatchObject({ failure: { code: 'app.another-instance' } });
    await settled(app, rotation, ['asking', 'not-possible']);
    expect(passwords()[0]).not.toBe(fresh);
    await app.spaces.stop();
  }, 30_000);

  it('opens a store with what was typed last, and forgets it after the look unless it did', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    const given: (string | null)[] = [];
    const opened = new Set(['typed wrong', 'typed right']);
    await disturbed(app, (one) => ({
      manifest: { ...one.manifest, store: 'encrypted' },
      holds(account, known, unlock) {
        const typed = unlock instanceof Secret ? unlock.reveal() : null;
        if (typed === 'typed right') return one.holds(account, known, null);
        const none = { holds: 'none', why: null } as const;
        return Promise.resolve(opened.has(typed ?? '') ? none : { holds: 'locked', why: 'needs-unlocking' });
      },
      write(account, swap, unlock) {
        given.push(unlock instanceof Secret ? unlock.reveal() : null);
        return one.write(account, swap, null);
      },
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['not-possible', 'not-possible']);
    const type = async (password: string) =>
      value(await app.calls['apps.startUpdate']({ rotation, client: getter, unlock: unlockWith(password) }, context));
    await type('typed wrong');
    await soon(async () => expect((await updatesOf(app, rotation))[0]?.holds.receiving).toBe('none'));
    await soon(() => type('typed right'));
    await settled(app, rotation, ['asking', 'not-possible']);
    app.unlocks.forget();
    value(await act(app, rotation, getter, 'agree'));
    await soon(() => expect(given).toEqual([null]));
    await app.spaces.stop();
  }, 30_000);

  it('says of no other device that it holds the new one after an entry that both share was put back', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    await disturbed(app, ({ manifest }) =>
      manifest.id === 'msmtp' ? { holds: (_, known) => Promise.resolve(compared(passwords()[0] ?? '', known)) } : {},
    );
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['proved', 'asking']);
    value(await app.calls['apps.startUpdate']({ rotation, client: sender, unlock: null }, context));
    await settled(app, rotation, ['proved', 'done']);
    await soon(async () => expect(await gradesOf(app, rotation)).toEqual(['stored', 'stored']));
    value(await act(app, rotation, getter, 'undo'));
    await settled(app, rotation, ['undone', 'undone']);
    await soon(async () => expect(await gradesOf(app, rotation)).toEqual(['old-password', 'old-password']));
    await app.spaces.stop();
  }, 30_000);

  it('believes no account that came later because another of its side has signed in', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let more = false;
    await disturbed(app, (one) => ({
      async find() {
        const found = await one.find();
        const [first] = found.accounts;
        return more && first ? { ...found, accounts: [first, { ...first, key: `more${first.key}` }] } : found;
      },
      // both read the one entry that there is
      holds: (account, ...asked) => one.holds({ ...account, key: account.key.replace(/^more/, '') }, ...asked),
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['proved', 'asking']);
    value(await act(app, rotation, getter, 'confirm'));
    await settled(app, rotation, ['done', 'asking']);
    await soon(async () => expect((await gradesOf(app, rotation))[0]).toBe('stored'));
    const before = signIns();
    more = true;
    await soon(async () =>
      value(await app.calls['apps.startUpdate']({ rotation, client: getter, unlock: null }, context)),
    );
    await soon(() => expect(signIns() - before).toBe(1));
    await settled(app, rotation, ['done', 'asking']);
    expect(signIns() - before).toBe(1);
    await app.spaces.stop();
  }, 30_000);
});
