import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import type { CallTrouble } from '../http-call.ts';
import { trouble } from '../outcome.ts';
import type { Mailcow } from './client.ts';
import { hostStatusSchema } from './types.ts';

/** What the server's wall clock shows, in milliseconds since 1970. */
export interface ServerClock {
  readonly now: number;
  /** When a date and time of its tables was: they name no zone. */
  at(datetime: string): number;
  /** What is older may be an hour off, because summer time may have begun or ended since. */
  readonly sureFrom: number;
}

const quarter = 15 * 60_000;
/** How far two clocks may be apart, in ms: beyond, a quarter of an hour could be a zone or a clock that is wrong. */
const drift = 5 * 60_000;
const hour = 60 * 60_000;
/** Nobody asks for what is older. In ms. */
const farthest = 8 * 24 * hour;

/**
 * Which zone the server's times are in. All its parts have one (`TZ` in docker-compose.yml), which no call names, so it is
 * told from what its clock shows now: zones differ by whole quarters of an hour.
 */
export async function readClock(mailcow: Mailcow): Promise<Result<ServerClock, CallTrouble>> {
  const answer = await mailcow.ask('GET', 'get/status/host', null);
  if (!answer.ok) return answer;
  const status = hostStatusSchema.safeParse(answer.value);
  const clock = status.success ? clockOf(status.data.system_time, Date.now()) : null;
  const words = mailcow.words('get/status/host: no clock, or one that is minutes off');
  return clock === null ? failed({ ...trouble('provider.odd-answer', words), sent: true }) : success(clock);
}

/** The clock that shows `shown` (`22.11.2026 13:05:09`) at our `now`; null where its zone cannot be told from it. */
export function clockOf(shown: string, now: number): ServerClock | null {
  const [day = '', month = '', year = '', ...time] = shown.split(/[. :]/);
  const asUtc = utcOf([year, month, day, ...time]);
  const zone = Math.round((asUtc - now) / quarter) * quarter;
  if (!(Math.abs(asUtc - now - zone) <= drift)) return null;
  const at = (datetime: string): number => utcOf(datetime.split(/[- :]/)) - zone;
  return { now: asUtc - zone, at, sureFrom: sureFrom(now) };
}

/** The server's zone has no name, but where it keeps summer time it most likely does so with this computer's. */
function sureFrom(now: number): number {
  const zoneAt = (time: number): number => new Date(time).getTimezoneOffset();
  let from = now;
  while (now - from < farthest && zoneAt(from - hour) === zoneAt(now)) from -= hour;
  // what came just before the change reads as if it had come up to an hour after it
  return from + hour;
}

function utcOf(parts: readonly string[]): number {
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hours, minutes, seconds);
}
