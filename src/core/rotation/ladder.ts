import { type FailureCode, failureTable, type MailFailureCode } from '../../shared/failures.ts';

const second = 1_000;
const minute = 60 * second;

/**
 * When the new password is tried again, counted from its first refusal. Mail servers cache a refusal for 60 s (mailcow)
 * up to an hour (Dovecot's default), and 11 min is past the ten minutes in which refusals are counted.
 */
export const ladder: readonly number[] = [65 * second, 11 * minute, 70 * minute];

/** Milliseconds from the first refusal to a rung (1, 2, 3), or null past the last one. */
export function rungOffset(rung: number): number | null {
  return ladder[rung - 1] ?? null;
}

/** A wait longer than this is not sat through: a person is told instead. */
export const longestHold = 75 * minute;

/** How long an address is usually kept out: fail2ban 10 min, mailcow and Hestia longer, and longer for each time. */
const blockedFor: readonly number[] = [10 * minute, 30 * minute, 60 * minute];

/** Milliseconds to wait after the n-th inconclusive answer in a row: 5 s, doubling, at most 5 min. */
export function backOff(inARow: number, code: MailFailureCode | null): number {
  if (code === 'mail.address-blocked') return blockedFor[Math.min(inARow, blockedFor.length) - 1] ?? 10 * minute;
  // a server that says "too many attempts" is not asked again within seconds
  if (code === 'mail.too-many-attempts') return 5 * minute;
  return Math.min(5 * second * 2 ** Math.min(Math.max(inARow - 1, 0), 10), 5 * minute);
}

/** Answers that waiting does not change although they say nothing about the password: a person has to look. */
const forAPerson: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'mail.oauth-required',
  'mail.protocol-switched-off',
  'mail.no-access',
  'mail.no-sign-in-offered',
  'mail.sending-refused',
]);

/** True if the same sign-in may be tried again later without a person. */
export function worthWaiting(code: MailFailureCode | null): boolean {
  return code === null || (!forAPerson.has(code) && failureTable[code].retry !== 'never');
}
