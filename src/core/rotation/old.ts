import { failure } from '../../shared/failures.ts';
import { type MailboxId, rotationIdSchema, type VersionId } from '../../shared/ids.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { OldCheck } from '../../shared/views.ts';
import { askServer } from './ask.ts';
import { Desk, type RotationPorts } from './context.ts';
import { doubtFailure, readWithDoubt } from './doubt.ts';
import { isOver, type MailboxFacts } from './facts.ts';

/** Servers remember a password that worked for up to this long: Dovecot's default life time of its cache, in ms. */
const rememberedFor = 3_600_000;
/** An answer this fresh is given again instead of asking again, in ms: a second click is the same wish. */
const stillFresh = 60_000;

/** True while it is open which of two passwords is right: no question of ours may disturb it. */
export function isChanging({ rotation }: MailboxFacts): boolean {
  return rotation !== null && !isOver(rotation) && rotation.promotedAt === null && rotation.pending !== null;
}

/** The last answer to "is the old one dead?" for this version, from the journal alone; null if it was never asked. */
export function lastCheckOf(facts: MailboxFacts, version: VersionId): OldCheck | null {
  const ask = facts.asks.findLast((one) => one.version === version && one.purpose === 'is-it-dead');
  if (!ask) return null;
  const at = ask.doneAt ?? ask.at;
  const told = { at, rememberedUntil: null, tryAgainAt: null };
  if (ask.outcome === null) return { verdict: 'could-not-tell', failure: failure('mail.stopped'), ...told };
  if (ask.outcome === 'signed-in') {
    const since = facts.previous.find((one) => one.version === version)?.since;
    const until = since === undefined ? null : since + rememberedFor;
    return { verdict: 'still-works', failure: null, ...told, rememberedUntil: until && at < until ? until : null };
  }
  // a lock, an expiry or a wish for an app password says nothing about this password
  const dead = ask.outcome === 'refused' && ask.code === 'mail.wrong-password';
  return { verdict: dead ? 'dead' : 'could-not-tell', failure: ask.code && failure(ask.code), ...told };
}

/**
 * "Is the old one dead?": one sign-in with a version that should no longer work, asked for by a person. Refused while a
 * change is under way (`request.busy`), for current and pending (`request.wrong-stage`), for a version whose text is the
 * current password (`password.same-as-current`) and where the journal is in doubt. Within the time that the provider's
 * servers may take to learn of a change nobody is asked: `could-not-tell`, with the time from which it makes sense.
 */
export async function checkOld(
  ports: RotationPorts,
  mailbox: MailboxId,
  version: VersionId,
  signal: AbortSignal,
): Promise<Result<OldCheck>> {
  const read = await readWithDoubt(ports, mailbox);
  if (!read.ok) return read;
  const doubt = doubtFailure(read.value);
  if (doubt) return failed(doubt);
  const desk = new Desk(ports.journal, mailbox, rotationIdSchema.parse(ports.newId()), read.value.entries);
  const refused = mayNotBeAsked(desk.facts, version);
  if (refused) return failed(refused);
  const last = lastCheckOf(desk.facts, version);
  const age = last ? ports.clock.now() - last.at : stillFresh;
  if (last && last.failure?.code !== 'mail.stopped' && age >= 0 && age < stillFresh) return success(last);
  const other = await isAnother(ports, mailbox, desk.facts, version);
  if (!other.ok) return other;
  const record = await ports.records.load(mailbox);
  if (!record.ok) return record;
  const spreading = stillSpreading(ports, record.value.provider.id, desk.facts);
  if (spreading) return success(spreading);
  const question = { version, purpose: 'is-it-dead', prompted: 'person', standing: 'unproven' } as const;
  const asked = await askServer(ports, record.value, desk, question, signal);
  if (!asked.ok) return asked;
  const check = lastCheckOf(desk.facts, version);
  if (!check) return failed(failure('app.bug'));
  const { failure: said, freeAt } = asked.value;
  return success({ ...check, failure: check.failure && said, tryAgainAt: freeAt });
}

function mayNotBeAsked(facts: MailboxFacts, version: VersionId) {
  if (isChanging(facts)) return failure('request.busy');
  if (version === facts.current?.version || version === facts.pending?.version) return failure('request.wrong-stage');
  const kept = [...facts.previous, ...facts.abandoned].some((one) => one.version === version);
  return kept && !facts.forgetting.includes(version) ? null : failure('request.not-found', '', 'version');
}

function stillSpreading({ provider, clock }: RotationPorts, id: string, facts: MailboxFacts): OldCheck | null {
  const now = clock.now();
  // a page may have been changed long after it was opened, and the newest rotation may have sent nothing
  const changes = [...facts.history, ...(facts.rotation ? [facts.rotation] : [])];
  const sent = changes.flatMap(({ submissions, promotedAt }) => [...submissions.map(({ at }) => at), promotedAt ?? 0]);
  // a clock that was put back must not stretch the wait
  const until = Math.min(Math.max(0, ...sent), now) + (provider(id)?.manifest.propagationSeconds ?? 0) * 1_000;
  if (until <= now) return null;
  const why = failure('provider.still-spreading');
  return { verdict: 'could-not-tell', failure: why, at: now, rememberedUntil: null, tryAgainAt: until };
}

/** An old password that was put back is current under another name: asking for it would only prove current. */
async function isAnother(
  { secrets }: RotationPorts,
  mailbox: MailboxId,
  { current }: MailboxFacts,
  version: VersionId,
): Promise<Result<void>> {
  const old = await secrets.get(mailbox, version);
  if (!old.ok) return old;
  const now = current && (await secrets.get(mailbox, current.version));
  return now?.ok && now.value.equals(old.value) ? failed(failure('password.same-as-current')) : success(undefined);
}
