import { Secret } from '../secret.ts';
import { openRotation, planRotation } from './open.ts';
import { boot, type Crash, type Process } from './process.test-kit.ts';
import type { RotationRun } from './run.ts';
import { applyChange, mailbox, type World } from './world.test-kit.ts';

/** A person who uses the app sensibly: does what the screen asks, in the end stops, and starts the app again if it died. */

export type Outcome = ReturnType<RotationRun['view']>['stage'] | 'died';

const minute = 60_000;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const mustBe = <T>(result: { ok: true; value: T } | { ok: false; failure: { code: string } }): T => {
  if (result.ok) return result.value;
  throw new Error(result.failure.code);
};

/** Lets the run go on until it needs somebody, its process is dead, or it has been still for a while. */
export async function drive(process: Process, run: RotationRun): Promise<void> {
  for (let still = 0; still < 3 && !process.dead; still += 1) {
    const before = process.calls;
    await Promise.race([run.quiet(), process.death]);
    await turn();
    if (process.calls !== before) still = -1;
  }
}

/** One life of the app: from start until nothing more is to be done, or until it dies. */
export async function live(world: World, crash: Crash | null, password: string): Promise<Outcome> {
  const process = boot(world, crash);
  const done = async (work: Promise<unknown>): Promise<void> => {
    await Promise.race([work, process.death]);
  };
  let run: RotationRun | null = null;
  await done(
    openRotation(process.ports, mailbox).then((opened) => {
      run = mustBe(opened);
    }),
  );
  if (process.dead) return 'died';
  let opened = run as RotationRun | null;
  if (opened && !opened.isOver) {
    await done(opened.resume());
  } else if (!opened || world.password === oldOf(world)) {
    await done(
      planRotation(process.ports, mailbox).then((planned) => {
        run = mustBe(planned);
      }),
    );
    if (process.dead) return 'died';
    opened = run as RotationRun | null;
    if (!opened) throw new Error('no rotation');
    await done(opened.getReady());
  }
  if (!opened) throw new Error('no rotation');
  return await userOf(world, process, opened, password);
}

const oldOf = (world: World): string | undefined => world.keychain.get(`${mailbox}/version000000001`);

async function userOf(world: World, process: Process, run: RotationRun, password: string): Promise<Outcome> {
  const person = new Person(world, run, password);
  for (let steps = 0; steps < 40; steps += 1) {
    await drive(process, run);
    if (process.dead) return 'died';
    const { stage } = run.view();
    if (stage === 'finished' || stage === 'reverted' || run.isOver) return stage;
    await Promise.race([person.act(stage), process.death]);
  }
  return run.view().stage;
}

class Person {
  private readonly world: World;
  private readonly run: RotationRun;
  private readonly password: string;
  private helped = 0;
  private readied = 0;

  constructor(world: World, run: RotationRun, password: string) {
    this.world = world;
    this.run = run;
    this.password = password;
  }

  async act(stage: Outcome): Promise<void> {
    const { run, world } = this;
    switch (stage) {
      case 'new-password':
        await run.change(new Secret(this.password), { endSessions: false });
        return;
      case 'your-turn':
        await onThePage(world, run);
        return;
      case 'round':
        await run.finish();
        return;
      case 'not-ready':
        world.now += 11 * minute;
        this.readied += 1;
        await (this.readied < 3 ? run.getReady() : run.leave());
        return;
      case 'needs-help':
        world.now += 80 * minute;
        this.helped += 1;
        await run.help((['try-again', 'send-again'] as const)[this.helped - 1] ?? 'stop');
        return;
      default:
        return;
    }
  }
}

/** Opens the page, puts the new password there, and says what happened. */
async function onThePage(world: World, run: RotationRun): Promise<void> {
  const { answer } = world.plan;
  const refused = typeof answer === 'object';
  const pending = world.keychain.get(`${mailbox}/${run.view().pending}`);
  if (pending === undefined) world.broken.push('a page was opened for a password that is not stored');
  else if (!refused) applyChange(world, pending);
  await run.answer(refused ? 'refused' : answer === 'accepted' ? 'changed' : 'gave-up', null);
}
