import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../scripts/practice/ask.mjs';
import { en } from '../../src/shared/texts/en/index.ts';
import {
  askToQuit,
  ended,
  freshPlace,
  type LinuxPlace,
  type OpenApp,
  openApp,
  standInForQuestions,
} from './support/app.ts';
import { press } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const address = 'scans@practice.example';
const minute = 60_000;
/** Left of a wait when the computer falls asleep again, in ms. */
const short = 1_500;

/*
 * The computer falls asleep and wakes up while a change waits. The system's two messages are sent by the test, and what a
 * sleep lasts is added to the wall clock of the app, as a sleeping computer does it. Sign-ins are counted by what the
 * screen says was refused.
 */
describe('a computer that falls asleep', () => {
  let place: LinuxPlace;
  let open: OpenApp;

  beforeAll(async () => {
    place = await freshPlace();
    open = await openApp(place);
    open.page.setDefaultTimeout(15_000);
    await press(open.page, en.welcome.practice);
    await heading('anna@practice.example');
  });
  afterAll(async () => {
    await open?.kill();
    await place?.stop();
  });
  photographFailures(() => open);

  const heading = (name: string) => open.page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  const power = (event: 'suspend' | 'resume') =>
    open.app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event);
  /** The wall clock of the app goes on by so many milliseconds. */
  const timePasses = (ms: number) =>
    open.app.evaluate((_electron, add) => {
      const before = Date.now;
      Date.now = () => before() + add;
    }, ms);
  const refused = (count: number) =>
    count === 1 ? en.outcome.refusedCount_one : en.outcome.refusedCount_other.replace('{{count}}', String(count));
  const shows = (words: string) => open.page.getByText(words, { exact: false }).waitFor();

  it('stops a check-up, which is made again on wish', async () => {
    await setSwitches({ slow: true });
    await press(open.page, en.mailbox.checkup);
    await open.page.getByRole('button', { name: en.mailbox.checkupStop }).waitFor();
    await power('suspend');
    // Left alone it would take more than ten seconds.
    await open.page.getByRole('button', { name: en.mailbox.checkup, exact: true }).waitFor({ timeout: 5_000 });
    await power('resume');
    await setSwitches({ slow: false, cacheOldSeconds: 600 });
  });

  it('goes on waiting where it wakes up too early', async () => {
    await open.page.getByRole('navigation').getByRole('button', { name: address }).click();
    await press(open.page, en.mailbox.change);
    await heading(en.ready.titleOk);
    await press(open.page, en.act.next);
    await open.page.getByText(en.choose.strength.generated).waitFor();
    await press(open.page, en.choose.now);
    await heading(en.changing.waitingTitle);
    await shows(refused(1));
    await power('suspend');
    await timePasses((await waitLeft()) - short);
    await power('resume');
    expect(await waitLeft()).toBeGreaterThan(0);
    await shows(refused(1));
  });

  it('signs in no more while it sleeps, though a try falls due', async () => {
    await power('suspend');
    await open.page.waitForTimeout(short + 1_500);
    expect(await waitLeft()).toBe(0);
    await shows(refused(1));
  });

  it('makes the try that fell due as soon as it is awake, and one only', async () => {
    await power('resume');
    await shows(refused(2));
    await shows(en.changing.waitingRung.replace('{{rung}}', '2'));
    expect(await waitLeft()).toBeGreaterThan(minute);
  });

  it('asks nothing when the pretend change is quit', async () => {
    await standInForQuestions(open, 'stay');
    await askToQuit(open);
    await ended(open, 10_000);
  });

  /** Milliseconds until the next try, by the app's own clock; 0 where it is due. */
  async function waitLeft(): Promise<number> {
    const rotation = (await ask(open.page, 'app.status', {})).unfinished[0]?.rotation;
    if (!rotation) throw new Error('no change is under way');
    const { waitUntil } = await ask(open.page, 'rotations.get', { rotation });
    return waitUntil === null ? 0 : waitUntil - (await open.app.evaluate(() => Date.now()));
  }

  async function setSwitches(some: { readonly slow: boolean; readonly cacheOldSeconds?: number }): Promise<void> {
    const switches = await ask(open.page, 'practice.switches', {});
    await ask(open.page, 'practice.setSwitches', { ...switches, ...some });
  }
});
