/**
 * What set-up prints. Every line belongs to work that is really done, so a second start prints nothing.
 *
 * @param {string} line
 */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** A set-up problem that the person at the keyboard can solve: shown as it is, without a stack. */
export class SetUpProblem extends Error {}

/**
 * Runs a command's whole work and turns a {@link SetUpProblem} into its text and exit code 1.
 *
 * @param {() => Promise<number | void>} work answers the exit code; nothing means 0
 */
export async function runCommand(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    const known = error instanceof SetUpProblem;
    process.stderr.write(`\n${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
