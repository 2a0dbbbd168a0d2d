import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock, Journal } from '../../core/ports.ts';
import type { RotationRun } from '../../core/rotation/run.ts';
import { Secret } from '../../core/secret.ts';
import type { Side } from '../../core/verify/types.ts';
import type { EvidenceView } from '../../shared/apps.ts';
import type { Grade, ShownAs } from '../../shared/findings.ts';
import type { ClientId, MailboxId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import { createMailProbe } from '../mail/probe.ts';
import { diskFiles } from '../storage/file-layer.ts';
import { createKeychain } from '../storage/keychain.ts';
import { createMemoryKeytar } from '../storage/memory-keytar.test-kit.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { createLiveRotations, type LiveRotations } from './live-rotations.ts';
import { createSignInWatch, type SignInWatch } from './sign-in-watch.ts';
import type { PracticeWorkspace } from './spaces.ts';
import { newId, systemClock } from './system.ts';
import type { Workspace } from './workspace.ts';
import { createPracticeWorkspace } from './workspaces.ts';

// The practice service is the provider, and its devices are real connections; time passes when a test says so.

const newFolder = temporaryFolders();
const second = 1_000;
const minute = 60 * second;
const noSwitches = {
  ...{ slow: false, refuseByPolicy: false, acceptAndAnswerNothing: false, cacheOldSeconds: 0, lockAfterFailures: 0 },
};

/** Short waits are real; longer ones end when enough time has been passed. */
function handClock() {
  let passed = 0;
  const waiting = new Set<() => void>();
  const now = (): number => Date.now() + passed;
  const elapsed = (): number => performance.now() + passed;
  const clock: Clock = {
    ...{ now, elapsed },
    sleep: (ms, signal) => {
      if (ms < second) return systemClock.sleep(ms, signal);
      const due = elapsed() + ms;
      return new Promise((resolve) => {
        const look = (): void => {
          if (!signal.aborted && elapsed() < due) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        signal.addEventListener('abort', look, { once: true });
        look();
      });
    },
  };
  const pass = (ms: number): void => {
    passed += ms;
    for (const look of [...waiting]) look();
  };
  return { clock, pass };
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.technical}`);
  return result.value;
}

async function until(what: string, is: () => boolean): Promise<void> {
  for (let tries = 0; !is(); tries += 1) {
    if (tries > 1_500) throw new Error(`not ${what}`);
    await systemClock.sleep(5, new AbortController().signal);
  }
}

let practice: PracticeWorkspace;
let hand: ReturnType<typeof handClock>;
let lives: Life[] = [];
beforeEach(async () => {
  hand = handClock();
  const keytar = createMemoryKeytar();
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  const ground = {
    folder: newFolder(),
    files: diskFiles,
    clock: hand.clock,
    probe: createMailProbe(),
    newId,
    keychain,
  };
  practice = value(await createPracticeWorkspace(ground));
  lives = [];
});
afterEach(async () => {
  for (const life of lives) await life.end();
  await practice.close();
});

/** What one process keeps in memory. */
interface Life {
  readonly rotations: LiveRotations;
  readonly evidence: SignInWatch;
  readonly told: EvidenceView[];
  end(): Promise<void>;
}

function live(workspace: Workspace = practice): Life {
  const told: EvidenceView[] = [];
  const rotations = createLiveRotations(workspace.world, (view) => evidence.look(view));
  const evidence = createSignInWatch({
    ...{ workspace, run: rotations.get, mayAsk: () => true },
    names: new Map([
      ['iphone', ['iPhone Mail']],
      ['thunderbird', ['Thunderbird']],
    ]),
    onChange: (_, view) => told.push(view),
  });
  const end = async () => {
    await evidence.stopAll();
    await rotations.stopAll();
  };
  const life = { rotations, evidence, told, end };
  lives.push(life);
  return life;
}

async function anna(): Promise<MailboxId> {
  const listed = value(await practice.world.records.list());
  const mailbox = listed.find(({ address }) => address === 'anna@practice.example')?.id;
  if (!mailbox) throw new Error('nobody is there');
  return mailbox;
}

/** A round of Anna's mailbox, ten seconds after it began. */
async function round({ rotations, evidence, told }: Life): Promise<RotationRun> {
  const mailbox = await anna();
  const run = value(rotations.get(value(await rotations.start(mailbox))));
  await until('ready', () => run.view().stage === 'new-password');
  value(await run.change(new Secret('A-New-Kettle-41!'), { endSessions: false }));
  await until('in the round', () => run.view().stage === 'round' && grades(run).every((one) => one !== 'waiting'));
  await run.quiet();
  await until('watched', () => evidence.view(run.id).watching && told.length > 0);
  hand.pass(10 * second);
  return run;
}

const grades = (run: RotationRun): Grade[] => run.view().clients.map(({ grade }) => grade);

function clientOf(run: RotationRun, kind: string): ClientId {
  const found = run.view().clients.find(({ client }) => client.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found.client.id;
}

async function signsIn(run: RotationRun, kind: string, password: 'old' | 'new', name: string | null): Promise<void> {
  value(await practice.deviceSignsIn(run.mailbox, { client: clientOf(run, kind), password, name }));
}

async function shows(run: RotationRun, kind: string, side: Side, as: ShownAs): Promise<void> {
  value(await run.noteShown({ client: clientOf(run, kind), side, as, at: hand.clock.now() }));
}

/** All other devices are gone. */
async function onlyLeft(run: RotationRun, ...kinds: readonly string[]): Promise<void> {
  for (const { client } of run.view().clients)
    if (!kinds.includes(client.kind)) value(await run.markClient(client.id, 'gone'));
}

const gradeOf = (run: RotationRun, kind: string): Grade | undefined =>
  run.view().clients.find(({ client }) => client.kind === kind)?.grade;

async function asked({ evidence }: Life, { id }: RotationRun): Promise<void> {
  const before = evidence.view(id).askedAt;
  hand.pass(20 * second);
  await until('asked again', () => evidence.view(id).askedAt !== before);
}

const lines = async (run: RotationRun) =>
  value(await practice.world.journal.read(run.mailbox)).filter(({ fact }) => fact.type === 'client-shown');

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
    lives = [];

    hand.pass(10 * second);
    const since = hand.clock.now();
    const next = live({ ...practice, ownSignIns: { made: [], since } });
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

  it('goes on for the side that has not been seen: there the old password may be left', async () => {
    const life = live();
    const run = await round(life);
    await onlyLeft(run, 'outlook');
    await shows(run, 'outlook', 'sending', 'signed-in');
    hand.pass(5 * second);
    await signsIn(run, 'outlook', 'old', null);
    await asked(life, run);
    await until('refused', () => gradeOf(run, 'outlook') === 'old-password');
  });

  it('notes a refusal although the same answer shows the last device that was left', async () => {
    const life = live();
    const run = await round(life);
    await onlyLeft(run, 'outlook', 'iphone');
    for (const side of ['receiving', 'sending'] as const) await shows(run, 'outlook', side, 'signed-in');
    await shows(run, 'iphone', 'sending', 'signed-in');
    hand.pass(5 * second);
    await signsIn(run, 'iphone', 'new', 'iPhone Mail');
    hand.pass(2 * second);
    await signsIn(run, 'outlook', 'old', null);
    await asked(life, run);
    await until('seen', () => gradeOf(run, 'iphone') === 'device-seen');
    await until('refused', () => gradeOf(run, 'outlook') === 'old-password');
    expect(life.evidence.view(run.id).watching).toBe(true);
  });

  it('goes on while somebody is refused, though every store holds the new password, and then says nothing of it', async () => {
    const life = live();
    const run = await round(life);
    await onlyLeft(run, 'outlook', 'iphone');
    await signsIn(run, 'iphone', 'old', 'a nameless one');
    await asked(life, run);
    expect(life.evidence.view(run.id).knocking).not.toBeNull();
    for (const kind of ['outlook', 'iphone'])
      for (const side of ['receiving', 'sending'] as const) await shows(run, kind, side, 'stored');
    expect(new Set(grades(run))).toEqual(new Set(['stored', 'gone']));
    expect(life.evidence.view(run.id).watching).toBe(true);
    await asked(life, run);
    value(await run.finish());
    await until('ended', () => !life.evidence.view(run.id).watching);
    expect(life.evidence.view(run.id).knocking).toBeNull();
    expect(life.told.at(-1)).toMatchObject({ watching: false, knocking: null });
  });

  it('does not begin in a process that only shows', async () => {
    const rotations = createLiveRotations(practice.world, (view) => evidence.look(view));
    const parts = { workspace: practice, run: rotations.get, names: new Map(), mayAsk: () => false };
    const evidence = createSignInWatch({ ...parts, onChange: () => undefined });
    lives.push({ rotations, evidence, told: [], end: () => rotations.stopAll() });
    const run = value(rotations.get(value(await rotations.start(await anna()))));
    await until('ready', () => run.view().stage === 'new-password');
    value(await run.change(new Secret('A-New-Kettle-41!'), { endSessions: false }));
    await until('in the round', () => run.view().stage === 'round');
    await run.quiet();
    expect(evidence.view(run.id)).toMatchObject({ watching: false, askedAt: null });
  });
});
