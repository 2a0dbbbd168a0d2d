import type { EvidenceView } from '../../shared/apps.ts';
import { mostEntries, type SignInLog } from '../../shared/at-provider.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { Protocol } from '../../shared/model.ts';
import type { Sight } from '../rotation/round.ts';
import type { Side } from '../verify/types.ts';
import { isLocalAddress, isLoopback } from './addresses.ts';
import { type Candidates, candidatesFor, type WatchedClient } from './candidates.ts';
import { clockOf, type LogClock, type Span } from './clock.ts';
import type { ClientNames } from './names.ts';
import { type Foreign, type OwnSignIn, type Timed, withoutOwn } from './own.ts';
import { mayBeLocked, type Row, refusalsInARow, triesLeft } from './refusals.ts';

/** What is known on our side when a log is read. All times are of this computer's clock. */
export interface Watched {
  readonly clients: readonly WatchedClient[];
  /** From then on only the new password signs in, at every server. */
  readonly changedAt: number;
  readonly own: readonly OwnSignIn[];
  readonly names: ClientNames;
  /** The mail server stands in a private network, so that devices come from there too. */
  readonly near: boolean;
  /** The mail server runs on this computer, so that its apps come from there too. */
  readonly onHost: boolean;
  /** The question to the provider, until its answer was here. */
  readonly asked: Span;
  /** Our clock was put forward by so much since the change, in ms: what came before may look so much later. */
  readonly setForward: number;
}

export type Reading = { readonly sights: readonly Sight[] } & Pick<EvidenceView, 'unclear' | 'knocking'>;

interface Judged extends Foreign {
  readonly candidates: Candidates;
  /** What it shows is shown of this one. */
  readonly client: ClientId | null;
  /** It may be of the provider's own webmail. */
  readonly isInside: boolean;
}

const mostUnclear = 20;
/** A refusal that is older than this says nothing of now, in ms. */
const knocksFor = 24 * 3_600_000;

const sideOf = (protocol: Protocol): Side => (protocol === 'smtp' ? 'sending' : 'receiving');

/**
 * What a sign-in log shows of the devices of the list. Whatever fits several of them, may be our own, or may have been
 * before the change raises no grade: every doubt can only lose a sight, never make one.
 */
export function readLog(log: SignInLog, watched: Watched): Reading {
  const clock = clockOf(log, watched.asked);
  const entries = timed(log, clock, watched.asked);
  const row = refusalsInARow(
    entries.filter(({ entry }) => entry.outcome === 'signed-in' || log.refusals),
    clock.at(log.reachesBackTo) <= watched.changedAt,
  );
  const mail = entries.filter(
    ({ entry }) => entry.protocol !== null && entry.secret !== 'app-password' && entry.at >= log.timesSureFrom,
  );
  const foreign = withoutOwn(mail, watched.own, clock.doubt)
    .filter(({ at }) => earliestOf(at, clock, watched) > watched.changedAt)
    .map((one) => judge(one, log, watched, clock, row));
  const sights = sightsOf(foreign);
  return {
    sights,
    unclear: unclearOf(foreign),
    knocking: knockingOf(foreign, watched.asked.to, triesLeft(log, row)),
  };
}

/** In the order of their times by our clock, and within one second in that of the log. What lies in the future was never seen. */
function timed({ entries }: SignInLog, clock: LogClock, asked: Span): readonly Timed[] {
  return entries
    .slice(0, mostEntries)
    .toReversed()
    .map((entry) => ({ entry, at: clock.at(entry.at) }))
    .filter(({ at }) => Number.isFinite(at) && at <= asked.to + clock.doubt)
    .sort((a, b) => a.at - b.at);
}

/** The first moment at which it can have been, by our clock as it stood then. */
const earliestOf = (at: number, { doubt }: LogClock, { setForward }: Watched): number => at - doubt - setForward;

function judge(one: Foreign, log: SignInLog, watched: Watched, clock: LogClock, row: Row): Judged {
  const { entry, at, perhaps } = one;
  const candidates = candidatesFor(entry, earliestOf(at, clock, watched), watched.clients, watched.names);
  const isInside = entry.address !== null && isInsideOf(watched, entry.address);
  const isLocked = entry.outcome === 'refused' && mayBeLocked(entry, log, row);
  const isOne = candidates.possible.length === 1 && !perhaps && !isInside && !isLocked;
  const client = (isOne ? candidates.fitting[0] : undefined) ?? null;
  return { entry, at: Math.min(at, watched.asked.to), candidates, client, isInside, perhaps };
}

/** From the mail server itself comes its webmail, wherever the server stands, unless that is this computer. */
function isInsideOf({ near, onHost }: Watched, address: string): boolean {
  return isLoopback(address) ? !onHost : !near && isLocalAddress(address);
}

/** The newest of each side of each client. */
function sightsOf(foreign: readonly Judged[]): readonly Sight[] {
  const newest = new Map<string, Sight>();
  for (const { client, entry, at } of foreign) {
    if (client === null || entry.protocol === null) continue;
    const side = sideOf(entry.protocol);
    const as = entry.outcome === 'signed-in' ? 'signed-in' : 'tried-old';
    newest.set(`${client} ${side}`, { client, side, as, at });
  }
  return [...newest.values()];
}

/** Newest first, and of those that are alike only the newest. */
function unclearOf(foreign: readonly Judged[]): Reading['unclear'] {
  const newest = new Map<string, Reading['unclear'][number]>();
  for (const { client, isInside, candidates, entry, at } of foreign.toReversed()) {
    const { protocol, outcome } = entry;
    // where something speaks against everyone, it is none of the list
    if (client !== null || isInside || protocol === null || candidates.fitting.length === 0) continue;
    const clients = [...candidates.possible];
    const alike = [protocol, outcome, ...clients].join(' ');
    if (!newest.has(alike)) newest.set(alike, { at, protocol, outcome, clients });
  }
  return [...newest.values()].slice(0, mostUnclear);
}

function knockingOf(foreign: readonly Judged[], now: number, left: number | null): Reading['knocking'] {
  const lastSuccess = new Map<string, number>();
  for (const { client, entry, at } of foreign) {
    if (client !== null && entry.outcome === 'signed-in') lastSuccess.set(`${client} ${entry.protocol}`, at);
  }
  // everyone that it may have been has signed in since
  const isOver = ({ entry, at, candidates: { possible } }: Judged): boolean =>
    possible.length > 0 && possible.every((client) => (lastSuccess.get(`${client} ${entry.protocol}`) ?? at) > at);
  const knocks = foreign.filter(
    ({ entry, at, perhaps }) => entry.outcome === 'refused' && !perhaps && at > now - knocksFor,
  );
  const open = knocks.filter((one) => !isOver(one));
  const lastAt = open.at(-1)?.at;
  if (lastAt === undefined) return null;
  const clients = [...new Set(open.flatMap(({ isInside, candidates }) => (isInside ? [] : candidates.possible)))];
  return { clients, lastAt, tries: open.length, triesLeft: left };
}
