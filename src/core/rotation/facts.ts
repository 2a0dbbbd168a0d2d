import type { FailureCode, MailFailureCode } from '../../shared/failures.ts';
import type { ShownSides } from '../../shared/findings.ts';
import type { ClientId, RotationId, VersionId } from '../../shared/ids.ts';
import type { AskPurpose, ByHandAnswer, Doubt, JournalFact, RotationMode } from '../../shared/journal.ts';
import type { Protocol } from '../../shared/model.ts';

/** A version and since when (wall-clock milliseconds) it has had its label. */
export interface Kept {
  readonly version: VersionId;
  readonly since: number;
}

/** One request to the provider, or by hand one page handed over. No outcome: nobody knows what became of it. */
export interface Submission {
  readonly seq: number;
  readonly at: number;
  readonly attempt: number;
  readonly version: VersionId;
  outcome: 'accepted' | 'refused' | 'unknown' | null;
  code: FailureCode | null;
  answer: ByHandAnswer | null;
  /** The line that holds the outcome. */
  answeredSeq: number | null;
}

/** One sign-in. No outcome: the app died meanwhile, and the attempt counts as spent. */
export interface Probe {
  readonly seq: number;
  readonly at: number;
  readonly attempt: number;
  readonly version: VersionId;
  readonly label: 'current' | 'pending';
  readonly purpose: 'get-ready' | 'settle' | 'verify' | 'forget';
  readonly protocol: Protocol;
  outcome: 'signed-in' | 'refused' | 'inconclusive' | null;
  code: MailFailureCode | null;
  doneAt: number | null;
}

/** One sign-in outside a rotation. No outcome: the app died meanwhile, and the attempt counts as spent. */
export interface Ask {
  readonly seq: number;
  readonly at: number;
  readonly attempt: number;
  readonly version: VersionId;
  readonly purpose: AskPurpose;
  readonly protocol: Protocol;
  outcome: Probe['outcome'];
  code: MailFailureCode | null;
  doneAt: number | null;
}

/** From this line on it is not known which version is the mailbox's password. */
export interface Unsure {
  readonly seq: number;
  readonly at: number;
  readonly why: Doubt;
  /** What the keychain kept then, newest first. */
  readonly versions: readonly VersionId[];
}

/** A version that was removed, with the label it had. */
export interface Forgotten {
  readonly version: VersionId;
  readonly label: 'previous' | 'abandoned' | 'unknown';
  readonly at: number;
}

export interface Wait {
  readonly seq: number;
  readonly at: number;
  readonly rung: number;
  readonly until: number;
}

export type SideResult = Extract<JournalFact, { type: 'client-checked' }>['receiving'];

export interface ClientResult {
  readonly receiving: SideResult;
  readonly sending: SideResult;
  readonly foundAt: { readonly receiving: number; readonly sending: number };
}

export interface ClientMark {
  readonly at: number;
  readonly mark: 'told' | 'gone' | 'waiting';
}

/** One rotation as its lines tell it. */
export interface RotationFacts {
  readonly id: RotationId;
  readonly mode: RotationMode;
  /** What was current when it was planned; null: not known, there is no way back to it. */
  readonly current: VersionId | null;
  readonly startedAt: number;
  /** A version whose storing was begun; it may or may not be in the keychain. */
  staging: Kept | null;
  pending: Kept | null;
  readonly submissions: Submission[];
  readonly probes: Probe[];
  readonly waits: Wait[];
  readonly helps: { readonly seq: number; readonly at: number; readonly act: 'try-again' | 'send-again' | 'stop' }[];
  needsHelp: { readonly seq: number; readonly at: number; readonly code: FailureCode } | null;
  provenAt: number | null;
  promotedAt: number | null;
  readonly checked: Map<ClientId, ClientResult>;
  readonly marks: Map<ClientId, ClientMark>;
  readonly shown: Map<ClientId, ShownSides>;
  ended: { readonly as: 'finished' | 'reverted'; readonly at: number; readonly code: FailureCode | null } | null;
}

/** Everything a mailbox's journal says. */
export interface MailboxFacts {
  readonly current: Kept | null;
  readonly pending: Kept | null;
  /** Newest last; more than one if several rotations ended within the days they are kept. */
  readonly previous: readonly Kept[];
  readonly abandoned: readonly Kept[];
  /** Versions of which nothing is known but that they were kept when the notes began anew; in the order of the notes. */
  readonly unknown: readonly Kept[];
  /** Versions whose removal was begun and not noted as done. */
  readonly forgetting: readonly VersionId[];
  /** The last rotation, over or not. */
  readonly rotation: RotationFacts | null;
  /** Earlier rotations, oldest first. */
  readonly history: readonly RotationFacts[];
  readonly changedAt: number | null;
  readonly checkedAt: number | null;
  /** The installation these notes belong to; null in notes from before there was such a line. */
  readonly installation: string | null;
  /** Null once a version has signed in, or was typed. */
  readonly unsure: Unsure | null;
  /** Sign-ins outside rotations, oldest first. */
  readonly asks: readonly Ask[];
  readonly forgotten: readonly Forgotten[];
}

/** True if a pending sign-in was seen: the change is applied, whatever the provider said. */
export function signedIn(rotation: RotationFacts, version: VersionId, protocol?: Protocol): boolean {
  return rotation.probes.some(
    (one) =>
      one.version === version &&
      one.outcome === 'signed-in' &&
      // a sign-in for tidying up later says nothing about this change
      one.purpose !== 'forget' &&
      (protocol === undefined || one.protocol === protocol),
  );
}

/**
 * True if, since the last submission, current has signed in and pending was refused both before and last: as far as the
 * mail server shows, nothing was changed.
 */
export function seenNotApplied(rotation: RotationFacts): boolean {
  const from = rotation.submissions.at(-1)?.seq ?? 0;
  const answered = rotation.probes.filter(
    (one) => one.seq > from && one.purpose !== 'forget' && one.outcome !== null && one.outcome !== 'inconclusive',
  );
  const current = answered.filter((one) => one.label === 'current');
  const pending = answered.filter((one) => one.label === 'pending');
  return (
    current.length > 0 &&
    current.every((one) => one.outcome === 'signed-in') &&
    pending.at(-1)?.outcome === 'refused' &&
    answered[0]?.label === 'pending'
  );
}

/** True once a person has asked to stop and nothing later reopened it. */
export function isStopped(rotation: RotationFacts): boolean {
  return rotation.helps.at(-1)?.act === 'stop';
}

/** True if nothing more is to be done for it: a new rotation may begin. */
export function isOver(rotation: RotationFacts): boolean {
  if (rotation.ended) return true;
  // nothing was stored for certain, so nothing can have been sent: it is as if it had not been
  if (!rotation.pending) return true;
  if (!isStopped(rotation) || rotation.promotedAt !== null) return false;
  return !signedIn(rotation, rotation.pending.version) && !seenNotApplied(rotation);
}
