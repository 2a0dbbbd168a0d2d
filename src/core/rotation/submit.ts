import { type FailureCode, failure } from '../../shared/failures.ts';
import { versionIdSchema } from '../../shared/ids.ts';
import type { JournalFact } from '../../shared/journal.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { AttemptAsk, ChangeAnswer, ProviderAccess } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { pauseFor } from './ages.ts';
import { askedEndpoints, type Context } from './context.ts';
import type { Act } from './machine.ts';
import { park } from './parking.ts';
import { type ProviderAttempt, reserveAtProvider } from './provider-attempt.ts';
import { providerAccess } from './ready.ts';

/** Stores a new pending version and reads it back; until its second line is written it counts for nothing. */
async function stage(context: Context, next: Secret): Promise<Result<void>> {
  const { ports, mailbox, id, desk } = context;
  const version = versionIdSchema.parse(ports.newId());
  const intent = await desk.write({ type: 'staging', rotation: id, version });
  if (!intent.ok) return intent;
  const stored = await ports.secrets.put(mailbox, version, next);
  if (!stored.ok) return stored;
  const back = await ports.secrets.get(mailbox, version);
  if (!back.ok) return back;
  if (!back.value.equals(next)) return failed(failure('keychain.read-back-differs'));
  return await desk.write({ type: 'staged', rotation: id, version });
}

/** True if this is the password that the mailbox has now, as far as it is known. */
export async function isCurrent({ desk, ports, mailbox }: Context, next: Secret): Promise<boolean> {
  if (!desk.facts.current) return false;
  const current = await ports.secrets.get(mailbox, desk.facts.current.version);
  return current.ok && current.value.equals(next);
}

/** Stores a new pending version; a password that is already stored as pending is not stored twice. */
export async function stageOrReuse(context: Context, next: Secret): Promise<Result<void>> {
  const { desk, ports, mailbox, state } = context;
  const pending = desk.rotation?.pending;
  if (pending) {
    const stored = await ports.secrets.get(mailbox, pending.version);
    if (stored.ok && stored.value.equals(next)) return success(undefined);
  }
  state.phase = 'staging';
  context.changed();
  return await stage(context, next);
}

/**
 * Sends pending to the provider; by hand it notes that the page is the person's now. Before the intent is written the
 * mailbox's record must still name the same servers and user, and pending must be readable from the keychain: no journal
 * line alone sends anything. While the provider works, connections to the mail servers are opened and parked.
 */
export async function submit(context: Context, act: Extract<Act, { kind: 'submit' }>): Promise<Result<void>> {
  const { ports, mailbox, id, desk, state } = context;
  const { attempt, version } = act;
  const same = await sameRecord(context);
  if (!same.ok) return same;
  const next = await ports.secrets.get(mailbox, version);
  if (!next.ok) return next;
  const intent: JournalFact = { type: 'submitting', rotation: id, attempt, version };
  if (context.mode === 'by-hand') return await desk.write(intent);
  const access = await providerAccess(context);
  if (!access.ok) return access;
  const right = await reserveAtProvider(context, promptedBy(context, attempt));
  if (!right.ok) return right;
  const written = await desk.write(intent);
  if (!written.ok) {
    await right.value.settle({ ok: false, code: null });
    return written;
  }
  context.changed();
  state.parked?.release();
  state.parked = park(ports.probe, ports.clock, askedEndpoints(context), context.record.authorities);
  const given = await ask(context, access.value, next.value);
  const isCut = access.value.signal.aborted && given.kind === 'refused';
  const answer: Answer = isCut ? { kind: 'unknown', code: 'provider.no-answer', technical: given.technical } : given;
  await settleChange(right.value, answer, access.value.signal.aborted);
  // an answer to a call that we cut short ourselves says nothing; neither does one that a sleeping computer cut
  if (context.signal.aborted && answer.kind !== 'accepted') return failed(failure('request.cancelled'));
  if (answer.kind !== 'accepted') state.lastFailure = failure(answer.code, answer.technical);
  if (answer.kind === 'refused') {
    state.parked.release();
    state.pause = pauseFor(ports.clock, failure(answer.code, answer.technical), answer.pause);
  }
  return await desk.write(answerLine(context, attempt, answer));
}

/** Cut short by ourselves, the right stays taken, as it does after a crash. */
async function settleChange(right: ProviderAttempt, answer: Answer, isCut: boolean): Promise<void> {
  const ok = answer.kind === 'accepted';
  if (isCut && !ok) return;
  await right.settle({ ok, code: answer.kind === 'refused' ? answer.code : null });
}

/** The first request is a person's click; one that is sent again by itself comes at the end of the ladder. */
function promptedBy({ desk }: Context, attempt: number): AttemptAsk['prompted'] {
  return attempt === 1 || desk.rotation?.helps.at(-1)?.act === 'send-again' ? 'person' : 'rung';
}

type Answer = ChangeAnswer | { readonly kind: 'unknown'; readonly code: FailureCode; readonly technical: string };

async function ask({ provider }: Context, access: ProviderAccess, next: Secret): Promise<Answer> {
  try {
    return await provider.changePassword(access, next);
  } catch {
    // a bug in an adapter: the request may have left, so the outcome is unknown, and the text may hold anything
    return { kind: 'unknown', code: 'app.bug', technical: '' };
  }
}

function answerLine({ id }: Context, attempt: number, answer: Answer): JournalFact {
  switch (answer.kind) {
    case 'accepted':
      return { type: 'provider-accepted', rotation: id, attempt };
    case 'refused':
      return { type: 'provider-refused', rotation: id, attempt, code: answer.code };
    case 'unknown':
      return { type: 'provider-unknown', rotation: id, attempt, code: answer.code };
  }
}

async function sameRecord({ ports, mailbox, record }: Context): Promise<Result<void>> {
  const loaded = await ports.records.load(mailbox);
  if (!loaded.ok) return loaded;
  return identity(loaded.value) === identity(record) ? success(undefined) : failed(failure('request.wrong-stage'));
}

/** What must not differ between two versions of one mailbox: who signs in, and where. */
function identity({ address, user, receiving, sending, provider, authorities }: MailboxRecord): string {
  return JSON.stringify([address, user, receiving, sending, provider, authorities]);
}
