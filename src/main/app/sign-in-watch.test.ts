import { describe, expect, it } from 'vitest';
import type { Journal } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import { createLiveRotations } from './live-rotations.ts';
import {
  anna,
  asked,
  benches,
  clientOf,
  forgetLives,
  gradeOf,
  grades,
  hand,
  lines,
  live,
  minute,
  noSwitches,
  practice,
  remember,
  round,
  second,
  shows,
  signsIn,
  until,
  value,
} from './sign-in-watch.test-kit.ts';
import { createSignInWatch } from './sign-in-watch.ts';
import { systemClock } from './system.ts';

benches();
const works = { problem: () => null, waits: () => false };

const refusals = async (): Promise<number | undefined> =>
  (await practice.world.ledger.standing('provider practice'))?.inTenMinutes;

describe('a device that signs in after the change', () => {
  it('is seen without anybody doing anything, and our own checks are nobody', async () => {
    practice.setSwitches({ ...noSwitches, lockAfterFailures: 9 });
    const life = live();
    const run = await round(life);
    expect(new Set(grades(run))).toEqual(new Set(['settings-proved']));
    await signsIn(run, 'iphone', 'new', 'iPhone Mail');
    hand.pass(5 * second);
    await signsIn(run, 'outlook', 'old', null);
    await asked(life, run);
    await until('seen', () => gradeOf(run, 'iphone') === 'device-seen' && gradeOf(run, 'outlook') === 'old-password');
    expect(grades(run).filter((one) => one === 'settings-proved')).toHaveLength(grades(run).length - 2);
    const view = life.evidence.view(run.id);
    expect(view).toMatchObject({ watching: true, failure: null });
    // what it sends with fits every device that sends
    expect(view.unclear.map(({ protocol, outcome }) => `${protocol} ${outcome}`).sort()).toEqual([
      'smtp refused',
      'smtp signed-in',
    ]);
    // our own question was a success, after which the service counts anew
    expect(view.knocking).toMatchObject({ tries: 2, triesLeft: 9 });
    expect(view.knocking?.clients).toContain(clientOf(run, 'outlook'));
    expect(life.told.at(-1)).toEqual(view);
    const noted = (await lines(run)).length;
    await asked(life, run);
    await asked(life, run);
    expect(await lines(run)).toHaveLength(noted);
    // it tries again, which is news, and a name that signs in again is none
    await signsIn(run, 'outlook', 'old', null);
    await signsIn(run, 'iphone', 'new', 'iPhone Mail');
    await asked(life, run);
    await until('noted', () => life.evidence.view(run.id).knocking?.tries === 4);
    expect(await lines(run)).toHaveLength(noted + 1);
  });

  it('is seen the same after the app has died before it could note that, and is noted once', async () => {
    const { journal } = practice.world;
    const dying: Journal = {
      ...journal,
      append: (mailbox, fact) =>
        fact.type === 'client-shown' ? new Promise(() => undefined) : journal.append(mailbox, fact),
    };
    const first = live({ ...practice, world: { ...practice.world, journal: dying } });
    const run = await round(first);
    await signsIn(run, 'outlook', 'new', null);
    const before = first.told.length;
    hand.pass(10 * second);
    await systemClock.sleep(300, new AbortController().signal);
    expect(first.told.length).toBe(before);
    forgetLives();

    hand.pass(10 * second);
    const since = hand.clock.now();
    const next = live({ ...practice, ownSignIns: { ...practice.ownSignIns, made: [], since } });
    await next.rotations.resumeAll();
    const again = value(next.rotations.get(run.id));
    await until('seen', () => gradeOf(again, 'outlook') === 'device-seen');
    await asked(next, again);
    await asked(next, again);
    const shown = (await lines(again)).map(({ fact }) =>
      fact.type === 'client-shown' ? [fact.client, fact.shows] : [],
    );
    expect(shown).toEqual([[clientOf(again, 'outlook'), 'signed-in']]);
    expect(new Set(grades(again))).toEqual(new Set(['device-seen', 'settings-proved']));
  });
});

describe('the watching', () => {
  it('asks at once, every 20 s, and rests while the computer sleeps', async () => {
    const life = live();
    const run = await round(life);
    const first = life.evidence.view(run.id).askedAt;
    await asked(life, run);
    life.evidence.asleep();
    expect(life.evidence.view(run.id)).toMatchObject({ watching: false });
    const before = life.evidence.view(run.id).askedAt;
    expect(before).toBeGreaterThan(first ?? 0);
    hand.pass(60 * minute);
    await systemClock.sleep(100, new AbortController().signal);
    expect(life.evidence.view(run.id).askedAt).toBe(before);
    life.evidence.awake();
    await until(
      'asked again',
      () => life.evidence.view(run.id).askedAt !== before && life.evidence.view(run.id).watching,
    );
  });

  it('ends with the first refusal, also for the next start', async () => {
    practice.setSwitches({ ...noSwitches, lockAfterFailures: 1 });
    const life = live();
    const run = await round(life);
    await signsIn(run, 'outlook', 'old', null);
    hand.pass(20 * second);
    await until('ended', () => !life.evidence.view(run.id).watching);
    expect(life.evidence.view(run.id).failure).toMatchObject({ code: 'provider.locked' });
    expect(await refusals()).toBe(1);
    hand.pass(60 * minute);
    await life.end();

    const next = live();
    await next.rotations.resumeAll();
    await until('held back', () => next.evidence.view(run.id).failure?.code === 'mail.budget-spent');
    for (let times = 0; times < 5; times += 1) hand.pass(31 * minute);
    await systemClock.sleep(200, new AbortController().signal);
    expect((await practice.world.ledger.standing('provider practice'))?.inSevenDays).toBe(1);
  });

  it('ends when there is nothing left to see on any side, and with the round', async () => {
    const life = live();
    const run = await round(life);
    for (const { client } of run.view().clients.slice(1)) value(await run.markClient(client.id, 'gone'));
    const [first] = run.view().clients;
    if (!first) throw new Error('no device');
    await shows(run, first.client.kind, 'receiving', 'signed-in');
    expect(life.evidence.view(run.id).watching).toBe(true);
    const before = life.evidence.view(run.id).askedAt;
    await shows(run, first.client.kind, 'sending', 'signed-in');
    expect(life.evidence.view(run.id).watching).toBe(false);
    hand.pass(60 * minute);
    await systemClock.sleep(100, new AbortController().signal);
    expect(life.evidence.view(run.id).askedAt).toBe(before);
    value(await run.markClient(first.client.id, 'gone'));
    value(await run.markClient(first.client.id, 'waiting'));
    value(await run.finish());
    expect(life.evidence.view(run.id).watching).toBe(false);
  });

  it('does not begin in a process that only shows', async () => {
    const rotations = createLiveRotations(practice.world, (view) => evidence.look(view));
    const parts = { workspace: practice, run: rotations.get, names: new Map(), mayAsk: () => false, keychain: works };
    const evidence = createSignInWatch({ ...parts, onChange: () => undefined });
    remember({ rotations, evidence, told: [], end: () => rotations.stopAll() });
    const run = value(rotations.get(value(await rotations.start(await anna()))));
    await until('ready', () => run.view().stage === 'new-password');
    value(await run.change(new Secret('A-New-Kettle-41!'), { endSessions: false }));
    await until('in the round', () => run.view().stage === 'round');
    await run.quiet();
    expect(evidence.view(run.id)).toMatchObject({ watching: false, askedAt: null });
  });
});
