import type { FailureCode } from '../../shared/failures.ts';
import type { VersionId } from '../../shared/ids.ts';
import type { Protocol } from '../../shared/model.ts';
import type { AttemptAsk } from '../ports.ts';
import {
  isOver,
  isStopped,
  type Probe,
  type RotationFacts,
  type Submission,
  seenNotApplied,
  signedIn,
  type Wait,
} from './facts.ts';
import { backOff, rungOffset, worthWaiting } from './ladder.ts';

/** The one thing to do next. Each is repeated safely after a crash, because the next one is derived anew. */
export type Act =
  | { readonly kind: 'none' }
  | { readonly kind: 'ask-password' }
  /** Send pending to the provider, or by hand give the page to the person. Attempt 1 needs the person's word. */
  | { readonly kind: 'submit'; readonly attempt: number; readonly version: VersionId }
  | { readonly kind: 'your-turn'; readonly attempt: number }
  | SignInAct
  /** Note the next rung of the ladder. */
  | { readonly kind: 'climb'; readonly rung: number; readonly until: number }
  | { readonly kind: 'wait'; readonly rung: number; readonly until: number; readonly code: FailureCode | null }
  | { readonly kind: 'prove' }
  | { readonly kind: 'promote'; readonly current: VersionId; readonly previous: VersionId | null }
  | { readonly kind: 'revert'; readonly code: FailureCode }
  /** Note that a person is needed. */
  | { readonly kind: 'call-for-help'; readonly code: FailureCode }
  | { readonly kind: 'rest'; readonly code: FailureCode }
  | { readonly kind: 'round' };

export interface SignInAct {
  readonly kind: 'sign-in';
  readonly label: Probe['label'];
  readonly version: VersionId;
  readonly purpose: 'settle' | 'verify';
  readonly protocol: Protocol;
  readonly attempt: number;
  readonly prompted: AttemptAsk['prompted'];
}

/**
 * What shows that pending is the mailbox's password: sign-ins over these protocols of its own servers, one receiving
 * protocol first, then sending where configured; or, where no sign-in can, the provider's answer.
 */
export type Proof = readonly Protocol[] | 'answer';

/** What a rotation needs next, from its journal alone. `now` is wall-clock milliseconds. */
export function nextAct(rotation: RotationFacts | null, proof: Proof, now: number): Act {
  if (!rotation || rotation.ended) return { kind: 'none' };
  if (!rotation.pending) return { kind: 'ask-password' };
  if (isOver(rotation)) return { kind: 'none' };
  const pending = rotation.pending.version;
  if (rotation.promotedAt !== null) return { kind: 'round' };
  if (rotation.provenAt !== null) return { kind: 'promote', current: pending, previous: rotation.current };
  const last = rotation.submissions.at(-1);
  if (!last) return { kind: 'submit', attempt: 1, version: pending };
  return whatPersonsDecided(rotation, pending, last) ?? whatIsShown(rotation, pending, proof, now);
}

/** What a person has to do, or has done, about what was sent; null where it is the servers' turn. */
function whatPersonsDecided(rotation: RotationFacts, pending: VersionId, last: Submission): Act | null {
  if (isStopped(rotation)) return stop(rotation, pending);
  if (rotation.mode === 'by-hand' && last.outcome === null) return { kind: 'your-turn', attempt: last.attempt };
  if (rotation.needsHelp) return { kind: 'rest', code: rotation.needsHelp.code };
  const helped = rotation.helps.at(-1);
  if (helped?.act !== 'send-again' || helped.seq < last.seq) return null;
  return { kind: 'submit', attempt: last.attempt + 1, version: pending };
}

function whatIsShown(rotation: RotationFacts, pending: VersionId, proof: Proof, now: number): Act {
  return proof === 'answer' ? whatTheProviderSays(rotation) : whatServersSay(rotation, pending, proof, now);
}

/** No server can be asked, and nothing is guessed: without a clear answer a person decides whether it is sent again. */
function whatTheProviderSays({ submissions }: RotationFacts): Act {
  const last = submissions.at(-1);
  if (submissions.some((one) => one.outcome === 'accepted')) return { kind: 'prove' };
  const code = last?.code ?? 'provider.no-answer';
  return submissions.every((one) => one.outcome === 'refused')
    ? { kind: 'revert', code }
    : { kind: 'call-for-help', code };
}

function whatServersSay(rotation: RotationFacts, pending: VersionId, protocols: readonly Protocol[], now: number): Act {
  // a refusal of a second request proves nothing about the first: "used before" may mean that the first was applied
  const firmlyRefused = rotation.submissions.every((one) => one.outcome === 'refused');
  const refused = firmlyRefused ? whatARefusalNeeds(rotation, pending, protocols, now) : null;
  if (refused) return refused;
  for (const protocol of protocols) {
    if (!signedIn(rotation, pending, protocol)) return settle({ rotation, pending, protocols, protocol, now });
  }
  return protocols.length > 0 ? { kind: 'prove' } : { kind: 'call-for-help', code: 'mail.no-sign-in-offered' };
}

/** A person stops: what pending has already shown decides, not the wish. */
function stop(rotation: RotationFacts, pending: VersionId): Act {
  if (signedIn(rotation, pending)) return { kind: 'prove' };
  return seenNotApplied(rotation) ? { kind: 'revert', code: 'request.cancelled' } : { kind: 'none' };
}

interface Settling {
  readonly rotation: RotationFacts;
  readonly pending: VersionId;
  readonly protocols: readonly Protocol[];
  readonly protocol: Protocol;
  readonly now: number;
}

/**
 * A program's refusal is believed. A person's word about a page is not proof: current is asked first, which costs nothing
 * while it still signs in. Null: current is dead, so the page may have taken pending after all, and pending is asked.
 */
function whatARefusalNeeds(
  rotation: RotationFacts,
  pending: VersionId,
  protocols: readonly Protocol[],
  now: number,
): Act | null {
  const last = rotation.submissions.at(-1);
  const revert: Act = { kind: 'revert', code: last?.code ?? 'provider.odd-answer' };
  const current = usableCurrent(rotation);
  const protocol = protocols[0];
  if (last?.answer !== 'refused' || !current || !protocol) return revert;
  const from = Math.max(last.answeredSeq ?? 0, rotation.helps.at(-1)?.seq ?? 0);
  const answer = rotation.probes.findLast(
    (one) => one.seq > from && one.version === current && one.purpose !== 'forget',
  );
  if (!answer) return signIn({ rotation, pending, protocols, protocol, now }, 'current', current);
  if (answer.outcome === 'refused') return null;
  if (answer.outcome === 'signed-in') return revert;
  // no code: this computer's keychain no longer has it, and nobody can be asked
  if (answer.outcome === 'inconclusive' && answer.code === null) return revert;
  return { kind: 'call-for-help', code: answer.code ?? 'mail.connection-lost' };
}

/** Asks one protocol for the truth: pending once, then current once, then the ladder. */
function settle(asked: Settling): Act {
  const { pending } = asked;
  const tries = triesSince(asked);
  const last = tries.at(-1);
  if (!last) return signIn(asked, 'pending', pending);
  switch (last.outcome) {
    case 'inconclusive':
      return again(asked, tries, last);
    case 'refused':
      if (last.code !== null && last.code !== 'mail.wrong-password') return { kind: 'call-for-help', code: last.code };
      return askCurrent(asked, last) ?? climb(asked, tries, last);
    case null: // the app died while asking: spent, and nothing learned
      return climb(asked, tries, last);
    case 'signed-in': // reached only if the clock of the journal lies; asking again is harmless
      return signIn(asked, 'pending', pending);
  }
}

/** Pending's tries on this protocol since something new happened: a submission, its answer, or a person's act. */
function triesSince({ rotation, pending, protocol }: Settling): Probe[] {
  const last = rotation.submissions.at(-1);
  const from = Math.max(last?.seq ?? 0, last?.answeredSeq ?? 0, rotation.helps.at(-1)?.seq ?? 0);
  return rotation.probes.filter(
    (one) => one.seq > from && one.version === pending && one.protocol === protocol && one.purpose !== 'forget',
  );
}

function again(asked: Settling, tries: readonly Probe[], last: Probe): Act {
  if (!worthWaiting(last.code)) return { kind: 'call-for-help', code: last.code ?? 'mail.connection-lost' };
  const conclusive = tries.findLastIndex((one) => one.outcome !== 'inconclusive');
  // other trouble before a block does not make the block longer
  const other = tries.findLastIndex((one) => one.code !== last.code);
  const from = last.code === 'mail.address-blocked' ? other : conclusive;
  const pause = backOff(tries.length - 1 - from, last.code);
  const doneAt = last.doneAt ?? last.at;
  // a clock that was put back must not stretch the pause
  const until = Math.min(doneAt, asked.now) + pause;
  if (asked.now >= until && asked.now >= doneAt) return signIn(asked, 'pending', asked.pending);
  return { kind: 'wait', rung: rungNow(asked, tries), until, code: last.code };
}

/**
 * After a refusal of pending: current once, where it is known. It tells "not there yet" from "both refused", and a
 * success clears the refusal that a caching server has just stored. Null: nothing to ask, or asked without result.
 */
function askCurrent(asked: Settling, refused: Probe): Act | null {
  const { rotation, protocols, protocol } = asked;
  // once pending has signed in on one protocol, current is known to be dead
  if (protocol !== protocols[0]) return null;
  const current = usableCurrent(rotation);
  if (!current) return null;
  // after "the page refused it" current was asked first: one refusal is enough
  const last = rotation.submissions.at(-1);
  const since = last?.answer === 'refused' ? (last.answeredSeq ?? refused.seq) : refused.seq;
  const answer = rotation.probes.findLast((one) => one.seq > since && one.version === current);
  if (!answer) return signIn(asked, 'current', current);
  if (answer.outcome === 'refused') return { kind: 'call-for-help', code: answer.code ?? 'mail.wrong-password' };
  const gaveUp = rotation.submissions.at(-1)?.answer === 'gave-up';
  if (answer.outcome === 'signed-in' && gaveUp) return { kind: 'revert', code: 'request.cancelled' };
  return null;
}

/** The version to go back to: none if it was not known, or was refused while getting ready (an administrator's change). */
export function usableCurrent(rotation: RotationFacts): VersionId | null {
  const readied = rotation.probes.findLast((one) => one.purpose === 'get-ready');
  return readied?.outcome === 'refused' ? null : rotation.current;
}

function climb(asked: Settling, tries: readonly Probe[], last: Probe): Act {
  const wait = lastWait(asked.rotation, tries);
  const { now } = asked;
  if (wait && wait.seq > last.seq) {
    // the clock was put back: the whole wait begins anew, nothing is freed early
    if (now < wait.at) return { kind: 'climb', rung: wait.rung, until: now + (rungOffset(wait.rung) ?? 0) };
    // no answer was ever seen, which is not the same as a refusal
    const code = last.outcome === null ? 'mail.stopped' : last.code;
    if (now < wait.until) return { kind: 'wait', rung: wait.rung, until: wait.until, code };
    return signIn(asked, 'pending', asked.pending);
  }
  const rung = (wait?.rung ?? 0) + 1;
  const offset = isResent(asked.rotation) ? null : rungOffset(rung);
  if (offset === null) return endOfLadder(asked);
  const firstSpent = tries.find(isSpent) ?? last;
  return { kind: 'climb', rung, until: Math.max(Math.min(firstSpent.at, now) + offset, now + shortestRung) };
}

/** Two tries never follow each other faster than the first rung. */
const shortestRung = rungOffset(1) ?? 0;

/** The same value once more by itself, where a program can send it and the outcome was never known; then a person. */
function endOfLadder({ rotation, pending, protocol, protocols }: Settling): Act {
  const last = rotation.submissions.at(-1);
  const mayResend = rotation.mode !== 'by-hand' && last?.outcome !== 'accepted' && protocol === protocols[0];
  if (last && mayResend && !isResent(rotation) && last.outcome !== 'refused') {
    return { kind: 'submit', attempt: last.attempt + 1, version: pending };
  }
  const code = last?.outcome === 'refused' ? last.code : null;
  return { kind: 'call-for-help', code: code ?? 'mail.wrong-password' };
}

/** True if the same value has been sent once more without a person asking for it. */
function isResent(rotation: RotationFacts): boolean {
  const asked = rotation.helps.filter((one) => one.act === 'send-again').length;
  return rotation.submissions.length > 1 + asked;
}

const isSpent = (one: Probe): boolean => one.outcome === 'refused' || one.outcome === null;

function lastWait(rotation: RotationFacts, tries: readonly Probe[]): Wait | undefined {
  const firstSpent = tries.find(isSpent);
  return firstSpent && rotation.waits.findLast((one) => one.seq > firstSpent.seq);
}

function rungNow(asked: Settling, tries: readonly Probe[]): number {
  return lastWait(asked.rotation, tries)?.rung ?? 0;
}

function signIn(asked: Settling, label: Probe['label'], version: VersionId): SignInAct {
  const { rotation, protocol } = asked;
  const known = rotation.submissions.at(-1)?.outcome === 'accepted' || signedIn(rotation, asked.pending);
  return {
    kind: 'sign-in',
    label,
    version,
    purpose: label === 'pending' && known ? 'verify' : 'settle',
    protocol,
    attempt: (rotation.probes.at(-1)?.attempt ?? 0) + 1,
    prompted: promptedBy(rotation, version),
  };
}

/** What has happened since this version was last refused: a person's act, a rung (or the re-send after the last), nothing. */
function promptedBy(rotation: RotationFacts, version: VersionId): AttemptAsk['prompted'] {
  const spent = rotation.probes.findLast((one) => one.version === version && isSpent(one))?.seq ?? 0;
  if ((rotation.helps.at(-1)?.seq ?? 0) > spent) return 'person';
  const rung = Math.max(
    rotation.waits.at(-1)?.seq ?? 0,
    isResent(rotation) ? (rotation.submissions.at(-1)?.seq ?? 0) : 0,
  );
  return rung > spent ? 'rung' : 'app';
}
