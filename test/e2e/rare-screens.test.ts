import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../scripts/practice/ask.mjs';
import { failure } from '../../src/shared/failures.ts';
import { mailboxIdSchema, rotationIdSchema } from '../../src/shared/ids.ts';
import { en } from '../../src/shared/texts/en/index.ts';
import type {
  KeptVersion,
  MailboxView,
  RecoveryView,
  RotationView,
  SheetView,
  Status,
} from '../../src/shared/views.ts';
import type { OpenApp } from './support/app.ts';
import { stopsOf } from './support/keyboard.ts';
import { faultsOfScreen } from './support/looks.ts';
import { madeUp, showMadeUp } from './support/made-up.ts';
import { evidenceWith } from './support/made-up-round.ts';
import { answersOf, doubt, id, kept, listed, sheetVersion, unfinished, words } from './support/made-up-views.ts';
import { button, press } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';
import { openPractice, type PracticeViews } from './support/practice-views.ts';

/** As long as addresses get, with hardly a place to break them. */
const long = 'buchhaltungundrechnungswesen.niederlassung-nord@posteingang.grosshandelsgesellschaft.example';
const short = 'anna@firm.example';
const scans = 'scans@firm.example';
const minute = 60_000;

/*
 * Screens that are seen when something went wrong, with answers made up in main's place: in every look, judged by axe, and
 * gone through with the Tab key, which must reach every action in the order in which it is read.
 */
describe('screens that are rarely seen', () => {
  let practice: PracticeViews | undefined;
  let opened: OpenApp;
  let status: Status;
  let mailbox: MailboxView;
  let rotation: RotationView;

  beforeAll(async () => {
    practice = await openPractice();
    ({ opened, mailbox, rotation } = practice);
    status = { ...practice.home, begun: true };
  });
  afterAll(async () => {
    await practice?.stop();
  });
  photographFailures(() => opened);

  const faults = (screen: string) => faultsOfScreen(opened, screen);
  /** The stops in the bars and on the page itself. */
  const stops = async () => {
    const all = await stopsOf(opened.page);
    expect(all.filter(({ seen }) => !seen)).toEqual([]);
    return all.filter(({ where }) => where !== 'frame').map(({ name }) => name);
  };
  const mailboxNamed = (letter: string, address: string, changes: Partial<MailboxView> = {}): MailboxView => ({
    ...mailbox,
    id: mailboxIdSchema.parse(id(letter)),
    settings: { ...mailbox.settings, address },
    rotation: null,
    ...changes,
  });
  const waiting = (letter: string, changes: Partial<RotationView> = {}): RotationView => ({
    ...rotation,
    id: rotationIdSchema.parse(id(letter)),
    mailbox: mailboxIdSchema.parse(id(letter)),
    stage: 'waiting',
    waitUntil: Date.now() + 9 * minute,
    rung: 2,
    ...changes,
  });
  const goFor = (address: string) => words(en.recovery.goFor, { address });

  it('welcome back: one change waits', async () => {
    const views = [mailboxNamed('a', long)];
    await showMadeUp(opened, [
      madeUp('app.status', { ...status, unfinished: [unfinished('a', long, 'waiting')] }),
      listed(views, () => 'unfinished'),
      ...answersOf(views),
      madeUp('rotations.get', waiting('a')),
    ]);
    await opened.page.getByRole('timer').waitFor();
    expect(await stops()).toEqual([goFor(long), en.recovery.later, en.recovery.sheet]);
    expect(await faults('welcome back to one')).toEqual([]);
  });

  it('welcome back: several changes, a doubt and lost mailboxes', async () => {
    const views = [mailboxNamed('a', long), mailboxNamed('b', short), mailboxNamed('c', 'office@firm.example')];
    const doubtful = mailboxNamed('d', scans);
    await showMadeUp(opened, [
      madeUp('app.status', {
        ...status,
        lost: 2,
        unfinished: [
          unfinished('a', long, 'needs-help'),
          unfinished('c', 'office@firm.example', 'waiting'),
          unfinished('b', short, 'your-turn'),
        ],
      }),
      listed([...views, doubtful], (address) => (address === scans ? 'in-doubt' : 'unfinished')),
      ...answersOf([...views, doubtful]),
      madeUp('rotations.get', waiting('c'), { rotation: id('c') }),
    ]);
    // What waits for a person comes first.
    expect(await stops()).toEqual([
      ...[long, short, 'office@firm.example'].map(goFor),
      words(en.recovery.openFor, { address: scans }),
      ...[en.sheet.lostAside, en.recovery.later, en.recovery.sheet],
    ]);
    expect(await faults('welcome back to many')).toEqual([]);
  });

  it('bars: a second Keyround, a full disk, a keychain that waits', async () => {
    const views = [mailboxNamed('a', short)];
    const others = [listed(views, () => 'signs-in'), ...answersOf(views)];
    const second = { ...status, readOnly: failure('app.another-instance'), keychainWaits: true };
    await showMadeUp(opened, [madeUp('app.status', second), ...others]);
    await opened.page.getByText(en.failure.app['another-instance'].what).waitFor();
    await opened.page.getByRole('status').getByText(en.app.keychainWaits).waitFor();
    for (const name of [en.mailbox.checkup, en.mailbox.change]) {
      expect(await button(opened.page, name).isDisabled()).toBe(true);
    }
    expect(await faults('read only, keychain waits')).toEqual([]);
    await showMadeUp(opened, [madeUp('app.status', { ...status, readOnly: failure('journal.disk-full') }), ...others]);
    expect((await stops())[0]).toBe(en.app.tryAgain);
    expect(await faults('disk full')).toEqual([]);
  });

  const sheet: SheetView = {
    readAt: Date.now(),
    lost: 1,
    mailboxes: [
      {
        mailbox: mailboxIdSchema.parse(id('a')),
        address: long,
        journal: null,
        record: null,
        versions: [
          sheetVersion('1', 'pending'),
          sheetVersion('2', 'current'),
          { ...sheetVersion('3', 'previous'), forgetAt: Date.now() + 10_000 * minute },
          { ...sheetVersion('4', 'app-password'), since: null, device: 'Scanner in the hall' },
        ],
      },
      {
        mailbox: mailboxIdSchema.parse(id('b')),
        address: null,
        journal: failure('journal.unreadable', 'line 12'),
        record: failure('keychain.entry-missing'),
        versions: [{ ...sheetVersion('5', 'unknown'), since: null }],
      },
    ],
  };

  it('kept passwords, all kinds and none', async () => {
    const home = madeUp('app.status', status);
    await showMadeUp(opened, [home, listed([], () => 'signs-in'), madeUp('safety.sheet', sheet)]);
    await press(opened.page, en.sheet.nav);
    await opened.page.getByText(en.sheet.nameless).waitFor();
    const { pending, current, previous, 'app-password': own } = en.sheet.label;
    const rows = [pending, current, previous, words(own, { device: 'Scanner in the hall' })];
    const rowStops = (labels: readonly string[]) =>
      labels.flatMap((label) => [`${en.act.show}: ${label}`, `${en.act.copy}: ${label}`]);
    expect(await stops()).toEqual([
      ...[en.sheet.again, ...rowStops(rows)],
      ...rowStops([en.sheet.label.unknown]),
      en.sheet.lostAside,
    ]);
    expect(await faults('kept passwords')).toEqual([]);
    await showMadeUp(opened, [home, madeUp('safety.sheet', { readAt: 0, lost: 0, mailboxes: [] })]);
    await press(opened.page, en.sheet.nav);
    await opened.page.getByText(en.sheet.none).waitFor();
  });

  const openDoubt = async (recovery: RecoveryView) => {
    const views = [
      mailboxNamed('a', short, {
        recovery,
        passwordKnown: false,
        refusals: { thisWeek: recovery.refused, limit: 4 },
        kept: recovery.kept === 0 ? [] : [kept('1', 'unknown'), kept('2', 'unknown')],
      }),
    ];
    await showMadeUp(opened, [madeUp('app.status', status), listed(views, () => 'in-doubt'), ...answersOf(views)]);
    await press(opened.page, words(en.recovery.openFor, { address: short }));
    await opened.page.getByText(en.doubt.title[recovery.why]).waitFor();
  };
  /** The page's own edit and check-up come first, then what helps. */
  const stopsOfDoubt = async () => (await stops()).filter((name) => Object.values(en.doubt).includes(name as never));

  it('it is not known which password is right', async () => {
    await openDoubt(doubt({ why: 'unreadable', maySetAside: true }));
    expect(await stopsOfDoubt()).toEqual([en.doubt.setAside]);
    expect(await faults('doubt, unreadable')).toEqual([]);
    await openDoubt(doubt({ why: 'other-computer', maySetAside: true }));
    expect(await stopsOfDoubt()).toEqual([en.doubt.find, en.doubt.enter, en.doubt.setAside]);
    await openDoubt(doubt({ refused: 2, left: 0, tryAgainAt: Date.now() + 70 * minute }));
    await opened.page.getByRole('timer').waitFor();
    await opened.page.getByText('2 sign-ins were refused in the last seven days').waitFor();
    expect(await faults('doubt, all refused')).toEqual([]);
    await openDoubt(doubt({ why: 'emptied', kept: 0, left: 0 }));
    expect(await stopsOfDoubt()).toEqual([en.doubt.enter]);
    expect(await faults('doubt, emptied')).toEqual([]);
  });

  it('no mail server takes the password, so that the provider’s yes is the proof', async () => {
    const provedBy = 'answer' as const;
    const open = async (stage: 'verifying' | 'round', changes: Partial<RotationView>) => {
      const rotation = waiting('a', { address: short, stage, provedBy, waitUntil: null, failure: null, ...changes });
      const views = [mailboxNamed('a', short, { rotation: rotation.id })];
      await showMadeUp(opened, [
        madeUp('app.status', { ...status, unfinished: [unfinished('a', short, stage)] }),
        listed(views, () => 'unfinished'),
        ...answersOf(views),
        madeUp('rotations.get', rotation),
        ...[madeUp('apps.updates', { updates: [] }), madeUp('evidence.get', evidenceWith({ watching: false }))],
      ]);
      await press(opened.page, goFor(short));
    };
    await open('verifying', {});
    await opened.page.getByText(en.changing.notingLead).waitFor();
    expect(await faults('noting the yes')).toEqual([]);
    await open('round', { changedAt: Date.now() });
    await opened.page.getByText(/No mail server takes it, so none could be asked/).waitFor();
    expect(await faults('round by the yes')).toEqual([]);
  });

  it('a decision is needed', async () => {
    const stuck = waiting('a', {
      ...{ address: short, stage: 'needs-help', waitUntil: null, rung: 3, refusedSignIns: 3, recovered: true },
      failure: failure('mail.wrong-password', 'imap mail.firm.example:993 (tls), signing-in: authentication failed'),
    });
    const views = [mailboxNamed('a', short, { rotation: stuck.id, refusals: { thisWeek: 3, limit: 4 } })];
    await showMadeUp(opened, [
      madeUp('app.status', { ...status, unfinished: [unfinished('a', short, 'needs-help')] }),
      listed(views, () => 'unfinished'),
      ...answersOf(views),
      madeUp('rotations.get', stuck),
    ]);
    await press(opened.page, goFor(short));
    await opened.page.getByText('3 sign-ins were refused in the last seven days').waitFor();
    expect(await stops()).toEqual([
      en.notice.technical,
      ...[en.outcome.helpTry, en.outcome.helpSend, en.outcome.helpStop, en.recovery.sheet],
    ]);
    expect(await faults('decision needed')).toEqual([]);
  });

  it('only the administrator may change it', async () => {
    const turn = waiting('a', {
      address: long,
      mode: 'by-hand',
      pending: kept('9', 'pending').version,
      stage: 'your-turn',
      waitUntil: null,
      page: null,
      rung: 0,
    });
    const views = [mailboxNamed('a', long, { rotation: turn.id })];
    const guide = (await ask(opened.page, 'guides.list', { address: long })).guides.find(
      ({ id: one }) => one === 'administrator',
    );
    if (!guide) throw new Error('there is no such guide');
    await showMadeUp(opened, [
      madeUp('app.status', { ...status, unfinished: [unfinished('a', long, 'your-turn')] }),
      ...[listed(views, () => 'unfinished'), ...answersOf(views), madeUp('rotations.get', turn)],
      madeUp('guides.forMailbox', { guide }),
      madeUp('guides.copyMessage', {}),
    ]);
    await press(opened.page, goFor(long));
    await opened.page.getByRole('heading', { level: 1, name: en.toAdministrator.title }).waitFor();
    await opened.page.getByText(`please set a new password for the mailbox ${long}.`).waitFor();
    const { copy, given, tookMine, refused } = en.toAdministrator;
    expect((await stops()).slice(-6)).toEqual([copy, en.yourTurn.copy, en.act.show, given, tookMine, refused]);
    await press(opened.page, copy);
    await opened.page.getByText(en.toAdministrator.copied).waitFor();
    expect(await faults('the administrator’s turn')).toEqual([]);
    await press(opened.page, given);
    await opened.page.getByRole('dialog', { name: en.toAdministrator.givenTitle }).waitFor();
    expect(await faults('given by the administrator')).toEqual([]);
  });

  it('is the old one dead, and putting it back', async () => {
    const at = Date.now() - 3 * minute;
    const told = { at, failure: null, rememberedUntil: null, tryAgainAt: null };
    const checks: KeptVersion['check'][] = [
      { verdict: 'still-works', ...told, rememberedUntil: Date.now() + 50 * minute },
      { verdict: 'dead', ...told },
      {
        verdict: 'could-not-tell',
        ...told,
        failure: failure('mail.budget-spent'),
        tryAgainAt: Date.now() + 8 * minute,
      },
      null,
    ];
    const previous = checks.map((check, index) => ({ ...kept(String(index + 2), 'previous'), check }));
    const views = [
      mailboxNamed('a', short, { kept: [kept('1', 'current'), ...previous], refusals: { thisWeek: 1, limit: 4 } }),
    ];
    await showMadeUp(opened, [madeUp('app.status', status), listed(views, () => 'signs-in'), ...answersOf(views)]);
    await opened.page.getByText(words(en.old.verdict.dead, { when: '' }).slice(0, 40)).waitFor();
    const old = (await stops()).filter((name) => name.includes(en.mailbox.keptLabel.previous));
    const acts = [
      `${en.old.check} ${en.old.checkHelp} `,
      ...[en.old.putBack, en.act.show, en.act.copy].map((act) => `${act}: `),
    ];
    const begins = previous.flatMap((_, index) => {
      const { previous: label } = en.mailbox.keptLabel;
      const name = words(en.mailbox.keptOneOf, { label, number: String(index + 1), all: String(previous.length) });
      return acts.map((act) => `${act}${name}, `);
    });
    expect(old.map((name, index) => name.slice(0, begins[index]?.length))).toEqual(begins);
    await opened.page.getByText(en.old.checkCost).scrollIntoViewIfNeeded();
    expect(await faults('old passwords')).toEqual([]);
  });

  it('complains about nothing all the while', () => {
    // Said of the page's own headers each time that it is loaded anew: the test runtime does not know all of them.
    const ofHeaders = /Permissions-Policy header: Unrecognized feature/;
    expect(opened.complaints().filter((one) => !ofHeaders.test(one))).toEqual([]);
  });
});
