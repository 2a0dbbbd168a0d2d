import { type Failure, failureTable } from '../../shared/failures.ts';

const second = 1_000;
const minute = 60 * second;
/** For so long, in ms, a log is asked so often: a person who enters the new password now wants to see it arrive. */
const pace = [
  { until: 10 * minute, every: 20 * second },
  { until: 130 * minute, every: 5 * minute },
  { until: Number.POSITIVE_INFINITY, every: 30 * minute },
] as const;
const longest = 30 * minute;
/** The right to sign in is not free again before. */
const whenSpent = 10 * minute;

/**
 * How long to wait before the log is asked again, in ms. `since`: how long it has been watched; `failures`: how many
 * questions in a row were not answered, `last` why.
 */
export function waitBefore(since: number, failures: number, last: Failure | null): number {
  const usual = pace.find(({ until }) => since < until)?.every ?? longest;
  const slower = Math.min(usual * 2 ** Math.min(failures, 10), longest);
  return last?.code === 'mail.budget-spent' ? Math.max(slower, whenSpent) : slower;
}

/**
 * True for an answer after which asking again by itself would do harm or no good: a password or a credential was refused,
 * or something has to be put right first. A locked mailbox is not asked again either. To a server with a wrong certificate
 * nothing is sent, and it may have the right one tomorrow.
 */
export function endsWatching({ code }: Failure): boolean {
  if (code === 'provider.locked') return true;
  if (code === 'provider.certificate') return false;
  return code.startsWith('provider.') && failureTable[code].retry !== 'later';
}
