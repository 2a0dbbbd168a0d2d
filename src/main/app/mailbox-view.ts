import type { MailboxFacts, RotationFacts } from '../../core/rotation/facts.ts';
import { isOver } from '../../core/rotation/facts.ts';
import { keptFor } from '../../core/rotation/forget.ts';
import { lastCheckOf } from '../../core/rotation/old.ts';
import { gradeFromFacts } from '../../core/rotation/round.ts';
import { gradeFromBoard, type LampBoard, restingLamp } from '../../core/verify/lamp-board.ts';
import { isConfirmed } from '../../shared/confirmed.ts';
import { nothingShown } from '../../shared/findings.ts';
import type { ClientRecord, MailboxRecord } from '../../shared/model.ts';
import type { ProviderManifest } from '../../shared/provider.ts';
import type { ClientView, MailboxListItem, MailboxView } from '../../shared/views.ts';

interface Sources {
  readonly record: MailboxRecord;
  readonly facts: MailboxFacts;
  readonly manifest: ProviderManifest;
  /** The last visit since the app was started: a check-up's or a round's. */
  readonly clients: readonly ClientView[] | null;
  readonly checkedAt: number | null;
  readonly recovery: MailboxView['recovery'];
  readonly refusals: MailboxView['refusals'];
}

/** The mailbox page's data. */
export function mailboxView({ record, facts, manifest, clients, checkedAt, ...said }: Sources): MailboxView {
  const { address, kind, provider, user, receiving, sending } = record;
  const known = new Map((clients ?? []).map((view) => [view.client.id, view]));
  const rotation = facts.rotation;
  return {
    id: record.id,
    settings: { address, kind, provider, user, receiving, sending },
    provider: manifest,
    hasCredential: record.credential !== null,
    clients: record.clients.map((client) => refreshed(client, known.get(client.id)) ?? unvisited(client)),
    authorities: record.authorities.map(({ host, fingerprint, subject }) => ({ host, fingerprint, subject })),
    passwordKnown: facts.current !== null,
    changedAt: facts.changedAt,
    checkedAt: checkedAt ?? facts.checkedAt,
    rotation: rotation && !isOver(rotation) ? rotation.id : null,
    history: [...facts.history, ...(rotation ? [rotation] : [])]
      .filter(hasOutcome)
      .reverse()
      .map((one) => historyItem(one, record)),
    kept: keptVersions(facts, record),
    forgotten: facts.forgotten.map(({ label, at }) => ({ label, at })).toReversed(),
    ...said,
  };
}

/** A view that was made before the client was edited shows the client as it is now, and its lamps only if they still fit. */
export function refreshed(client: ClientRecord, view: ClientView | undefined): ClientView | null {
  if (!view) return null;
  const same = JSON.stringify({ ...view.client, name: '' }) === JSON.stringify({ ...client, name: '' });
  return same ? { ...view, client } : null;
}

function unvisited(client: ClientRecord): ClientView {
  const lamp = (side: 'receiving' | 'sending') => restingLamp(client, side) ?? { state: 'unchecked' as const };
  const grade = gradeFromBoard(client, emptyBoard);
  return { client, receiving: lamp('receiving'), sending: lamp('sending'), grade, gradedAt: null, shown: nothingShown };
}

const emptyBoard: LampBoard = {
  apply: () => undefined,
  lamp: () => ({ state: 'unchecked' }),
  finding: () => null,
};

/** A rotation that only looked around before anything was stored leaves no trace in the history. */
const hasOutcome = (rotation: RotationFacts): boolean => rotation.submissions.length > 0;

function historyItem(rotation: RotationFacts, record: MailboxRecord): MailboxView['history'][number] {
  const graded = record.clients.map((client) => ({
    client,
    grade: gradeFromFacts(rotation, client).grade,
    shown: rotation.shown.get(client.id) ?? nothingShown,
  }));
  return {
    rotation: rotation.id,
    at: rotation.promotedAt ?? rotation.startedAt,
    outcome: rotation.ended?.as ?? (rotation.needsHelp ? 'needs-help' : 'unfinished'),
    confirmed: graded.filter(isConfirmed).length,
    told: graded.filter(({ grade }) => grade === 'told').length,
    clients: record.clients.length,
  };
}

/** Every version the journal still names, with when it goes and the last answer to "is it dead?". */
export function keptVersions(facts: MailboxFacts, record: MailboxRecord | null): MailboxView['kept'] {
  // before one is forgotten, current has to sign in
  const canForget = record === null || record.receiving !== null || record.sending !== null;
  const one = (
    label: MailboxView['kept'][number]['label'],
    version: { version: MailboxView['kept'][number]['version']; since: number },
  ) => ({
    version: version.version,
    label,
    since: version.since,
    forgetAt: canForget && (label === 'previous' || label === 'abandoned') ? version.since + keptFor[label] : null,
    check: lastCheckOf(facts, version.version),
  });
  return [
    ...(facts.current ? [one('current', facts.current)] : []),
    ...(facts.pending ? [one('pending', facts.pending)] : []),
    ...facts.previous.map((version) => one('previous', version)),
    ...facts.abandoned.map((version) => one('abandoned', version)),
    ...facts.unknown.map((version) => one('unknown', version)),
  ];
}

/** One line of the list at the side. */
export function listState(facts: MailboxFacts, clients: readonly ClientView[] | null): MailboxListItem['state'] {
  if (facts.rotation && !isOver(facts.rotation)) return 'unfinished';
  if (!clients) return 'never-checked';
  const lamps = clients.flatMap(({ receiving, sending }) => [receiving, sending]);
  const known = lamps.flatMap((lamp) => (lamp.state === 'known' ? [lamp.finding.ok] : []));
  if (known.includes(false)) return 'attention';
  return known.length > 0 ? 'signs-in' : 'never-checked';
}
