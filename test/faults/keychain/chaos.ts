import { forgetOld } from '../../../src/core/rotation/forget.ts';
import { openRotation, planRotation } from '../../../src/core/rotation/open.ts';
import { reduce } from '../../../src/core/rotation/reduce.ts';
import type { RotationRun } from '../../../src/core/rotation/run.ts';
import { mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { FailureCode } from '../../../src/shared/failures.ts';
import type { App, Computer } from '../files/computer.ts';
import { drive } from '../files/person.ts';
import { firstPassword, newPassword, type Stage, scenarios, stageFor } from '../files/scenarios.ts';
import type { KeychainTrouble } from './chaos-keytar.ts';

const minute = 60_000;
const day = 86_400_000;

/** From which act of the keychain on, counted from the start of the rotation, and how long it goes wrong. */
export interface Chaos {
  readonly trouble: KeychainTrouble;
  readonly from: number;
  /** `once`: this act alone. `on`: until the person has looked and put it right. */
  readonly lasts: 'once' | 'on';
  /** Kill the app while it is wrong, and start it anew. */
  readonly restart: boolean;
}

export interface ChaosResult {
  /** Codes that the person was shown while the keychain was wrong. */
  readonly told: readonly string[];
  readonly failures: string[];
}

/** The codes that fit each trouble; empty: nothing has to be said, because it only takes longer. */
export const fitting: Record<KeychainTrouble, readonly FailureCode[]> = {
  locked: ['keychain.locked'],
  dismissed: ['keychain.locked'],
  denied: ['keychain.denied'],
  absent: ['keychain.absent'],
  'no-collection': ['keychain.no-collection'],
  slow: [],
  lossy: ['keychain.read-back-differs', 'keychain.entry-missing'],
  differs: ['keychain.read-back-differs'],
  full: ['keychain.failed'],
  'no-delete': ['keychain.failed'],
  'no-read': ['keychain.failed'],
};

/**
 * One whole rotation and its tidying up while the keychain goes wrong from one of its acts on. Nothing may be sent or lost
 * because of it; then the keychain is right again and the person gets to the end with one change.
 */
export async function runChaos(chaos: Chaos): Promise<ChaosResult> {
  const plan = scenarios[0]?.[1];
  if (!plan) throw new Error('there is a first scenario');
  const stage = await stageFor(plan);
  const { computer, laws } = stage;
  const begin = computer.keychain.acts.length + chaos.from;
  computer.keychain.trouble = (_act, number) => {
    const hit = chaos.lasts === 'once' ? number === begin : number >= begin;
    return hit ? chaos.trouble : null;
  };
  let app = computer.boot();
  const told = new Set<string>();
  let gone = await go(app, computer, told);
  laws.check();
  if (chaos.restart) {
    computer.end();
    app = computer.boot();
    gone = await go(app, computer, told);
    laws.check();
  }
  computer.keychain.trouble = () => null;
  const wrong: string[] = [];
  for (let tries = 0; tries < 5 && gone !== 'finished'; tries += 1) {
    computer.clock.advance(11 * minute);
    computer.end();
    app = computer.boot();
    gone = await go(app, computer, new Set());
  }
  if (gone !== 'finished') wrong.push(`with the keychain right again it ends as ${gone}`);
  const { changes } = computer.service.truth;
  if (changes.length !== 1) wrong.push(`${changes.length} changes`);
  laws.check();
  wrong.push(...(await tidied(app, stage, chaos.trouble)));
  computer.end();
  return { told: [...told], failures: [...wrong, ...laws.broken, ...wrongCodes(chaos, told)] };
}

/** After the kept days the old version goes, and it alone; while the keychain is wrong, it may fail and be done again. */
async function tidied(app: App, { computer, laws }: Stage, trouble: KeychainTrouble): Promise<string[]> {
  computer.clock.advance(15 * day);
  const wrong: string[] = [];
  const tidy = () => forgetOld(app.ports, mailbox, new AbortController().signal);
  computer.keychain.trouble = () => trouble;
  const first = await tidy();
  laws.check();
  if (!first.ok && !isFitting(trouble, first.failure.code)) wrong.push(`${trouble} is told as ${first.failure.code}`);
  computer.keychain.trouble = () => null;
  computer.clock.advance(8 * day);
  const second = await tidy();
  laws.check();
  if (!second.ok) wrong.push(`tidying up fails with ${second.failure.code}`);
  const kept = [...computer.keychain.texts()].filter(([name]) => name.startsWith(`mailbox/${mailbox}/`));
  if (kept.some(([, text]) => text === firstPassword)) wrong.push('the old version stays for ever');
  return wrong;
}

function wrongCodes({ trouble }: Chaos, told: ReadonlySet<string>): string[] {
  const odd = [...told].filter((code) => code.startsWith('keychain.') && !isFitting(trouble, code));
  return odd.map((code) => `${trouble} is told as ${code}`);
}

const isFitting = (trouble: KeychainTrouble, code: string): boolean =>
  (fitting[trouble] as readonly string[]).includes(code);

/** What a person does: opens the app, follows it, tries again once, and looks at what it says. */
async function go(app: App, computer: Computer, told: Set<string>): Promise<string> {
  const opened = await openRotation(app.ports, mailbox);
  if (!opened.ok) return note(told, opened.failure.code);
  let run = opened.value;
  if (run?.isOver && run.view().stage === 'finished') return await tidyNow(app, told);
  if (run && !run.isOver) await run.resume();
  else {
    const planned = await planRotation(app.ports, mailbox);
    if (!planned.ok) return note(told, planned.failure.code);
    run = planned.value;
    const ready = await run.getReady();
    if (!ready.ok) return note(told, ready.failure.code);
  }
  return await follow(app, computer, run, told);
}

async function follow(app: App, computer: Computer, run: RotationRun, told: Set<string>): Promise<string> {
  await drive(app, run);
  if (run.view().stage === 'new-password') {
    const changed = await run.change(new Secret(newPassword), { endSessions: false });
    if (!changed.ok) return note(told, changed.failure.code);
    await drive(app, run);
  }
  if (run.view().stage === 'needs-help') {
    note(told, run.view().failure?.code ?? 'nothing');
    computer.clock.advance(11 * minute);
    await run.help('try-again');
    await drive(app, run);
  }
  if (run.view().failure) note(told, run.view().failure?.code ?? '');
  if (run.view().stage === 'round') {
    const done = await run.finish();
    if (!done.ok) return note(told, done.failure.code);
  }
  const { stage } = run.view();
  return stage === 'finished' ? await tidyNow(app, told) : stage;
}

/** Nothing is due yet: asked all the same, because it reads the keychain. */
async function tidyNow(app: App, told: Set<string>): Promise<string> {
  const read = await app.ports.journal.read(mailbox);
  if (!read.ok) return note(told, read.failure.code);
  const { current } = reduce(read.value);
  const shown = current && (await app.ports.secrets.get(mailbox, current.version));
  return shown && !shown.ok ? note(told, shown.failure.code) : 'finished';
}

function note(told: Set<string>, code: string): string {
  told.add(code);
  return code;
}

/** How many acts of the keychain a rotation makes, from opening to the end. */
export async function actsOfRotation(): Promise<number> {
  const plan = scenarios[0]?.[1];
  if (!plan) throw new Error('there is a first scenario');
  const { computer } = await stageFor(plan);
  const from = computer.keychain.acts.length;
  const ending = await go(computer.boot(), computer, new Set());
  if (ending !== 'finished') throw new Error(`without trouble it ends as ${ending}`);
  computer.end();
  return computer.keychain.acts.length - from;
}
