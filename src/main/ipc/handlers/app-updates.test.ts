import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkOf } from '../../../core/apps/app-clients.ts';
import { compared } from '../../../core/apps/compare.ts';
import type { AppWritten, MailApp } from '../../../core/apps/mail-app.ts';
import type { Provider } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { AppUpdateView, UpdateAct, UpdateStage } from '../../../shared/apps.ts';
import { failure } from '../../../shared/failures.ts';
import { type ClientId, clientIdSchema, type MailboxId, type RotationId } from '../../../shared/ids.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { address, Computer, context, type Started, value } from './whole-app.test-kit.ts';

const newFolder = temporaryFolders();
let computer: Computer;
beforeEach(async () => {
  computer = await Computer.begin(newFolder());
  computer.apps = 'of its disk';
});
afterEach(() => computer.service.stop());

const fresh = 'Something quite new 7!';
const getter = clientIdSchema.parse('client000getter1');
const sender = clientIdSchema.parse('client000sender1');
const third = clientIdSchema.parse('client0000third1');

/** A provider that takes everything. */
function easyGoing(inner: Provider | null): Provider {
  if (!inner) throw new Error('no provider');
  return {
    manifest: { ...inner.manifest, kind: 'api' },
    check: () => Promise.resolve({ kind: 'ready', rules: null, warnings: [] }),
    changePassword: (_access, next) => {
      computer.service.accounts.reset(address, next.reveal());
      return Promise.resolve({ kind: 'accepted' });
    },
  };
}

const config = (name: string): string => join(computer.person, name);
const passwords = (): (string | undefined)[] =>
  [/^Pass "(.*)"$/m, /^password (.*)$/m].map((line, i) => line.exec(readFileSync(config(files[i] ?? ''), 'utf8'))?.[1]);
const files = ['.mbsyncrc', '.msmtprc'];
/** The port of the app's settings: another one is another server, which may not know of the change. */
function writeConfigs(old: string, { imap, smtp }: { imap: number; smtp: number } = computer.service.ports): void {
  mkdirSync(computer.person, { recursive: true, mode: 0o700 });
  const getting = `IMAPAccount mine\nHost 127.0.0.1\nPort ${imap}\nUser ${address}\nPass "${old}"\nSSLType IMAPS\n`;
  writeFileSync(config('.mbsyncrc'), getting, { mode: 0o600 });
  const sending = `account default\nhost 127.0.0.1\nport ${smtp}\ntls on\ntls_starttls off\nauth on\n`;
  writeFileSync(config('.msmtprc'), `${sending}user ${address}\npassword ${old}\n`, { mode: 0o600 });
}

function writeFetchmail(old: string): void {
  const server = `poll 127.0.0.1 protocol IMAP port ${computer.service.ports.imap}`;
  writeFileSync(config('.fetchmailrc'), `${server}\n  user "${address}" password "${old}" ssl\n`, { mode: 0o600 });
}

/** A mailbox whose two apps are in its list, each linked to where its password is. */
async function addWithApps(app: Started, more: 'and a third' | null = null): Promise<MailboxId> {
  const old = computer.service.accounts.passwordOf(address) ?? '';
  writeConfigs(old);
  if (more) writeFetchmail(old);
  const { world } = app.home;
  const mailbox = await computer.add(app);
  const record = value(await world.records.load(mailbox));
  const found = await Promise.all(((await app.apps.at('home')) ?? []).map((one) => one.find()));
  const linkTo = (id: string) => {
    const account = found.flatMap(({ accounts }) => accounts).find((one) => one.app === id);
    if (!account) throw new Error(`no ${id}`);
    return linkOf(account);
  };
  const { receiving, sending } = record;
  const common = { kind: 'other', user: address, signIn: { how: 'mailbox-password' as const } };
  const clients = [
    { ...common, id: getter, name: 'mbsync', receiving, sending: null, app: linkTo('mbsync') },
    { ...common, id: sender, name: 'msmtp', receiving: null, sending, app: linkTo('msmtp') },
    ...(more ? [{ ...common, id: third, name: 'fetchmail', receiving, sending: null, app: linkTo('fetchmail') }] : []),
  ];
  value(await world.records.save({ ...record, clients }));
  return mailbox;
}

function start(): Started {
  const app = computer.start();
  const { world } = app.home;
  const provider = easyGoing(world.provider('by-hand'));
  Object.assign(world, { provider: () => provider });
  return app;
}

async function change(app: Started, mailbox: MailboxId): Promise<RotationId> {
  const { rotation } = value(await app.calls['rotations.start']({ mailbox }, context));
  const run = value(app.spaces.active().rotations.get(rotation));
  await vi.waitFor(() => expect(run.view().stage).toBe('new-password'), { timeout: 10_000 });
  value(await run.change(new Secret(fresh), { endSessions: false }));
  await vi.waitFor(() => expect(run.view().stage).toBe('round'), { timeout: 10_000 });
  return rotation;
}

const updatesOf = async (app: Started, rotation: RotationId): Promise<readonly AppUpdateView[]> =>
  value(await app.calls['apps.updates']({ rotation }, context)).updates;
const stagesOf = async (app: Started, rotation: RotationId): Promise<UpdateStage[]> =>
  (await updatesOf(app, rotation)).map(({ stage }) => stage);
const settled = (app: Started, rotation: RotationId, stages: readonly UpdateStage[]): Promise<void> =>
  vi.waitFor(async () => expect(await stagesOf(app, rotation)).toEqual(stages), { timeout: 10_000, interval: 20 });
const act = (app: Started, rotation: RotationId, client: ClientId, one: UpdateAct) =>
  app.calls['apps.actOnUpdate']({ rotation, client, act: one }, context);
const gradesOf = async (app: Started, rotation: RotationId) =>
  value(await app.calls['rotations.get']({ rotation }, context)).clients.map(({ grade }) => grade);
/** What the journal has of the devices themselves, in short. */
const shownIn = (mailbox: MailboxId): string[] =>
  readFileSync(computer.journalOf(mailbox), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, client = '', side = '', shows = ''] =
        /"client-shown".*"client":"client000([a-z]+)1".*"side":"([a-z]+)".*"shows":"([a-z-]+)"/.exec(line) ?? [];
      return client ? [`${client} ${side} ${shows}`] : [];
    });
const signIns = () => computer.service.accounts.signIns().length;

/** All apps of a computer, each act passing by somebody who may get in its way. */
async function disturbed(app: Started, getInTheWay: (of: MailApp) => Partial<MailApp>): Promise<void> {
  const all = (await app.apps.at('home')) ?? [];
  computer.apps = all.map((one) => ({ ...one, ...getInTheWay(one) }));
}
const never = <T>(): Promise<T> => new Promise(() => undefined);
const unlockWith = (password: string) => ({ how: 'password' as const, password });

describe('the updates of a round', () => {
  it('says what is old, asks once, writes, proves and is content', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    const noted = ['getter receiving holds-old', 'sender sending holds-old'];
    await vi.waitFor(() => expect(shownIn(mailbox).toSorted()).toEqual(noted));
    await vi.waitFor(async () => expect(await gradesOf(app, rotation)).toEqual(['old-password', 'old-password']));
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
    await vi.waitFor(async () => expect(await gradesOf(app, rotation)).toEqual(['stored', 'stored']));
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
    await vi.waitFor(async () => expect(await gradesOf(app, rotation)).toEqual(['old-password', 'old-password']));
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
    await vi.waitFor(() => expect(signIns() - before).toBe(2));
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

  it('writes nothing for a mailbox that was removed while the app was to be closed', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let open = true;
    let looks = 0;
    await disturbed(app, ({ manifest }) => ({
      manifest: { ...manifest, whileOpen: 'close-first' },
      isOpen() {
        looks += 1;
        return Promise.resolve(open);
      },
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    const before = passwords();
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['close-first', 'asking']);
    expect(value(await app.calls['mailboxes.remove']({ mailbox }, context))).toEqual({ removed: true });
    open = false;
    looks = 0;
    // longer than it takes until it would be looked at again
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect([passwords(), looks]).toEqual([before, 0]);
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
    await vi.waitFor(
      async () => value(await app.calls['apps.startUpdate']({ rotation, client: sender, unlock: null }, context)),
      { timeout: 10_000 },
    );
    expect(asked).toHaveBeenCalledTimes(1);
    await app.spaces.stop();
  }, 30_000);

  it.each<[string, (written: () => void) => Partial<MailApp>, UpdateStage, string]>([
    ['before it is written', () => ({ write: () => never() }), 'asking', 'old'],
    ['after it is written and before it is proved', () => ({ holds: () => never() }), 'done', 'new'],
  ])(
    'tells the truth after a death %s',
    async (_, deadly, stage, held) => {
      const app = start();
      const mailbox = await addWithApps(app);
      let dies = false;
      await disturbed(app, (one) => {
        const death = deadly(() => undefined);
        return {
          write: async (...asked) => {
            if (dies && death.write) return await death.write(...asked);
            const written = await one.write(...asked);
            if (dies && death.holds) one = { ...one, holds: death.holds };
            return written;
          },
          holds: (...asked) => one.holds(...asked),
        };
      });
      const rotation = await change(app, mailbox);
      await settled(app, rotation, ['asking', 'asking']);
      dies = true;
      value(await act(app, rotation, getter, 'agree'));
      await vi.waitFor(() => expect(passwords()[0] === fresh).toBe(held === 'new'));
      expect(shownIn(mailbox)).not.toContain('getter receiving stored');
      expect((await gradesOf(app, rotation))[0]).toBe('old-password');
      computer.apps = 'of its disk';
      const next = start();
      await next.spaces.home().rotations.resumeAll();
      await settled(next, rotation, [stage, 'asking']);
      expect((await updatesOf(next, rotation))[0]?.holds.receiving).toBe(held);
      const grade = held === 'new' ? 'stored' : 'old-password';
      await vi.waitFor(async () => expect((await gradesOf(next, rotation))[0]).toBe(grade));
      await next.spaces.stop();
    },
    30_000,
  );

  it('does not say stored after a death while it was put back', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    const undoAndDie = async (undo: () => Promise<AppWritten>) => {
      await undo();
      return await never<AppWritten>();
    };
    const dying = (written: AppWritten): AppWritten =>
      written.done ? { ...written, undo: () => undoAndDie(written.undo) } : written;
    await disturbed(app, (one) => ({ write: async (...asked) => dying(await one.write(...asked)) }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    const old = passwords()[0];
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['proved', 'asking']);
    await vi.waitFor(async () => expect((await gradesOf(app, rotation))[0]).toBe('stored'));
    value(await act(app, rotation, getter, 'undo'));
    await vi.waitFor(() => expect(passwords()[0]).toBe(old));
    computer.apps = 'of its disk';
    const next = start();
    await next.spaces.home().rotations.resumeAll();
    expect((await gradesOf(next, rotation))[0]).toBe('old-password');
    await settled(next, rotation, ['asking', 'asking']);
    await next.spaces.stop();
  }, 30_000);

  it('carries a write through when the space is stopped, and begins no other', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let writing = 0;
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await disturbed(app, (one) => ({
      write: async (...asked) => {
        writing += 1;
        await held;
        return await one.write(...asked);
      },
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    const before = signIns();
    value(await act(app, rotation, getter, 'agree'));
    value(await act(app, rotation, sender, 'agree'));
    await settled(app, rotation, ['writing', 'writing']);
    await vi.waitFor(() => expect(writing).toBe(1), { timeout: 10_000 });
    let isStopped = false;
    const stopping = app.spaces.stop().then(() => {
      isStopped = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isStopped).toBe(false);
    goOn();
    await stopping;
    expect(passwords()[0]).toBe(fresh);
    expect(passwords()[1]).not.toBe(fresh);
    expect(signIns()).toBe(before);
  }, 30_000);

  it('finishes what is written of a device that is taken off the list meanwhile, and shows it no more', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let isBegun = false;
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await disturbed(app, (one) => ({
      write: async (...asked) => {
        isBegun = true;
        await held;
        return await one.write(...asked);
      },
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    value(await act(app, rotation, getter, 'agree'));
    await vi.waitFor(() => expect(isBegun).toBe(true), { timeout: 10_000 });
    await settled(app, rotation, ['writing', 'asking']);
    value(await app.calls['clients.remove']({ mailbox, client: getter }, context));
    await settled(app, rotation, ['asking']);
    goOn();
    await vi.waitFor(() => expect(passwords()[0]).toBe(fresh));
    expect(await act(app, rotation, getter, 'undo')).toMatchObject({ failure: { code: 'request.not-found' } });
    expect(shownIn(mailbox)).not.toContain('getter receiving stored');
    value(await act(app, rotation, sender, 'agree'));
    await settled(app, rotation, ['proved']);
    await app.spaces.stop();
  }, 30_000);

  it('only looks where another process is the one that writes', async () => {
    const first = start();
    const mailbox = await addWithApps(first);
    const rotation = await change(first, mailbox);
    await settled(first, rotation, ['asking', 'asking']);
    await first.spaces.stop();
    writeConfigs(fresh);
    const [noted, known] = [readFileSync(computer.journalOf(mailbox)), signIns()];
    computer.readOnly = failure('app.another-instance');
    const second = start();
    await settled(second, rotation, ['unproved', 'unproved']);
    expect((await updatesOf(second, rotation)).map(({ holds }) => [holds.receiving, holds.sending])).toEqual([
      ['new', null],
      [null, 'new'],
    ]);
    await second.spaces.stop();
    expect(signIns()).toBe(known);
    expect(readFileSync(computer.journalOf(mailbox))).toEqual(noted);
    // the one that writes proves what a person has typed into the apps meanwhile
    computer.readOnly = null;
    const next = start();
    await next.spaces.home().rotations.resumeAll();
    await settled(next, rotation, ['done', 'done']);
    await vi.waitFor(async () => expect(await gradesOf(next, rotation)).toEqual(['stored', 'stored']));
    expect(signIns() - known).toBe(2);
    await next.spaces.stop();
  }, 30_000);

  it('ends with the round: what has signed in is kept, and nothing is told any more', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['proved', 'asking']);
    value(await app.calls['rotations.finish']({ rotation }, context));
    expect(await updatesOf(app, rotation)).toEqual([]);
    expect(await act(app, rotation, sender, 'agree')).toMatchObject({ failure: { code: 'request.not-found' } });
    expect(passwords()[0]).toBe(fresh);
    expect(passwords()[1]).not.toBe(fresh);
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

  it('ends at once though a look gets no answer', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let reads = 0;
    const silent = () => {
      reads += 1;
      return never<never>();
    };
    await disturbed(app, () => ({ holds: silent }));
    const rotation = await change(app, mailbox);
    await vi.waitFor(() => expect(reads).toBe(1), { timeout: 10_000 });
    expect(await stagesOf(app, rotation)).toEqual(['planning', 'planning']);
    await app.spaces.stop();
  }, 15_000);

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
    await vi.waitFor(async () => expect((await updatesOf(app, rotation))[0]?.holds.receiving).toBe('none'));
    await vi.waitFor(() => type('typed right'));
    await settled(app, rotation, ['asking', 'not-possible']);
    app.unlocks.forget();
    value(await act(app, rotation, getter, 'agree'));
    await vi.waitFor(() => expect(given).toEqual([null]), { timeout: 10_000 });
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
    await vi.waitFor(async () => expect(await gradesOf(app, rotation)).toEqual(['stored', 'stored']));
    value(await act(app, rotation, getter, 'undo'));
    await settled(app, rotation, ['undone', 'undone']);
    await vi.waitFor(async () => expect(await gradesOf(app, rotation)).toEqual(['old-password', 'old-password']));
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
    await vi.waitFor(async () => expect((await gradesOf(app, rotation))[0]).toBe('stored'));
    const before = signIns();
    more = true;
    await vi.waitFor(async () =>
      value(await app.calls['apps.startUpdate']({ rotation, client: getter, unlock: null }, context)),
    );
    await vi.waitFor(() => expect(signIns() - before).toBe(1), { timeout: 10_000 });
    await settled(app, rotation, ['done', 'asking']);
    expect(signIns() - before).toBe(1);
    await app.spaces.stop();
  }, 30_000);
});
