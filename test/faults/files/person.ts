import { openRotation, planRotation } from '../../../src/core/rotation/open.ts';
import type { RotationRun } from '../../../src/core/rotation/run.ts';
import { mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { FailureCode } from '../../../src/shared/failures.ts';
import type { Result } from '../../../src/shared/result.ts';
import type { App, Computer } from './computer.ts';

/** How one life of the app ended for the person in front of it. A failure is one that kept the app from opening at all. */
export type Ending = ReturnType<RotationRun['view']>['stage'] | 'died' | { readonly failed: FailureCode };

const minute = 60_000;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets the run go on until it needs somebody, its life is over, or it has been still for a while. */
export async function drive(app: App, run: RotationRun): Promise<void> {
  for (let still = 0; still < 3 && !app.dead; still += 1) {
    const before = app.acts;
    await Promise.race([run.quiet(), app.death]);
    await turn();
    if (app.acts !== before) still = -1;
  }
}

/** What the work came to, or null if the app died over it. */
export async function unlessDead<T>(app: App, work: Promise<T>): Promise<T | null> {
  const done = await Promise.race([work, app.death.then(() => null)]);
  return app.dead ? null : done;
}

/**
 * A person who uses the app sensibly: opens what is unfinished or begins anew, does what the screen asks, and in the end
 * stops. Nothing is begun where the old password is not the right one any more and nothing is open.
 */
export async function live(computer: Computer, app: App, password: string): Promise<Ending> {
  const opened = await unlessDead(app, openRotation(app.ports, mailbox));
  if (!opened) return 'died';
  if (!opened.ok) return { failed: opened.failure.code };
  if (opened.value && !opened.value.isOver) {
    await unlessDead(app, opened.value.resume());
    return await use(computer, app, opened.value, password);
  }
  if (opened.value && opened.value.view().stage === 'finished') return 'finished';
  const planned: Result<RotationRun> | null = await unlessDead(app, planRotation(app.ports, mailbox));
  if (!planned) return 'died';
  if (!planned.ok) return { failed: planned.failure.code };
  await unlessDead(app, planned.value.getReady());
  return await use(computer, app, planned.value, password);
}

async function use(computer: Computer, app: App, run: RotationRun, password: string): Promise<Ending> {
  const person = new Person(computer, run, password);
  for (let steps = 0; steps < 40; steps += 1) {
    await drive(app, run);
    if (app.dead) return 'died';
    const { stage } = run.view();
    if (stage === 'finished' || stage === 'reverted' || run.isOver) return stage;
    await unlessDead(app, person.act(stage));
  }
  return app.dead ? 'died' : run.view().stage;
}

class Person {
  private readonly computer: Computer;
  private readonly run: RotationRun;
  private readonly password: string;
  private helped = 0;
  private readied = 0;

  constructor(computer: Computer, run: RotationRun, password: string) {
    this.computer = computer;
    this.run = run;
    this.password = password;
  }

  async act(stage: Ending): Promise<void> {
    const { run, computer } = this;
    switch (stage) {
      case 'new-password':
        await run.change(new Secret(this.password), { endSessions: false });
        return;
      case 'round':
        await run.finish();
        return;
      case 'not-ready':
        computer.clock.advance(11 * minute);
        this.readied += 1;
        await (this.readied < 3 ? run.getReady() : run.leave());
        return;
      case 'needs-help':
        computer.clock.advance(80 * minute);
        this.helped += 1;
        await run.help((['try-again', 'send-again'] as const)[this.helped - 1] ?? 'stop');
        return;
      default:
        return;
    }
  }
}
