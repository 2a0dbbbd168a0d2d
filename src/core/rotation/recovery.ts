import { type Failure, type FailureCode, failure } from '../../shared/failures.ts';
import { type MailboxId, rotationIdSchema, type VersionId } from '../../shared/ids.ts';
import type { Doubt } from '../../shared/journal.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { RecoveryView } from '../../shared/views.ts';
import { askServer } from './ask.ts';
import { Desk, type RotationPorts } from './context.ts';
import { candidates, isEmptied, newestFirst, noteInstallation, type Reading, readWithDoubt } from './doubt.ts';
import type { Ask, MailboxFacts } from './facts.ts';
import { rungOffset } from './ladder.ts';
import { isChanging } from './old.ts';

/** So many refusals a click: two more would be what the strictest servers bear in ten minutes. */
const refusalsPerClick = 2;
/** A version that was refused is worth another try after this, in ms: by then no server remembers the refusal. */
const coolOff = rungOffset(3) ?? 0;

/** What the keychain says of one entry alone: the others may still be read. */
const aboutOneEntry: readonly FailureCode[] = ['keychain.entry-missing', 'keychain.denied', 'keychain.failed'];

/** Found: this version has signed in and is current now. Else why not, and when to try again where waiting helps. */
export interface Search {
  readonly found: VersionId | null;
  readonly failure: Failure | null;
  readonly tryAgainAt: number | null;
}

/** The journal with its doubt, one more cause included: the keychain has lost what the journal calls current. */
export async function readRecovery(ports: RotationPorts, mailbox: MailboxId): Promise<Result<Reading>> {
  const read = await readWithDoubt(ports, mailbox);
  if (!read.ok || read.value.doubt !== null) return read;
  const emptied = await isEmptied(ports, mailbox, read.value.facts);
  return success(emptied ? { ...read.value, doubt: 'emptied' } : read.value);
}

/** What the face shows of a doubt. `kept` in the order in which they would be tried. */
export function recoveryView(facts: MailboxFacts, why: Doubt, kept: readonly VersionId[], now: number): RecoveryView {
  const { left, freeAt } = worthAsking(facts, kept, now);
  return {
    why,
    since: facts.unsure?.at ?? null,
    maySetAside: facts.unsure === null && why !== 'missing',
    kept: kept.length,
    left: left.length,
    refused: kept.filter((version) => lastSearch(facts, version)?.outcome === 'refused').length,
    tryAgainAt: freeAt,
  };
}

/**
 * Finds out which kept version is the mailbox's password: signs in with one after the other, newest first, until one is
 * taken. It becomes current; nothing is deleted and no provider is called. At most two refusals a click, inside the
 * attempt budget; any other answer ends it too. For a person only. `request.wrong-stage` where nothing is in doubt;
 * `journal.unreadable` until that journal has been set aside; `request.busy` while a change could settle it by itself.
 */
export async function findPassword(
  ports: RotationPorts,
  mailbox: MailboxId,
  signal: AbortSignal,
): Promise<Result<Search>> {
  const read = await readRecovery(ports, mailbox);
  if (!read.ok) return read;
  const { doubt, facts, entries } = read.value;
  if (doubt === null) return failed(failure('request.wrong-stage'));
  if (doubt === 'unreadable' && !facts.unsure) return failed(failure('journal.unreadable'));
  if (doubt === 'emptied' && isChanging(facts)) return failed(failure('request.busy'));
  const record = await ports.records.load(mailbox);
  if (!record.ok) return record;
  const kept = await candidates(ports, record.value);
  if (!kept.ok) return kept;
  const desk = new Desk(ports.journal, mailbox, rotationIdSchema.parse(ports.newId()), entries);
  const begun = await beginNotes(desk, doubt, kept.value);
  if (!begun.ok) return begun;
  return await search(ports, record.value, desk, newestFirst(desk.facts, kept.value), signal);
}

/** Notes that are gone begin anew with what the keychain keeps; in all other cases they are there. */
export async function beginNotes(desk: Desk, doubt: Doubt, kept: readonly VersionId[]): Promise<Result<void>> {
  if (doubt !== 'missing' || desk.facts.unsure) return success(undefined);
  return await desk.write({ type: 'unsure', why: doubt, versions: [...kept].slice(0, 200) });
}

async function search(
  ports: RotationPorts,
  record: MailboxRecord,
  desk: Desk,
  kept: readonly VersionId[],
  signal: AbortSignal,
): Promise<Result<Search>> {
  const { left, freeAt } = worthAsking(desk.facts, kept, ports.clock.now());
  let refused = 0;
  let unreadable: Failure | null = null;
  for (const version of left) {
    const tried = await tryOne(ports, record, desk, version, signal);
    if (!tried.ok && !aboutOneEntry.includes(tried.failure.code)) return tried;
    if (!tried.ok) unreadable ??= tried.failure;
    else if (tried.value !== 'refused') return success(tried.value);
    else refused += 1;
    if (refused === refusalsPerClick) break;
  }
  if (unreadable && refused === 0) return failed(unreadable);
  return success(noneFound(worthAsking(desk.facts, kept, ports.clock.now()), kept.length, freeAt));
}

/** One version: found, refused so that the next one may be tried, or an answer that ends the search. */
async function tryOne(
  ports: RotationPorts,
  record: MailboxRecord,
  desk: Desk,
  version: VersionId,
  signal: AbortSignal,
): Promise<Result<Search | 'refused'>> {
  const question = { version, purpose: 'which-is-it', prompted: 'person', standing: 'unproven' } as const;
  const asked = await askServer(ports, record, desk, question, signal);
  if (!asked.ok) return asked;
  if (asked.value.outcome === 'signed-in') {
    const adopted = await adopt(ports, record.id, desk, version);
    return adopted.ok ? success({ found: version, failure: null, tryAgainAt: null }) : adopted;
  }
  const { failure: said, freeAt: tryAgainAt } = asked.value;
  // a lock or an expiry is about the account: another password would only make it worse
  return success(said?.code === 'mail.wrong-password' ? 'refused' : { found: null, failure: said, tryAgainAt });
}

function noneFound(after: Worth, kept: number, freeBefore: number | null): Search {
  const none = kept === 0 ? 'keychain.emptied' : 'password.none-signs-in';
  const why = failure(after.left.length > 0 ? 'mail.wrong-password' : none);
  return { found: null, failure: why, tryAgainAt: after.freeAt ?? freeBefore };
}

/** The version that signed in becomes current, unless a change that is under way will say what becomes of it. */
async function adopt(ports: RotationPorts, mailbox: MailboxId, desk: Desk, version: VersionId): Promise<Result<void>> {
  const { facts } = desk;
  const isCurrent = facts.unsure === null && facts.current?.version === version;
  const settlesItself = isChanging(facts) && facts.pending?.version === version;
  if (!isCurrent && !settlesItself) {
    const adopted = await desk.write({ type: 'adopted', version });
    if (!adopted.ok) return adopted;
  }
  return await noteInstallation(ports, mailbox, desk.facts);
}

interface Worth {
  readonly left: readonly VersionId[];
  readonly freeAt: number | null;
}

const lastSearch = (facts: MailboxFacts, version: VersionId): Ask | undefined =>
  facts.asks.findLast((one) => one.version === version && one.purpose === 'which-is-it');

/** What may be tried now, those whose answer was never seen last; and when the first one may be, if none may now. */
function worthAsking(facts: MailboxFacts, kept: readonly VersionId[], now: number): Worth {
  const states = kept.map((version) => {
    const last = lastSearch(facts, version);
    // a refusal from the future holds nothing up: the clock was wrong, and the attempt budget does not believe it either
    const freeAt = last?.outcome === 'refused' && last.at <= now ? last.at + coolOff : now;
    return { version, freeAt, lost: last?.outcome === null };
  });
  const free = states.filter((one) => one.freeAt <= now);
  const left = [...free.filter((one) => !one.lost), ...free.filter((one) => one.lost)].map((one) => one.version);
  const next = left.length > 0 || states.length === 0 ? null : Math.min(...states.map((one) => one.freeAt));
  return { left, freeAt: next };
}
