import type { SignIn, SignInLog } from '../../shared/at-provider.ts';
import type { Timed } from './own.ts';

/** Refused sign-ins in a row, whoever made them: a server counts ours as well. */
export interface Row {
  /**
   * So many came before this entry since the last success; null where the log may not have all of them. Entries with an
   * app password are not counted.
   */
  before(entry: SignIn): number | null;
  /** So many since the last success, up to now. */
  readonly now: number | null;
}

/** `entries` in the order of their times, of all services. `isWhole`: none is missing before the first of them that counts. */
export function refusalsInARow(entries: readonly Timed[], isWhole: boolean): Row {
  const befores = new Map<SignIn, number | null>();
  let inARow = isWhole ? 0 : null;
  for (const { entry } of entries) {
    befores.set(entry, inARow);
    if (entry.outcome === 'signed-in' && entry.secret !== 'app-password') inARow = 0;
    else if (entry.outcome === 'refused' && inARow !== null) inARow += 1;
  }
  return { before: (entry) => befores.get(entry) ?? null, now: inARow };
}

/** True unless it is certain that the mailbox was not locked when this one came: a lock refuses the right password too. */
export function mayBeLocked(entry: SignIn, { lockAfter }: Pick<SignInLog, 'lockAfter'>, row: Row): boolean {
  if (lockAfter === null) return false;
  const before = row.before(entry);
  return before === null || before >= lockAfter;
}

/**
 * How many more refusals lock the mailbox; null where nobody can tell: a lock ends by itself, and how many of the later ones
 * came while it lasted, which a server need not count, is not in the log.
 */
export function triesLeft({ lockAfter, refusals }: Pick<SignInLog, 'lockAfter' | 'refusals'>, row: Row): number | null {
  if (lockAfter === null || !refusals || row.now === null || row.now > lockAfter) return null;
  return lockAfter - row.now;
}
