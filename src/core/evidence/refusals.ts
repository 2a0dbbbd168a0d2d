import type { SignIn, SignInLog } from '../../shared/at-provider.ts';
import type { Timed } from './own.ts';

/** Refused sign-ins in a row, whoever made them: a server counts ours as well. */
export interface Row {
  /** So many came before this entry since the last success. Entries with an app password are not counted. */
  before(entry: SignIn): number;
  /** So many since the last success, up to now. */
  readonly now: number;
}

/** `entries` in the order of their times, of all services. */
export function refusalsInARow(entries: readonly Timed[]): Row {
  const befores = new Map<SignIn, number>();
  let inARow = 0;
  for (const { entry } of entries) {
    befores.set(entry, inARow);
    if (entry.outcome === 'refused') inARow += 1;
    else if (entry.secret !== 'app-password') inARow = 0;
  }
  return { before: (entry) => befores.get(entry) ?? 0, now: inARow };
}

/** How many more refusals lock the mailbox; null where nobody can tell. */
export function triesLeft({ lockAfter, refusals }: Pick<SignInLog, 'lockAfter' | 'refusals'>, row: Row): number | null {
  return lockAfter === null || !refusals ? null : Math.max(lockAfter - row.now, 0);
}
