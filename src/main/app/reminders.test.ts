import { beforeEach, expect, it } from 'vitest';
import { clientView, rotationView } from '../../core/report/report.test-kit.ts';
import type { Grade } from '../../shared/findings.ts';
import { mailboxIdSchema, rotationIdSchema } from '../../shared/ids.ts';
import type { RotationView } from '../../shared/views.ts';
import { diskFiles } from '../storage/file-layer.ts';
import { openSettings } from '../storage/settings.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { createPreferences } from './preferences.ts';
import { createReminders } from './reminders.ts';
import { createSay } from './say.ts';

const folderFor = temporaryFolders();
const hour = 3_600_000;
const begin = 1_700_000_000_000;

const round = (...grades: Grade[]): RotationView =>
  rotationView(
    grades.map((grade) => clientView('Phone', grade)),
    { stage: 'round', changedAt: begin, finishedAt: null },
  );
const other = (view: RotationView): RotationView => ({
  ...view,
  id: rotationIdSchema.parse('rotation00000002'),
  mailbox: mailboxIdSchema.parse('mailbox000000002'),
  address: 'bert@example.test',
});

/** What there is, what the person does, and what has come of it. */
const desk = { now: begin, rounds: [] as RotationView[], atHome: true, focus: true };
let said: string[] = [];
let badges: number[] = [];
let gone: string[] = [];
let clicks: (() => void)[] = [];

beforeEach(() => {
  Object.assign(desk, { now: begin, rounds: [round('waiting', 'settings-proved')], atHome: true, focus: true });
  [said, badges, gone, clicks] = [[], [], [], []];
});

/** One start of the app: what it knows of earlier reminders is in the settings file. */
async function start(folder = folderFor()) {
  const preferences = createPreferences(await openSettings(`${folder}/settings.json`, diskFiles), '0');
  let wake: () => void = () => undefined;
  const reminders = createReminders({
    rounds: () => desk.rounds,
    atHome: () => desk.atHome,
    clock: {
      now: () => desk.now,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          const end = (): void => resolve();
          wake = () => {
            desk.now += ms;
            signal.removeEventListener('abort', end);
            end();
          };
          signal.addEventListener('abort', end);
        }),
    },
    native: {
      notify: (message, onClick) => {
        said.push(message.body);
        clicks.push(onClick);
      },
      setBadge: (count) => void badges.push(count),
      hasFocus: () => desk.focus,
    },
    preferences,
    say: createSay(),
    goTo: (rotation, mailbox) => void gone.push(`${rotation} ${mailbox}`),
  });
  /** Looks after so many hours. */
  const after = (hours: number): string[] => {
    desk.now = begin + hours * hour;
    said = [];
    reminders.look();
    return said;
  };
  return { reminders, preferences, after, folder, wake: () => wake() };
}

it('says how many devices are left, not before four hours and at most once a day', async () => {
  const { after } = await start();
  expect(after(0)).toEqual([]);
  expect(after(3.9)).toEqual([]);
  expect(after(4)).toEqual(['2 devices of anna@example.test still need the new password.']);
  expect(after(4.1)).toEqual([]);
  expect(after(27.9)).toEqual([]);
  desk.rounds = [round('told', 'old-password', 'gone', 'left-alone', 'cannot-check')];
  expect(after(28)).toEqual(['1 device of anna@example.test still needs the new password.']);
});

it('is not repeated by a restart, and speaks of each mailbox by itself', async () => {
  const { after, folder, preferences } = await start();
  expect(after(5)).toHaveLength(1);
  // written in turn: what came before is on the disk then
  await preferences.setReminders(true);
  desk.rounds.push(other(round('waiting')));
  const { after: afterRestart } = await start(folder);
  expect(afterRestart(6)).toEqual(['1 device of bert@example.test still needs the new password.']);
  expect(afterRestart(29)).toEqual(['2 devices of anna@example.test still need the new password.']);
});

it('says nothing of a round that is over, or in which nothing is left', async () => {
  const { after } = await start();
  desk.rounds = [round('told', 'stored'), { ...round('waiting'), stage: 'needs-help' }];
  expect(after(5)).toEqual([]);
  desk.rounds = [];
  expect(after(50)).toEqual([]);
  expect(badges).toEqual([]);
});

it('says nothing while the person is at that very round', async () => {
  const { after, reminders } = await start();
  reminders.showing(round().id);
  expect(after(5)).toEqual([]);
  desk.focus = false;
  expect(after(5)).toHaveLength(1);
  desk.focus = true;
  reminders.showing(other(round()).id);
  expect(after(30)).toHaveLength(1);
});

it('says nothing in a practice or to a caller, and leads nobody away from there', async () => {
  const { after } = await start();
  desk.atHome = false;
  expect(after(5)).toEqual([]);
  desk.atHome = true;
  expect(after(5)).toHaveLength(1);
  desk.atHome = false;
  clicks[0]?.();
  expect(gone).toEqual([]);
});

it('brings the round on screen when it is chosen', async () => {
  const { after } = await start();
  after(5);
  clicks[0]?.();
  expect(gone).toEqual(['rotation00000001 mailbox000000001']);
});

it('can be switched off, and the number stays', async () => {
  const { after, preferences, folder } = await start();
  await preferences.setReminders(false);
  expect(after(5)).toEqual([]);
  const again = await start(folder);
  expect(again.preferences.reminders()).toBe(false);
  expect(again.after(50)).toEqual([]);
  expect(badges).toEqual([2, 2]);
  await again.preferences.setReminders(true);
  expect(again.after(50)).toHaveLength(1);
});

it('counts what is left of all rounds at the icon, and clears it', async () => {
  const { reminders } = await start();
  reminders.look();
  reminders.look();
  desk.rounds.push(other(round('waiting', 'told')));
  reminders.look();
  desk.rounds = [];
  reminders.look();
  expect(badges).toEqual([2, 3, 0]);
});

it('is not silenced for long by a clock that was set back', async () => {
  const { after } = await start();
  expect(after(1_000)).toHaveLength(1);
  expect(after(50)).toHaveLength(1);
  expect(after(51)).toEqual([]);
});

it('looks by itself now and then, until it is stopped', async () => {
  desk.focus = false;
  const { reminders, wake } = await start();
  reminders.start();
  reminders.start();
  for (let times = 0; times < 4 * 4; times += 1) {
    expect(said).toEqual([]);
    wake();
    await new Promise(setImmediate);
  }
  expect(said).toHaveLength(1);
  reminders.stop();
  await new Promise(setImmediate);
  desk.now += 40 * hour;
  wake();
  await new Promise(setImmediate);
  expect(said).toHaveLength(1);
});

it('forgets mailboxes that it has not spoken of for long', async () => {
  const { preferences } = await start();
  const [first, second] = [round(), other(round())];
  await preferences.setReminded(first.mailbox, begin);
  await preferences.setReminded(second.mailbox, begin + 8 * 24 * hour);
  expect(preferences.reminded()).toEqual({ [second.mailbox]: begin + 8 * 24 * hour });
});
