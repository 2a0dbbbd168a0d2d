import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceView, FoundApps } from '../../src/shared/apps.ts';
import { failure } from '../../src/shared/failures.ts';
import { mailboxIdSchema, rotationIdSchema } from '../../src/shared/ids.ts';
import { en } from '../../src/shared/texts/en/index.ts';
import type { ClientView, MailboxView, RotationView, Status } from '../../src/shared/views.ts';
import type { OpenApp } from './support/app.ts';
import { stopsOf } from './support/keyboard.ts';
import { faultsOfScreen } from './support/looks.ts';
import { madeUp, showMadeUp } from './support/made-up.ts';
import { accountsOf, clientAt, devicesLike, evidenceWith, longDevice, updatesOfAll } from './support/made-up-round.ts';
import { answersOf, id, listed, unfinished, words } from './support/made-up-views.ts';
import { button, field, press, unfold } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';
import { openPractice, type PracticeViews } from './support/practice-views.ts';

const address = 'anna@firm.example';
const minute = 60_000;
const { appUpdate } = en;

/*
 * An open round with an app in every state that its update can have, and what was found on the computer before: states that
 * pass too quickly to be looked at, or need a program that fails. Made up in main's place, as in `rare-screens`.
 */
describe('apps in every state', () => {
  let practice: PracticeViews | undefined;
  let opened: OpenApp;
  let status: Status;
  let mailbox: MailboxView;
  let round: RotationView;

  beforeAll(async () => {
    practice = await openPractice();
    const { home, mailbox: view, rotation } = practice;
    opened = practice.opened;
    const like = view.clients.find(({ client }) => client.kind === 'thunderbird');
    if (!like) throw new Error('there is no device to make others from');
    const ids = { id: rotationIdSchema.parse(id('a')), mailbox: mailboxIdSchema.parse(id('a')) };
    const at = { waitUntil: null, changedAt: Date.now() - 9 * minute };
    round = { ...rotation, ...ids, ...at, address, stage: 'round', clients: devicesLike(like) };
    mailbox = { ...view, id: ids.mailbox, settings: { ...view.settings, address }, rotation: ids.id };
    status = { ...home, begun: true, unfinished: [unfinished('a', address, 'round')] };
  });
  afterAll(async () => {
    await practice?.stop();
  });
  photographFailures(() => opened);

  const faults = (screen: string) => faultsOfScreen(opened, screen);
  async function openRound(evidence: EvidenceView, clients: readonly ClientView[] = round.clients): Promise<void> {
    const updates = updatesOfAll().filter((one) => clients.some(({ client }) => client.id === one.client));
    await showMadeUp(opened, [
      madeUp('app.status', status),
      ...[listed([mailbox], () => 'unfinished'), ...answersOf([mailbox])],
      madeUp('rotations.get', { ...round, clients: [...clients] }),
      ...[madeUp('apps.updates', { updates }), madeUp('evidence.get', evidence)],
    ]);
    await press(opened.page, words(en.recovery.goFor, { address }));
    await opened.page.getByRole('list', { name: en.round.devices }).waitFor();
  }

  it('are told apart in words, and reached by the Tab key as they are read', async () => {
    const at = Date.now() - minute;
    await openRound(
      evidenceWith({
        failure: failure('provider.unreachable', 'https://panel.firm.example: connect ETIMEDOUT'),
        unclear: [{ at, protocol: 'imap', outcome: 'signed-in', clients: [clientAt(1), clientAt(2)] }],
        knocking: { clients: [clientAt(1), clientAt(11)], lastAt: at, tries: 3, triesLeft: 2 },
      }),
    );
    await opened.page
      .getByText(/^One of these still tries the old password: /)
      .first()
      .waitFor();
    const stops = await stopsOf(opened.page);
    expect(stops.filter(({ seen }) => !seen)).toEqual([]);
    const names = stops.filter(({ where }) => where === 'content').map(({ name }) => name);
    const agree = words(appUpdate.agree, { name: 'Thunderbird' });
    const expected = [
      words(en.round.howFor, { name: longDevice }),
      words(appUpdate.agreeAll, { count: '2' }),
      ...[`${agree}: ${longDevice}`, `${appUpdate.decline}: ${longDevice}`],
      ...[`${appUpdate.closed}: Thunderbird 4`, `${appUpdate.decline}: Thunderbird 4`],
      ...[`${appUpdate.confirm}: Thunderbird 6`, `${appUpdate.undo}: Thunderbird 6`],
      ...[appUpdate.tryAgain, appUpdate.keep, appUpdate.undo].map((act) => `${act}: Thunderbird 8`),
      `${appUpdate.putBack}: Thunderbird 14`,
      ...[`${appUpdate.unlock}: Thunderbird 15`, `${en.apps.unlockKeyring}: Thunderbird 17`],
    ];
    expect(names.filter((name) => expected.includes(name))).toEqual(expected);
    for (const fold of await button(opened.page, en.notice.technical).all()) await fold.click();
    expect(await faults('apps in every state')).toEqual([]);
  });

  it('are found on the mailbox’s page, with what each of them holds', async () => {
    const { page } = opened;
    const found = async (answer: FoundApps) => {
      const free = { ...mailbox, rotation: null };
      await showMadeUp(opened, [
        madeUp('app.status', { ...status, unfinished: [] }),
        ...[listed([free], () => 'signs-in'), ...answersOf([free]), madeUp('apps.find', answer)],
      ]);
      await page.getByRole('heading', { level: 2, name: en.apps.title }).waitFor();
      await page.getByText(en.apps.title, { exact: true }).scrollIntoViewIfNeeded();
    };
    const accounts = accountsOf([
      ...(['old', 'another', 'new', 'none', 'oauth'] as const).map((holds) => [holds, null] as const),
      ...([
        ['locked', 'needs-unlocking'],
        ['locked', 'keyring-locked'],
        ['unsupported', 'runs-command'],
      ] as const),
      ['unsupported', 'other-server'],
    ]);
    const troubles = [{ name: 'Claws Mail', place: '/home/anna/.claws-mail/accountrc', why: 'unreadable' } as const];
    await found({ looked: true, accounts, troubles });
    await page.getByText(/^We found /).waitFor();
    await unfold(page, en.apps.troubles);
    await press(page, en.notice.technical);
    expect(await faults('apps found')).toEqual([]);
    const wrong = accountsOf([['locked', 'wrong-unlocking']]);
    await found({ looked: true, accounts: wrong, troubles: [] });
    const store = field(page, en.apps.unlockLabel.replace('{{names, list}}', 'Mail app 1'));
    await store.fill('not it');
    // Enter sends it, and the field is there for the next try
    await store.press('Enter');
    await expect.poll(() => store.inputValue()).toBe('');
    expect(await store.evaluate((input) => document.activeElement === input)).toBe(true);
    expect(await store.getAttribute('aria-invalid')).toBe('true');
    await found({ looked: true, accounts: [], troubles: [] });
    await page.getByText(en.apps.none).waitFor();
    expect(await faults('no apps found')).toEqual([]);
  });

  it('complain about nothing all the while', () => {
    // Said of the page's own headers each time that it is loaded anew: the test runtime does not know all of them.
    const ofHeaders = /Permissions-Policy header: Unrecognized feature/;
    expect(opened.complaints().filter((one) => !ofHeaders.test(one))).toEqual([]);
  });
});
