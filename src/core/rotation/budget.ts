import type { MailboxId, VersionId } from '../../shared/ids.ts';
import type { AttemptAsk } from '../ports.ts';

/**
 * One sign-in that still matters. `in-flight` means: not answered yet and this very process is waiting for the answer. A
 * store that finds one in flight from an earlier process hands it in as `refused`, so that a crash is counted as spent.
 * Inconclusive attempts are not kept. A history is in the order in which the attempts were reserved.
 */
export interface AttemptRecord {
  readonly at: number;
  readonly server: string;
  readonly mailbox: MailboxId;
  readonly version: VersionId;
  readonly standing: AttemptAsk['standing'];
  readonly state: 'in-flight' | 'refused' | 'signed-in';
}

export type AttemptDecision = { readonly granted: true } | { readonly granted: false; readonly freeAt: number };

const tenMinutes = 10 * 60_000;
export const sevenDays = 7 * 24 * 3_600_000;
/** Refusals after which a server is asked no more: within ten minutes, the same after a person's click, within seven days. */
export const limits = { inTenMinutes: 2, inTenMinutesByPerson: 3, inSevenDays: 4 } as const;

/** Server names are compared without case and without the dot that may end them. */
export const serverKey = (server: string): string => server.toLowerCase().replace(/\.$/, '');

/**
 * May this sign-in be tried now? Per server name at most 2 refusals in 10 minutes and 4 in 7 days unless a person
 * clicked, and 3 in 10 minutes whatever is clicked; per mailbox and version one, until a person acts or a rung of the
 * ladder falls due, or the version has signed in since. An attempt with an unproven secret counts as refused while it is
 * in flight; one with a proven secret waits for refusals only. Times from the future (the clock was put back) count as
 * now, so that moving the clock frees nothing. `now` and `freeAt` are wall-clock milliseconds.
 */
export function decideAttempt(history: readonly AttemptRecord[], ask: AttemptAsk, now: number): AttemptDecision {
  const counted = history.filter((one) => counts(one, ask)).map((one) => ({ ...one, at: Math.min(one.at, now) }));
  const here = counted.filter((one) => serverKey(one.server) === serverKey(ask.server));
  const times = here.map((one) => one.at).sort((a, b) => a - b);
  const short = ask.prompted === 'person' ? limits.inTenMinutesByPerson : limits.inTenMinutes;
  const waits = [freeFrom(times, tenMinutes, short, now)];
  if (ask.prompted !== 'person') waits.push(freeFrom(times, sevenDays, limits.inSevenDays, now));
  if (ask.prompted === 'app') waits.push(versionFreeFrom(history, ask, now));
  const freeAt = Math.max(...waits);
  return freeAt > now ? { granted: false, freeAt } : { granted: true };
}

/** Leaves out what no rule looks at any more. Times from the future stay. */
export function stillCounting(history: readonly AttemptRecord[], now: number): AttemptRecord[] {
  return history.filter((one) => one.at > now - sevenDays);
}

/** Refusals that count now, for the face. */
export function refusalsAt(
  history: readonly AttemptRecord[],
  server: string,
  now: number,
): { inTenMinutes: number; inSevenDays: number } {
  const times = history
    .filter((one) => one.state !== 'signed-in' && serverKey(one.server) === serverKey(server))
    .filter((one) => one.state === 'refused' || one.standing === 'unproven')
    .map((one) => Math.min(one.at, now));
  const within = (window: number) => times.filter((at) => at > now - window).length;
  return { inTenMinutes: within(tenMinutes), inSevenDays: within(sevenDays) };
}

function counts(one: AttemptRecord, ask: AttemptAsk): boolean {
  if (one.state === 'refused') return true;
  return one.state === 'in-flight' && one.standing === 'unproven' && ask.standing === 'unproven';
}

/** When fewer than `limit` of the ascending times lie inside the window; `now` if that is so already. */
function freeFrom(times: readonly number[], window: number, limit: number, now: number): number {
  const inside = times.filter((at) => at > now - window);
  const leaving = inside[inside.length - limit];
  return leaving === undefined ? now : leaving + window;
}

function versionFreeFrom(history: readonly AttemptRecord[], ask: AttemptAsk, now: number): number {
  const own = history.filter((one) => one.mailbox === ask.mailbox && one.version === ask.version);
  // by place, not by time: the clock may have been put back between the two
  const sinceSignedIn = own.slice(own.findLastIndex((one) => one.state === 'signed-in') + 1);
  const times = sinceSignedIn.filter((one) => counts(one, ask)).map((one) => Math.min(one.at, now));
  times.sort((a, b) => a - b);
  return freeFrom(times, sevenDays, 1, now);
}
