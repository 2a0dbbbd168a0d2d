/** Ends with the work, the budget (in ms) or the stop, whichever is first; then whatever is still under way is told to end. */
export async function inBudget(
  budget: number,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const timer = setTimeout(end, budget);
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();
  const over = new Promise<void>((resolve) => {
    ending.signal.addEventListener('abort', () => resolve(), { once: true });
    if (ending.signal.aborted) resolve();
  });
  try {
    await Promise.race([work(ending.signal), over]);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', end);
    end();
  }
}

/** Resolves after `ms`, or at once when the signal aborts. */
export function waited(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
