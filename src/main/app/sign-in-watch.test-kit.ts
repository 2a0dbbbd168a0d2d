import { afterEach, beforeEach } from 'vitest';
import type { Clock } from '../../core/ports.ts';
import type { RotationRun } from '../../core/rotation/run.ts';
import { Secret } from '../../core/secret.ts';
import type { Side } from '../../core/verify/types.ts';
import type { EvidenceView } from '../../shared/apps.ts';
import type { Failure } from '../../shared/failures.ts';
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
export const second = 1_000;
export const minute = 60 * second;
export const noSwitches = {
  ...{ slow: false, refuseByPolicy: false, acceptAndAnswerNothing: false, cacheOldSeconds: 0, lockAfterFailures: 0 },
};

/** Short waits are real; longer ones end when enough time has been passed. */
function handClock() {
  let passed = 0;
  let ahead = 0;
  const waiting = new Set<() => void>();
  const now = (): number => Date.now() + passed + ahead;
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
          signal.removeEventListener('abort', look);
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
  /** The wall clock is put forward; nothing that was waited for is over by that. */
  const set = (ms: number): void => {
    ahead += ms;
  };
  return { clock, pass, set };
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.technical}`);
  return result.value;
}

export async function until(what: string, is: () => boolean): Promise<void> {
  for (let tries = 0; !is(); tries += 1) {
    if (tries > 1_500) throw new Error(`not ${what}`);
    await systemClock.sleep(5, new AbortController().signal);
  }
}

export let practice: PracticeWorkspace;
export let hand: ReturnType<typeof handClock>;
let lives: Life[] = [];

/** A practice service and a clock of its own for every test of the file that asks for it. */
export function benches(): void {
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
    Object.assign(keychain, { problem: null, waits: false });
  });
  afterEach(async () => {
    for (const life of lives) await life.end();
    await practice.close();
  });
}

/** A process that has died without a word is not ended either. */
export const forgetLives = (): void => {
  lives = [];
};
export const remember = (life: Life): void => {
  lives.push(life);
};

/** The computer's keychain, as the app knows it. */
export const keychain = { problem: null as Failure | null, waits: false };

/** What one process keeps in memory. */
interface Life {
  readonly rotations: LiveRotations;
  readonly evidence: SignInWatch;
  readonly told: EvidenceView[];
  end(): Promise<void>;
}

export function live(workspace: Workspace = practice): Life {
  const told: EvidenceView[] = [];
  const rotations = createLiveRotations(workspace.world, (view) => evidence.look(view));
  const evidence = createSignInWatch({
    ...{ workspace, run: rotations.get, mayAsk: () => true },
    keychain: { problem: () => keychain.problem, waits: () => keychain.waits },
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

export async function anna(): Promise<MailboxId> {
  const listed = value(await practice.world.records.list());
  const mailbox = listed.find(({ address }) => address === 'anna@practice.example')?.id;
  if (!mailbox) throw new Error('nobody is there');
  return mailbox;
}

/** A round of Anna's mailbox, ten seconds after it began. */
export async function round({ rotations, evidence, told }: Life): Promise<RotationRun> {
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

export const grades = (run: RotationRun): Grade[] => run.view().clients.map(({ grade }) => grade);

export function clientOf(run: RotationRun, kind: string): ClientId {
  const found = run.view().clients.find(({ client }) => client.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found.client.id;
}

export async function signsIn(
  run: RotationRun,
  kind: string,
  password: 'old' | 'new',
  name: string | null,
): Promise<void> {
  value(await practice.deviceSignsIn(run.mailbox, { client: clientOf(run, kind), password, name }));
}

export async function shows(run: RotationRun, kind: string, side: Side, as: ShownAs): Promise<void> {
  value(await run.noteShown({ client: clientOf(run, kind), side, as, at: hand.clock.now() }));
}

/** All other devices are gone. */
export async function onlyLeft(run: RotationRun, ...kinds: readonly string[]): Promise<void> {
  for (const { client } of run.view().clients)
    if (!kinds.includes(client.kind)) value(await run.markClient(client.id, 'gone'));
}

export const gradeOf = (run: RotationRun, kind: string): Grade | undefined =>
  run.view().clients.find(({ client }) => client.kind === kind)?.grade;

export async function asked({ evidence }: Life, { id }: RotationRun): Promise<void> {
  const before = evidence.view(id).askedAt;
  hand.pass(20 * second);
  await until('asked again', () => evidence.view(id).askedAt !== before);
}

export const lines = async (run: RotationRun) =>
  value(await practice.world.journal.read(run.mailbox)).filter(({ fact }) => fact.type === 'client-shown');
