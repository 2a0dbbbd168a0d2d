import fc from 'fast-check';
import { type Sequence, sequence } from './commands.ts';
import { Session } from './session.ts';

/** A bug that is planted before anything happens. */
export type Plant = (session: Session) => void;

/** The laws that a sequence breaks, in words; none is the only right answer. */
export async function brokenBy({ mode, commands }: Sequence, plant?: Plant, seen?: Set<string>): Promise<string[]> {
  const session = await Session.begin(mode);
  plant?.(session);
  for (const command of commands) {
    await session.happen(command);
    if (session.laws.broken.size > 0) break;
  }
  if (session.laws.broken.size === 0) await session.lookAtSheet();
  session.end();
  for (const one of session.seen) seen?.add(one);
  return [...session.laws.broken];
}

/**
 * Sequences number `from` to `to` (not included) under this seed. A failure names its number and its smallest case. What
 * was really come to is put into `seen`.
 */
export async function runSequences(
  from: number,
  to: number,
  seed: number,
  seen?: Set<string>,
): Promise<{ runs: number; failures: string[] }> {
  const failures: string[] = [];
  for (let number = from; number < to; number += 1) {
    const property = fc.asyncProperty(sequence, async (one) => {
      const broken = await brokenBy(one, undefined, seen);
      if (broken.length > 0) throw new Error(broken.join('; '));
    });
    const found = await fc.check(property, { seed: seed + number, numRuns: 1 });
    if (!found.failed) continue;
    const why = found.errorInstance instanceof Error ? found.errorInstance.message : 'it does not end';
    failures.push(`sequence ${number} of seed ${seed}: ${why}: ${JSON.stringify(found.counterexample?.[0])}`);
  }
  return { runs: to - from, failures };
}
