import { planRotation } from '../../../src/core/rotation/open.ts';
import { reduce } from '../../../src/core/rotation/reduce.ts';
import type { RotationRun } from '../../../src/core/rotation/run.ts';
import { mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { FailureCode } from '../../../src/shared/failures.ts';
import { type App, type Computer, journalPath } from '../files/computer.ts';
import { drive } from '../files/person.ts';
import { newPassword, type Stage, scenarios, stageFor } from '../files/scenarios.ts';

const minute = 60_000;

/** From which write on the disk is full, and how many bytes of that one still fit. */
export interface Fullness {
  readonly write: number;
  readonly fits: number;
}

export interface FullDisk {
  /** What the window said when the disk had filled up; null if this write was never reached. */
  readonly stuck: { readonly stage: string; readonly code: FailureCode | null } | null;
  readonly failures: string[];
}

/**
 * One rotation on a disk that fills up. Whatever stands still must say so, nothing may be lost or sent unnoted; then
 * there is room again, the person tries again in the same window, and it must go on to its end with one change.
 */
export async function runFullDisk(full: Fullness): Promise<FullDisk> {
  const plan = scenarios[0]?.[1];
  if (!plan) throw new Error('there is a first scenario');
  const stage = await stageFor(plan);
  const { computer, laws } = stage;
  const app = computer.boot();
  const planned = await planRotation(app.ports, mailbox);
  if (!planned.ok) throw new Error(planned.failure.code);
  const run = planned.value;
  const restore = fill(computer, full);
  const first = await attempt(app, run);
  laws.check();
  const stuck = first === 'finished' ? null : { stage: run.view().stage, code: codeOf(run) };
  const wrong = stuck ? await whileFull(stage, app, run, first) : [];
  restore();
  computer.clock.advance(2 * minute);
  let last = first;
  for (let tries = 0; tries < 6 && last !== 'finished'; tries += 1) {
    last = await attempt(app, run);
    computer.clock.advance(11 * minute);
  }
  laws.check();
  if (last !== 'finished') wrong.push(`with room again it ends as ${last}, ${codeOf(run)}`);
  if (computer.service.truth.changes.length !== 1) wrong.push(`${computer.service.truth.changes.length} changes`);
  computer.end();
  return { stuck, failures: [...wrong, ...laws.broken] };
}

function fill(computer: Computer, { write, fits }: Fullness): () => void {
  const { trouble, written } = computer.disk;
  const { onWrite } = computer.disk;
  if (fits === 0) trouble.fullFrom = write;
  computer.disk.onWrite = (path, bytes) => {
    if (fits > 0 && written.length - 1 === write) trouble.room = fits;
    onWrite(path, bytes);
  };
  return () => {
    trouble.fullFrom = null;
    trouble.room = null;
    computer.disk.onWrite = onWrite;
  };
}

/** One go of the person: does what the screen asks until it is finished or asks for something that did not work. */
async function attempt(app: App, run: RotationRun): Promise<string> {
  const { stage } = run.view();
  if (stage === 'getting-ready' || stage === 'not-ready' || run.view().checks.every((one) => one.state === 'waiting')) {
    const ready = await run.getReady();
    if (!ready.ok) return ready.failure.code;
  }
  if (run.view().stage === 'new-password') {
    const changed = await run.change(new Secret(newPassword), { endSessions: false });
    if (!changed.ok) return changed.failure.code;
  }
  await drive(app, run);
  if (run.view().stage === 'needs-help') {
    await run.help('try-again');
    await drive(app, run);
  }
  if (run.view().stage === 'round') {
    const done = await run.finish();
    if (!done.ok) return done.failure.code;
  }
  await drive(app, run);
  return run.view().stage;
}

const codeOf = (run: RotationRun): FailureCode | null => run.view().failure?.code ?? null;

/** F24 and F25: before sending nothing has left; after it the window still has the password to show. */
async function whileFull({ computer }: Stage, app: App, run: RotationRun, said: string): Promise<string[]> {
  const { changes } = computer.service.truth;
  const wrong: string[] = [];
  const intended = String(computer.disk.synced(journalPath) ?? '').includes('"submitting"');
  if (changes.length > 0 && !intended) wrong.push('sent although the intent did not fit on the disk');
  const codes: readonly (string | null)[] = [said, codeOf(run)];
  const told = codes.some((code) => code === 'journal.disk-full' || code === 'mail.budget-spent');
  if (!told) wrong.push(`a full disk is not what the window says: ${codes.join(', ')}`);
  if (changes.length === 0) return wrong;
  const read = await app.ports.journal.read(mailbox);
  const { pending, current } = reduce(read.ok ? read.value : []);
  const sent = run.view().pending ?? pending?.version ?? current?.version;
  const shown = sent ? await app.ports.secrets.get(mailbox, sent) : null;
  if (!shown?.ok || shown.value.reveal() !== newPassword) wrong.push('the window cannot show the password it sent');
  return wrong;
}

/** Every byte at which the disk can fill up in a rotation. */
export async function writesOfRotation(): Promise<readonly Fullness[]> {
  const plan = scenarios[0]?.[1];
  if (!plan) throw new Error('there is a first scenario');
  const { computer } = await stageFor(plan);
  const from = computer.disk.written.length;
  const app = computer.boot();
  const planned = await planRotation(app.ports, mailbox);
  if (planned.ok) await attempt(app, planned.value);
  computer.end();
  return computer.disk.written.slice(from).flatMap(({ length }, index) => {
    const write = from + index;
    return Array.from({ length }, (_none, fits) => ({ write, fits }));
  });
}
