import type { SignInLog } from '../../shared/at-provider.ts';

/** A stretch of time by the clock of this computer, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How the server's times are read by our clock. */
export interface LogClock {
  /** When it was by our clock; what the log has may lie `doubt` before or after. */
  at(time: number): number;
  readonly doubt: number;
}

/** Logs are written to the second. */
const grain = 1_000;
/** A server that does not tell its time may be off by so much: what mailcow's clock and Kerberos allow as well. */
const untold = 5 * 60_000;

/** `asked`: from the question to the answer, in which the server looked at its clock. */
export function clockOf({ serverNow }: Pick<SignInLog, 'serverNow'>, asked: Span): LogClock {
  if (serverNow === null) return { at: (time) => time, doubt: untold };
  const half = Math.max(asked.to - asked.from, 0) / 2;
  const ahead = serverNow - (asked.from + half);
  return { at: (time) => time - ahead, doubt: half + grain };
}
