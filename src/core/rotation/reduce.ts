import type { RotationId, VersionId } from '../../shared/ids.ts';
import type { JournalEntry, JournalFact } from '../../shared/journal.ts';
import { forgetClient, noteClient } from './client-facts.ts';
import {
  type Ask,
  type Forgotten,
  isOver,
  type Kept,
  type MailboxFacts,
  type RotationFacts,
  type Unsure,
} from './facts.ts';

type Label = 'current' | 'pending' | 'previous' | 'abandoned' | 'unknown';

interface Draft {
  readonly labels: Map<VersionId, { readonly label: Label; readonly since: number }>;
  readonly forgetting: Set<VersionId>;
  readonly rotations: Map<RotationId, RotationFacts>;
  changedAt: number | null;
  checkedAt: number | null;
  installation: string | null;
  unsure: Unsure | null;
  readonly asks: Ask[];
  readonly forgotten: Forgotten[];
}

type FactOf<T extends JournalFact['type']> = Extract<JournalFact, { type: T }>;
type OfRotation = Exclude<Extract<JournalFact, { rotation: RotationId }>, FactOf<'planned'>>;

/**
 * What a mailbox's journal says, from its lines alone: the same lines always give the same facts, and a line that fits
 * nothing is passed over. Order comes from `seq`, never from the clock.
 */
export function reduce(entries: readonly JournalEntry[]): MailboxFacts {
  const draft: Draft = {
    labels: new Map(),
    forgetting: new Set(),
    rotations: new Map(),
    changedAt: null,
    checkedAt: null,
    installation: null,
    unsure: null,
    asks: [],
    forgotten: [],
  };
  for (const entry of [...entries].sort((a, b) => a.seq - b.seq)) apply(draft, entry);
  const rotations = [...draft.rotations.values()];
  return {
    current: keptAs(draft, 'current')[0] ?? null,
    pending: keptAs(draft, 'pending')[0] ?? null,
    previous: keptAs(draft, 'previous'),
    abandoned: keptAs(draft, 'abandoned'),
    unknown: keptAs(draft, 'unknown'),
    forgetting: [...draft.forgetting],
    rotation: rotations.at(-1) ?? null,
    history: rotations.slice(0, -1),
    changedAt: draft.changedAt,
    checkedAt: draft.checkedAt,
    installation: draft.installation,
    unsure: draft.unsure,
    asks: draft.asks,
    forgotten: draft.forgotten,
  };
}

function keptAs(draft: Draft, label: Label): Kept[] {
  const all = [...draft.labels].filter(([, one]) => one.label === label);
  return all.map(([version, { since }]) => ({ version, since })).sort((a, b) => a.since - b.since);
}

/** Gives a label that only one version can have, and the one that had it another. */
function handOver(draft: Draft, version: VersionId, label: Label, formerBecomes: Label, at: number): void {
  for (const [other, one] of draft.labels) {
    if (one.label === label && other !== version) draft.labels.set(other, { label: formerBecomes, since: at });
  }
  draft.labels.set(version, { label, since: at });
}

function apply(draft: Draft, { fact, seq, at }: JournalEntry): void {
  switch (fact.type) {
    case 'adopted':
      adopt(draft, fact.version, at);
      return;
    case 'opened':
      draft.installation = fact.installation;
      return;
    case 'unsure':
      draft.unsure = { seq, at, why: fact.why, versions: fact.versions };
      for (const version of fact.versions) draft.labels.set(version, { label: 'unknown', since: at });
      return;
    case 'asking':
      draft.asks.push({ ...fact, seq, at, outcome: null, code: null, doneAt: null });
      return;
    case 'asked':
      answerAsk(draft, fact, at);
      return;
    case 'planned':
      draft.rotations.set(fact.rotation, planned(fact, at));
      return;
    case 'forgetting':
      draft.forgetting.add(fact.version);
      return;
    case 'forgotten':
      forget(draft, fact.version, at);
      return;
    case 'checked-up':
      draft.checkedAt = at;
      return;
    case 'client-edited':
      for (const rotation of draft.rotations.values()) forgetClient(rotation, fact.client);
      return;
    default: {
      const rotation = draft.rotations.get(fact.rotation);
      if (!rotation) return;
      noteInRotation(rotation, fact, seq, at);
      label(draft, rotation, fact, at);
    }
  }
}

/** Somebody said so, or the server took it: from now on this one is right, and what was unknown is a former one. */
function adopt(draft: Draft, version: VersionId, at: number): void {
  draft.unsure = null;
  handOver(draft, version, 'current', 'previous', at);
  for (const [other, one] of draft.labels) {
    if (one.label === 'unknown') draft.labels.set(other, { label: 'previous', since: at });
  }
}

function answerAsk(draft: Draft, fact: FactOf<'asked'>, at: number): void {
  // two at once may have taken the same number; never the same version
  const ask = draft.asks.findLast((one) => one.attempt === fact.attempt && one.version === fact.version);
  if (!ask) return;
  ask.outcome = fact.outcome;
  ask.code = fact.code;
  ask.doneAt = at;
}

function forget(draft: Draft, version: VersionId, at: number): void {
  const label = draft.labels.get(version)?.label;
  // a removal that was cut short and repeated is told once
  if (label === 'previous' || label === 'abandoned' || label === 'unknown')
    draft.forgotten.push({ version, label, at });
  draft.forgetting.delete(version);
  draft.labels.delete(version);
}

/** Moves labels as a line of a rotation says; the rotation's own facts are already noted. */
function label(draft: Draft, rotation: RotationFacts, fact: OfRotation, at: number): void {
  switch (fact.type) {
    case 'staging':
      // until it is noted as stored it may be there or not: if nothing follows, it is tidied up like an abandoned one
      if (!draft.labels.has(fact.version)) draft.labels.set(fact.version, { label: 'abandoned', since: at });
      return;
    case 'staged':
      handOver(draft, fact.version, 'pending', 'abandoned', at);
      return;
    case 'promoted':
      handOver(draft, fact.current, 'current', 'previous', at);
      draft.changedAt = at;
      return;
    case 'reverted':
    case 'helped':
      if (isOver(rotation) && rotation.promotedAt === null && rotation.pending) {
        draft.labels.set(rotation.pending.version, { label: 'abandoned', since: at });
      }
      return;
    default:
      return;
  }
}

function planned(fact: FactOf<'planned'>, at: number): RotationFacts {
  return {
    id: fact.rotation,
    mode: fact.mode,
    current: fact.current,
    startedAt: at,
    staging: null,
    pending: null,
    submissions: [],
    probes: [],
    waits: [],
    helps: [],
    needsHelp: null,
    provenAt: null,
    promotedAt: null,
    checked: new Map(),
    marks: new Map(),
    shown: new Map(),
    ended: null,
  };
}

function noteInRotation(rotation: RotationFacts, fact: OfRotation, seq: number, at: number): void {
  switch (fact.type) {
    case 'staging':
      rotation.staging = { version: fact.version, since: at };
      return;
    case 'staged':
      rotation.staging = null;
      rotation.pending = { version: fact.version, since: at };
      return;
    case 'submitting':
    case 'provider-accepted':
    case 'provider-refused':
    case 'provider-unknown':
    case 'person-answered':
      noteSubmission(rotation, fact, seq, at);
      return;
    case 'probing':
    case 'probed':
      noteProbe(rotation, fact, seq, at);
      return;
    case 'client-checking':
    case 'client-checked':
    case 'client-marked':
    case 'client-shown':
      noteClient(rotation, fact, at);
      return;
    case 'waiting':
      rotation.waits.push({ seq, at, rung: fact.rung, until: fact.until });
      return;
    case 'helped':
      rotation.helps.push({ seq, at, act: fact.act });
      rotation.needsHelp = fact.act === 'stop' ? rotation.needsHelp : null;
      return;
    case 'needs-help':
      rotation.needsHelp = { seq, at, code: fact.code };
      return;
    case 'proven':
      rotation.provenAt = at;
      return;
    case 'promoted':
      rotation.promotedAt = at;
      return;
    case 'finished':
      rotation.ended = { as: 'finished', at, code: null };
      return;
    case 'reverted':
      rotation.ended = { as: 'reverted', at, code: fact.code };
      return;
  }
}

type SubmissionFact = FactOf<
  'submitting' | 'provider-accepted' | 'provider-refused' | 'provider-unknown' | 'person-answered'
>;

function noteSubmission(rotation: RotationFacts, fact: SubmissionFact, seq: number, at: number): void {
  if (fact.type === 'submitting') {
    const { attempt, version } = fact;
    rotation.submissions.push({
      seq,
      at,
      attempt,
      version,
      outcome: null,
      code: null,
      answer: null,
      answeredSeq: null,
    });
    return;
  }
  const submission = rotation.submissions.findLast((one) => one.attempt === fact.attempt);
  if (!submission) return;
  submission.answeredSeq = seq;
  if (fact.type === 'provider-accepted') submission.outcome = 'accepted';
  else if (fact.type === 'person-answered') {
    submission.answer = fact.answer;
    submission.outcome = fact.answer === 'refused' ? 'refused' : 'unknown';
    submission.code = fact.answer === 'refused' ? 'provider.refused-by-hand' : null;
  } else {
    submission.outcome = fact.type === 'provider-refused' ? 'refused' : 'unknown';
    submission.code = fact.code;
  }
}

function noteProbe(rotation: RotationFacts, fact: FactOf<'probing' | 'probed'>, seq: number, at: number): void {
  if (fact.type === 'probing') {
    const { attempt, version, label: as, purpose, protocol } = fact;
    const open = { outcome: null, code: null, doneAt: null };
    rotation.probes.push({ seq, at, attempt, version, label: as, purpose, protocol, ...open });
    return;
  }
  const probe = rotation.probes.findLast((one) => one.attempt === fact.attempt);
  if (!probe) return;
  probe.outcome = fact.outcome;
  probe.code = fact.code;
  probe.doneAt = at;
}
