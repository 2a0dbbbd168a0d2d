import { mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { type Computer, journalPath } from '../files/computer.ts';
import { onlySynced } from '../files/memory-files.ts';
import type { Ending } from '../files/person.ts';
import { newPassword, otherPassword, type Stage, scenarios, stageFor, wholeLife } from '../files/scenarios.ts';

/** How the computer goes down in the middle of a write. */
const deaths = [
  { name: 'killed', kept: null, rest: 'missing' },
  { name: 'without power', kept: onlySynced, rest: 'missing' },
  { name: 'without power, zeros for what is missing', kept: onlySynced, rest: 'zeros' },
] as const;

/** One cut: of which write of which scenario, after how many bytes. */
export interface Cut {
  readonly scenario: number;
  readonly write: number;
  readonly byte: number;
}

/** What may be planted, to see that the suite can fail. */
export interface Plant {
  readonly liesAboutSync: boolean;
}

/** Every byte of every write of every scenario, the journal's and the attempt ledger's, in order. */
export async function allCuts(): Promise<readonly Cut[]> {
  const cuts: Cut[] = [];
  for (const [scenario, [, plan]] of scenarios.entries()) {
    const stage = await stageFor(plan);
    const from = stage.computer.disk.written.length;
    await wholeLife(stage, null, newPassword);
    if (stage.laws.broken.size > 0) throw new Error([...stage.laws.broken].join('; '));
    for (const [index, { length }] of stage.computer.disk.written.slice(from).entries()) {
      for (let byte = 0; byte <= length; byte += 1) cuts.push({ scenario, write: from + index, byte });
    }
  }
  return cuts;
}

/**
 * One cut; `place` says in which way the computer goes down. Afterwards it starts again: the journal must say what it said
 * before the write or with its whole line, a sensible person must get to an end, and no law may be broken.
 */
export async function runCut(cut: Cut, place: number, plant?: Plant): Promise<string[]> {
  const [name] = scenarios[cut.scenario] ?? [''];
  const wrong = await tearAt(cut, place % deaths.length, plant);
  return wrong.map((one) => `${name}, write ${cut.write}, byte ${cut.byte}: ${one}`);
}

async function tearAt({ scenario, write, byte }: Cut, way: number, plant: Plant | undefined): Promise<string[]> {
  const [, plan] = scenarios[scenario] ?? scenarios[0] ?? ['', null];
  const death = deaths[way];
  if (!plan || !death) return ['there is no such scenario'];
  const stage = await stageFor(plan);
  const { computer, laws } = stage;
  computer.disk.trouble.liesAboutSync = plant?.liesAboutSync ?? false;
  computer.disk.trouble.cut = { write, byte, rest: death.rest };
  let noted = 0;
  const { onWrite } = computer.disk;
  computer.disk.onWrite = (path, bytes) => {
    const isCut = computer.disk.written.length - 1 === write;
    if (path === journalPath && (!isCut || byte === bytes.length)) noted += 1;
    onWrite(path, bytes);
  };
  const before = linesNow(computer);
  const first = await wholeLife(stage, null, newPassword);
  const wrong: string[] = first === 'died' ? [] : [`the first life did not die: ${String(first)}`];
  computer.end(death.kept);
  computer.clock.advance(2_000);
  const found = await linesAfter(computer);
  if (found !== before + noted) wrong.push(`the journal has ${found} lines and not ${before + noted} (${death.name})`);
  laws.check();
  const ending = await wholeLife(stage, null, otherPassword);
  return [...wrong, ...judge(stage, ending)];
}

const linesNow = (computer: Computer): number => String(computer.disk.peek(journalPath) ?? '').split('\n').length - 1;

async function linesAfter(computer: Computer): Promise<number | string> {
  const read = await computer.boot().ports.journal.read(mailbox);
  computer.end();
  return read.ok ? read.value.length : read.failure.code;
}

/** What must be so once a person has followed the app to an end. */
export function judge({ computer, laws }: Stage, ending: Ending): string[] {
  const wrong = [...laws.broken];
  if (ending !== 'finished' && ending !== 'reverted') wrong.push(`it ends as ${JSON.stringify(ending)}`);
  const { truth, clock } = computer.service;
  const kept = [...computer.keychain.texts().values()];
  if (!kept.includes(truth.passwordAt(clock.trueNow()))) wrong.push('the real password is nowhere in the end');
  return wrong;
}
