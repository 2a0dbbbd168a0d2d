export type Settled<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'threw'; readonly words: string }
  | { readonly kind: 'hangs' };

/** What became of a call that must neither throw nor take longer than `limit` milliseconds. */
export async function settled<T>(call: Promise<T>, limit: number): Promise<Settled<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Settled<T>>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'hangs' }), limit);
  });
  const done = call.then(
    (value): Settled<T> => ({ kind: 'done', value }),
    (error: unknown): Settled<T> => ({ kind: 'threw', words: String(error) }),
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs `from` to `to` (excluded), at most `lanes` at the same time, and gathers what was wrong, with the run's number. */
export async function runAll(
  range: { readonly from: number; readonly to: number; readonly lanes: number },
  one: (run: number) => Promise<readonly string[]>,
): Promise<string[]> {
  const failures: string[] = [];
  let next = range.from;
  const lane = async () => {
    while (next < range.to) {
      const run = next;
      next += 1;
      for (const what of await one(run)) failures.push(`run ${run}: ${what}`);
    }
  };
  await Promise.all(Array.from({ length: range.lanes }, lane));
  return failures;
}

/** Hears of everything that nobody caught, and of warnings, while `work` runs. */
export async function withoutStrays(work: () => Promise<string[]>): Promise<string[]> {
  const strays: string[] = [];
  const onUncaught = (error: unknown) =>
    strays.push(`nobody caught: ${error instanceof Error ? error.stack : String(error)}`);
  const onWarning = (warning: Error) => strays.push(`warning: ${warning.stack}`);
  process.on('unhandledRejection', onUncaught).on('uncaughtException', onUncaught).on('warning', onWarning);
  try {
    const failures = await work();
    // A rejection is known to be unhandled only after the loop has turned.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return [...failures, ...strays];
  } finally {
    process.off('unhandledRejection', onUncaught).off('uncaughtException', onUncaught).off('warning', onWarning);
  }
}
