import { appendFileSync, cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailboxId } from '../../../shared/ids.ts';
import { success } from '../../../shared/result.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { Computer, context, passwordOfNow, textOf, value, viewOf } from './whole-app.test-kit.ts';

const newFolder = temporaryFolders();
let computer: Computer;
beforeEach(async () => {
  computer = await Computer.begin(newFolder());
});
afterEach(() => computer.service.stop());

describe('is the old one dead', () => {
  it('is one sign-in for two clicks, and its answer stays on the page', async () => {
    const app = computer.start();
    const { mailbox, previous } = await computer.addWithTwo(app);
    const check = () => app.calls['mailboxes.checkOld']({ mailbox, version: previous }, context);
    const [one, two] = await Promise.all([check(), check()]);
    expect(one).toMatchObject({ ok: true, value: { verdict: 'dead' } });
    expect(two).toEqual(one);
    expect(readFileSync(computer.journalOf(mailbox), 'utf8').match(/"asking"/g)).toHaveLength(1);
    const later = computer.start();
    const kept = (await viewOf(later, mailbox)).kept.find((one) => one.label === 'previous');
    expect(kept?.check).toMatchObject({ verdict: 'dead', at: one.ok ? one.value.at : 0 });
    expect(kept?.forgetAt).toBe((kept?.since ?? 0) + 14 * 86_400_000);
    expect((await viewOf(later, mailbox)).refusals).toEqual({ thisWeek: 1, limit: 4 });
  });

  it('lets no rotation and no check-up begin beside it', async () => {
    const app = computer.start();
    const { mailbox, previous } = await computer.addWithTwo(app);
    const checking = app.calls['mailboxes.checkOld']({ mailbox, version: previous }, context);
    const busy = { ok: false, failure: { code: 'request.busy' } };
    expect(await app.calls['rotations.start']({ mailbox }, context)).toMatchObject(busy);
    expect(await app.calls['checkups.start']({ mailbox }, context)).toMatchObject(busy);
    expect(await app.calls['mailboxes.findPassword']({ mailbox }, context)).toMatchObject(busy);
    value(await checking);
  });
});

describe('a journal that cannot be read', () => {
  const spoil = (mailbox: MailboxId): void => appendFileSync(computer.journalOf(mailbox), '{"v":1,"seq":9}\n');

  it('is said on the page, set aside on the person’s word, and resolved by asking the server', async () => {
    const first = computer.start();
    const { mailbox } = await computer.addWithTwo(first);
    const kept = computer.secretsKept();
    spoil(mailbox);
    const app = computer.start();
    expect((await viewOf(app, mailbox)).recovery).toMatchObject({ why: 'unreadable', maySetAside: true, kept: 2 });
    const unreadable = { ok: false, failure: { code: 'journal.unreadable' } };
    expect(await app.calls['mailboxes.findPassword']({ mailbox }, context)).toMatchObject(unreadable);
    expect(await app.calls['rotations.start']({ mailbox }, context)).toMatchObject(unreadable);
    const typed = { mailbox, password: 'typed' };
    expect(await app.calls['mailboxes.setPassword'](typed, context)).toMatchObject(unreadable);
    const aside = await app.calls['mailboxes.setJournalAside']({ mailbox }, context);
    expect([aside, computer.asked]).toEqual([success({ setAside: true }), 1]);
    expect(readdirSync(join(computer.folder, 'home', 'journal')).sort()).toEqual([
      `${mailbox}.jsonl`,
      `${mailbox}.unreadable-1`,
    ]);
    const inDoubt = await viewOf(app, mailbox);
    expect(inDoubt.recovery).toMatchObject({ why: 'unreadable', maySetAside: false, kept: 2, left: 2, refused: 0 });
    expect(inDoubt.kept.map((one) => one.label)).toEqual(['unknown', 'unknown']);
    expect(await app.calls['rotations.start']({ mailbox }, context)).toMatchObject({
      failure: { code: 'journal.set-aside' },
    });
    // the order survived: the newest one is asked first, and nothing is refused
    const found = value(await app.calls['mailboxes.findPassword']({ mailbox }, context));
    expect(found).toMatchObject({ failure: null, tryAgainAt: null });
    expect(readFileSync(computer.journalOf(mailbox), 'utf8')).not.toContain('refused');
    expect(await textOf(app, mailbox, 'current')).toBe(passwordOfNow);
    expect((await viewOf(app, mailbox)).recovery).toBeNull();
    expect(computer.secretsKept()).toEqual(kept);
  });

  it('is not set aside where it can be relied on', async () => {
    const app = computer.start();
    const mailbox = await computer.add(app);
    const refused = await app.calls['mailboxes.setJournalAside']({ mailbox }, context);
    expect([refused.ok, computer.asked]).toEqual([false, 0]);
  });

  it('that is gone is said too, and a typed password ends the doubt', async () => {
    const first = computer.start();
    const { mailbox } = await computer.addWithTwo(first);
    rmSync(computer.journalOf(mailbox));
    const app = computer.start();
    expect((await viewOf(app, mailbox)).recovery).toMatchObject({ why: 'missing', maySetAside: false, kept: 2 });
    expect(value(await app.calls['mailboxes.list']({}, context))).toMatchObject([{ state: 'in-doubt' }]);
    value(await app.calls['mailboxes.setPassword']({ mailbox, password: 'typed anew' }, context));
    const view = await viewOf(app, mailbox);
    expect([view.recovery, await textOf(app, mailbox, 'current')]).toEqual([null, 'typed anew']);
    expect(view.kept.map((one) => one.label)).toEqual(['current', 'previous', 'previous']);
  });
});

describe('a profile that was copied', () => {
  it('is noticed, and one sign-in ends it', async () => {
    const first = computer.start();
    const { mailbox } = await computer.addWithTwo(first);
    const copy = newFolder();
    cpSync(computer.folder, copy, { recursive: true });
    computer.folder = copy;
    const app = computer.start();
    expect((await viewOf(app, mailbox)).recovery).toMatchObject({ why: 'other-computer', maySetAside: true });
    const foreign = { ok: false, failure: { code: 'journal.other-computer' } };
    expect(await app.calls['rotations.start']({ mailbox }, context)).toMatchObject(foreign);
    expect(await app.calls['checkups.start']({ mailbox }, context)).toMatchObject(foreign);
    expect(value(await app.calls['mailboxes.findPassword']({ mailbox }, context)).found).not.toBeNull();
    expect((await viewOf(computer.start(), mailbox)).recovery).toBeNull();
  });

  it('is claimed once by the installation that had none noted', async () => {
    const first = computer.start();
    const mailbox = await computer.add(first);
    const journal = first.home.world.journal;
    await first.home.setJournalAside(mailbox);
    const version = value(await first.home.world.kept(mailbox))[0];
    if (version) value(await journal.append(mailbox, { type: 'adopted', version }));
    await first.spaces.active().rotations.resumeAll();
    await first.spaces.active().rotations.resumeAll();
    const read = value(await journal.read(mailbox));
    expect(read.map(({ fact }) => fact.type)).toEqual(['adopted', 'opened']);
  });
});

describe('a keychain that was emptied', () => {
  it('is said where only the passwords are gone, and the person can type the current one', async () => {
    const first = computer.start();
    const { mailbox } = await computer.addWithTwo(first);
    for (const name of computer.secretsKept()) computer.keytar.entries.delete(name);
    const app = computer.start();
    expect((await viewOf(app, mailbox)).recovery).toMatchObject({ why: 'emptied', kept: 0, left: 0 });
    const searched = value(await app.calls['mailboxes.findPassword']({ mailbox }, context));
    expect(searched).toMatchObject({ found: null, failure: { code: 'keychain.emptied' } });
    value(await app.calls['mailboxes.setPassword']({ mailbox, password: 'typed anew' }, context));
    expect((await viewOf(app, mailbox)).recovery).toBeNull();
  });

  it('is known by the notes of mailboxes that it no longer has', async () => {
    const first = computer.start();
    const mailbox = await computer.add(first);
    expect(value(await first.home.lost())).toEqual([]);
    computer.keytar.entries.clear();
    const app = computer.start();
    expect(value(await app.home.world.records.list())).toEqual([]);
    expect(value(await app.home.lost())).toEqual([mailbox]);
    expect(value(await app.calls['safety.sheet']({}, context))).toMatchObject({ mailboxes: [], lost: 1 });
    value(await app.home.setJournalAside(mailbox));
    expect(value(await app.home.lost())).toEqual([]);
  });
});
