import fc from 'fast-check';
import type { Computer } from '../files/computer.ts';
import { type Command, sequence } from './commands.ts';
import { Session } from './session.ts';

/** A bug that is planted before anything happens. */
export type Plant = (computer: Computer) => void;

/** The laws that a sequence breaks, in words; none is the only right answer. */
export async function brokenBy(commands: readonly Command[], plant?: Plant): Promise<string[]> {
  const session = await Session.begin();
  plant?.(session.computer);
  for (const command of commands) {
    await session.happen(command);
    if (session.laws.broken.size > 0) break;
  }
  session.end();
  return [...session.laws.broken];
}

/** Sequences number `from` to `to` (not included) under this seed. A failure names its number and its smallest case. */
export async function runSequences(
  from: number,
  to: number,
  seed: number,
): Promise<{ runs: number; failures: string[] }> {
  const failures: string[] = [];
  for (let number = from; number < to; number += 1) {
    const property = fc.asyncProperty(sequence, async (commands) => {
      const broken = await brokenBy(commands);
      if (broken.length > 0) throw new Error(broken.join('; '));
    });
    const found = await fc.check(property, { seed: seed + number, numRuns: 1 });
    if (!found.failed) continue;
    const why = found.errorInstance instanceof Error ? found.errorInstance.message : 'it does not end';
    failures.push(`sequence ${number} of seed ${seed}: ${why}: ${JSON.stringify(found.counterexample?.[0])}`);
  }
  return { runs: to - from, failures };
}
