import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { diskFiles } from '../../../src/main/storage/file-layer.ts';
import { createJournal } from '../../../src/main/storage/journal.ts';
import { mailboxIdSchema } from '../../../src/shared/ids.ts';
import { success } from '../../../src/shared/result.ts';
import { compileChild } from '../../kits/child-script.ts';

interface Told {
  readonly epoch: number | null;
  readonly pid: number;
  readonly seqs: readonly number[];
  readonly refused: readonly string[];
}

const mailbox = mailboxIdSchema.parse('mailbox000000001');
const key = () => Promise.resolve(success(new Uint8Array(32).fill(7)));
/** Every so many races the pair is started anew, so that processes that have just come up race too. */
const racesOfAPair = 10;
const patience = 20_000;

class Contestant {
  readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private wake: () => void = () => undefined;

  constructor(script: string) {
    this.child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!this.child.stdout) throw new Error('the child has no output');
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.wake();
    });
  }

  async race(folder: string): Promise<Told> {
    this.child.stdin?.write(`${folder}\n`);
    let late: NodeJS.Timeout | undefined;
    while (this.lines.length === 0) {
      await new Promise<void>((resolve, reject) => {
        this.wake = resolve;
        late = setTimeout(() => reject(new Error('a contestant does not answer')), patience);
      }).finally(() => clearTimeout(late));
    }
    return JSON.parse(this.lines.shift() ?? '') as Told;
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** What is wrong after both have raced: nothing, if exactly one has written, all of it, and the journal is sound. */
async function faultsOf(folder: string, told: readonly Told[], epoch: number): Promise<string[]> {
  const faults: string[] = [];
  const winners = told.filter((one) => one.epoch !== null);
  if (winners.length !== 1) faults.push(`${winners.length} writers`);
  if (winners.some((one) => one.epoch !== epoch)) faults.push(`epoch ${winners[0]?.epoch} instead of ${epoch}`);
  if (winners.some((one) => one.refused.length > 0)) faults.push('the writer was refused a line');
  if (told.some((one) => one.epoch === null && one.seqs.length > 0)) faults.push('a loser wrote');
  if (told.some((one) => one.refused.some((code) => code !== 'app.another-instance'))) faults.push('another refusal');
  const read = await createJournal({ folder, files: diskFiles, key, now: Date.now }).read(mailbox);
  if (!read.ok) return [...faults, `the journal is ${read.failure.code}`];
  const writers = read.value.flatMap(({ fact }) => (fact.type === 'waiting' ? [fact.until] : []));
  if (read.value.some(({ seq }, place) => seq !== place + 1)) faults.push('the chain has a gap');
  const last = writers.slice(-(winners[0]?.seqs.length ?? 0));
  if (last.some((pid) => pid !== winners[0]?.pid)) faults.push('lines of two writers are mixed');
  if (writers.length !== epoch * (winners[0]?.seqs.length ?? 0)) faults.push(`${writers.length} lines`);
  return faults;
}

/** Two at once; then whoever has won is killed, and the next one must get the right at once, with the next epoch. */
async function raceAndKill(script: string, folder: string): Promise<string[]> {
  const pair = [new Contestant(script), new Contestant(script)];
  const third = new Contestant(script);
  try {
    const told = await Promise.all(pair.map((one) => one.race(folder)));
    const faults = await faultsOf(folder, told, 1);
    await pair[told.findIndex((one) => one.epoch !== null)]?.kill();
    const next = await third.race(folder);
    return [...faults, ...(await faultsOf(folder, [next], 2)).map((fault) => `after the kill: ${fault}`)];
  } finally {
    await Promise.all([...pair, third].map((one) => one.kill()));
  }
}

/**
 * Races `from` up to and without `to`: two processes start at once on one folder and both try to append to the same
 * journal. The last of each ten kills the winner and looks who comes next. `seed` is in the name of each failure only:
 * what decides a race is the computer.
 */
export async function run(from: number, to: number, seed: number): Promise<{ runs: number; failures: string[] }> {
  const place = mkdtempSync(join(tmpdir(), 'keyround-race-'));
  const failures: string[] = [];
  let pair: Contestant[] = [];
  try {
    const script = await compileChild(new URL('contestant.ts', import.meta.url), place);
    for (let race = from; race < to; race += 1) {
      const folder = mkdtempSync(join(place, 'app-'));
      const turn = (race - from) % racesOfAPair;
      let faults: string[];
      if (turn === racesOfAPair - 1) {
        faults = await raceAndKill(script, folder);
      } else {
        if (turn === 0) {
          await Promise.all(pair.map((one) => one.kill()));
          pair = [new Contestant(script), new Contestant(script)];
        }
        const told = await Promise.all(pair.map((one) => one.race(folder)));
        faults = await faultsOf(folder, told, 1);
      }
      failures.push(...faults.map((fault) => `race ${race} (seed ${seed}): ${fault}`));
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    await Promise.all(pair.map((one) => one.kill()));
    rmSync(place, { recursive: true, force: true });
  }
  return { runs: to - from, failures };
}
