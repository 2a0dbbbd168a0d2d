/** Longer than this nobody is asked to wait; what says so is no answer to rely on. */
const longestPause = 7 * 24 * 60 * 60;

/**
 * What `Retry-After` says, in whole seconds; null where it says nothing usable. It holds seconds or a date (RFC 9110 section
 * 10.2.3); a date counts from the answer's own `Date`, because this computer's clock may be wrong.
 */
export function pauseOf(headers: ReadonlyMap<string, readonly string[]>): number | null {
  const [said = ''] = headers.get('retry-after') ?? [];
  const seconds = /^\d{1,9}$/.test(said) ? Number(said) : until(said, headers.get('date')?.[0] ?? '');
  const usable = Number.isFinite(seconds) && seconds >= 0 && seconds <= longestPause;
  return usable ? Math.ceil(seconds) : null;
}

function until(then: string, now: string): number {
  return (Date.parse(then) - Date.parse(now)) / 1_000;
}
