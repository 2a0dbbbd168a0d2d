import * as z from 'zod';
import { allSuites } from './all-suites.ts';
import type { Counts } from './fault-suite.ts';

const taskSchema = z.strictObject({ suite: z.string(), from: z.int(), to: z.int(), seed: z.int() });
export type Task = z.infer<typeof taskSchema>;
export const countsSchema = z.strictObject({
  run: z.int(),
  failed: z.int(),
  failures: z.array(z.string()),
  met: z.int().optional(),
}) satisfies z.ZodType<Counts>;

const suites = allSuites();

/** Does one task in a process of its own, and answers with its counts. */
export async function answer(message: unknown): Promise<Counts> {
  const { suite, from, to, seed } = taskSchema.parse(message);
  const found = (await suites).find(({ name }) => name === suite);
  if (!found) throw new Error(`there is no suite ${suite}`);
  const { run, failed, failures, met } = await found.run({ from, to }, seed);
  return { run, failed, failures, met };
}
