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
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
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
const desk = { now: begin, rounds: [] as RotationView[], atHome: true, focus: true, broken: false, looks: 0 };
let said: string[] = [];
let badges: number[] = [];
let gone: string[] = [];
let clicks: (() => void)[] = [];

beforeEach(() => {
  Object.assign(desk, { now: begin, rounds: [round('waiting', 'settings-proved')], atHome: true, focus: true });
  Object.assign(desk, { broken: false, looks: 0 });
  [said, badges, gone, clicks] = [[], [], [], []];
});

const failIfBroken = (): void => {
  if (desk.broken) throw new Error('no session bus');
};

/** One start of the app: what it knows of earlier reminders is in the settings file. */
async function start(folder = folderFor()) {
  const preferences = createPreferences(await openSettings(`${folder}/settings.json`, diskFiles), '0');
  let wake: () => void = () => undefined;
  const reminders = createReminders({
    rounds: () => {
      desk.looks += 1;
      return desk.rounds;
    },
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
        failIfBroken();
        said.push(message.body);
        clicks.push(onClick);
      },
      setBadge: (count) => {
        failIfBroken();
        badges.push(count);
      },
      hasFocus: () => desk.focus,
    },
    preferences,
    say: createSay(),
    goTo: (round) => void gone.push(round ? `${round.rotation} ${round.mailbox}` : 'the first screen'),
  });
  const look = async (): Promise<void> => {
    reminders.look();
    await turn();
  };
  /** Looks after so many hours. */
  const after = async (hours: number): Promise<string[]> => {
    desk.now = begin + hours * hour;
    said = [];
    await look();
    return said;
  };
  return { reminders, preferences, look, after, folder, wake: () => wake() };
}

it('says how many devices are left, not before four hours and at most once a day', async () => {
  const { after } = await start();
  expect(await after(0)).toEqual([]);
  expect(await after(3.9)).toEqual([]);
  expect(await after(4)).toEqual(['2 devices of anna@example.test are not finished yet.']);
  expect(await after(4.1)).toEqual([]);
  expect(await after(27.9)).toEqual([]);
  desk.rounds = [round('told', 'old-password', 'gone', 'left-alone', 'cannot-check')];
  expect(await after(28)).toEqual(['1 device of anna@example.test is not finished yet.']);
});

it('is not repeated by a restart, and speaks of each mailbox by itself', async () => {
  const { after, folder, preferences } = await start();
  expect(await after(5)).toHaveLength(1);
  // written in turn: what came before is on the disk then
  await preferences.setReminders(true);
  desk.rounds.push(other(round('waiting')));
  const { after: afterRestart } = await start(folder);
  expect(await afterRestart(6)).toEqual(['1 device of bert@example.test is not finished yet.']);
  expect(await afterRestart(29)).toEqual(['2 devices of anna@example.test are not finished yet.']);
});

it('says nothing of a round that is over, or in which nothing is left', async () => {
  const { after } = await start();
  desk.rounds = [round('told', 'stored'), { ...round('waiting'), stage: 'needs-help' }];
  expect(await after(5)).toEqual([]);
  desk.rounds = [];
  expect(await after(50)).toEqual([]);
  expect(badges).toEqual([]);
});

it('says nothing while the person is at that very round', async () => {
  const { after, reminders } = await start();
  reminders.showing(round().id);
  expect(await after(5)).toEqual([]);
  desk.focus = false;
  expect(await after(5)).toHaveLength(1);
  desk.focus = true;
  reminders.showing(other(round()).id);
  expect(await after(30)).toHaveLength(1);
});

it('says nothing in a practice or to a caller, and leads nobody away from there', async () => {
  const { after } = await start();
  desk.atHome = false;
  expect(await after(5)).toEqual([]);
  desk.atHome = true;
  expect(await after(5)).toHaveLength(1);
  desk.atHome = false;
  clicks[0]?.();
  expect(gone).toEqual([]);
});

it('brings the round on screen when it is chosen', async () => {
  const { after } = await start();
  await after(5);
  clicks[0]?.();
  expect(gone).toEqual(['rotation00000001 mailbox000000001']);
});

it('speaks once of all that are due, and leads to the first screen', async () => {
  const { after } = await start();
  desk.rounds = Array.from({ length: 40 }, (_, index) => {
    const number = String(index).padStart(2, '0');
    const mailbox = mailboxIdSchema.parse(`mailbox0000000${number}`);
    return { ...round('waiting'), id: rotationIdSchema.parse(`rotation000000${number}`), mailbox };
  });
  expect(await after(5)).toEqual(['40 mailboxes have rounds that are not finished.']);
  clicks[0]?.();
  expect(gone).toEqual(['the first screen']);
  // all of them were spoken of
  expect(await after(28)).toEqual([]);
  expect(await after(29)).toHaveLength(1);
});

it('can be switched off, and the number stays', async () => {
  const { after, preferences, folder } = await start();
  await preferences.setReminders(false);
  expect(await after(5)).toEqual([]);
  const again = await start(folder);
  expect(again.preferences.reminders()).toBe(false);
  expect(await again.after(50)).toEqual([]);
  expect(badges).toEqual([2, 2]);
  await again.preferences.setReminders(true);
  expect(await again.after(50)).toHaveLength(1);
});

it('counts what is left of all rounds at the icon, and clears it', async () => {
  const { look } = await start();
  await look();
  await look();
  desk.rounds.push(other(round('waiting', 'told')));
  await look();
  desk.rounds = [];
  await look();
  expect(badges).toEqual([2, 3, 0]);
});

it('lives with a desktop that has neither, and shows the number once it can', async () => {
  const { after, look } = await start();
  desk.broken = true;
  expect(await after(5)).toEqual([]);
  desk.broken = false;
  // one that could not be shown was for today all the same
  expect([await after(6), badges]).toEqual([[], [2]]);
  desk.broken = true;
  desk.rounds = [];
  await look();
  desk.broken = false;
  await look();
  expect(badges).toEqual([2, 0]);
});

it('is in nobody’s way: it looks once, afterwards, however often it is called', async () => {
  const { reminders } = await start();
  for (let times = 0; times < 5; times += 1) reminders.look();
  expect(desk.looks).toBe(0);
  await turn();
  expect([desk.looks, badges]).toEqual([1, [2]]);
  reminders.look();
  reminders.stop();
  await turn();
  expect(desk.looks).toBe(1);
  reminders.look();
  await turn();
  expect(desk.looks).toBe(2);
});

it('is not silenced for long by a clock that was set back', async () => {
  const { after } = await start();
  expect(await after(1_000)).toHaveLength(1);
  expect(await after(50)).toHaveLength(1);
  expect(await after(51)).toEqual([]);
});

it('looks by itself now and then, until it is stopped', async () => {
  desk.focus = false;
  const { reminders, wake } = await start();
  reminders.start();
  reminders.start();
  for (let times = 0; times < 4 * 4; times += 1) {
    expect(said).toEqual([]);
    wake();
    await turn();
    await turn();
  }
  expect(said).toHaveLength(1);
  reminders.stop();
  await turn();
  desk.now += 40 * hour;
  wake();
  await turn();
  await turn();
  expect(said).toHaveLength(1);
});

it('forgets mailboxes that it has not spoken of for long', async () => {
  const { preferences } = await start();
  const [first, second] = [round(), other(round())];
  await preferences.setReminded(first.mailbox, begin);
  await preferences.setReminded(second.mailbox, begin + 8 * 24 * hour);
  expect(preferences.reminded()).toEqual({ [second.mailbox]: begin + 8 * 24 * hour });
});
