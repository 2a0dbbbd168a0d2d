import { type Failure, failure } from '../../shared/failures.ts';
import { type Finding, isRefusal } from '../../shared/findings.ts';
import type { VersionId } from '../../shared/ids.ts';
import type { JournalFact } from '../../shared/journal.ts';
import type { Endpoint } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { AttemptAsk, OpenConnection } from '../ports.ts';
import { attemptSignIn } from '../verify/attempt.ts';
import { blockNamer } from '../verify/blocked.ts';
import { checkKey } from '../verify/plan.ts';
import type { Attempt, Check, VerifyDeps } from '../verify/types.ts';
import { type Context, everyEndpoint, ownEndpoints, verifyDeps } from './context.ts';
import { type Probe, signedIn } from './facts.ts';

export interface SignInPlan {
  readonly label: Probe['label'];
  readonly version: VersionId;
  readonly purpose: 'get-ready' | 'settle' | 'verify';
  readonly endpoint: Endpoint;
  readonly prompted: AttemptAsk['prompted'];
  readonly connection: OpenConnection | null;
}

export type SignInResult =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'refused' | 'inconclusive'; readonly failure: Failure }
  | { readonly kind: 'held-back'; readonly freeAt: number; readonly failure: Failure };

/**
 * One sign-in on the mailbox's own servers with its intent in the journal first and what it showed after it. A stop while
 * the password is on its way leaves the intent alone in the journal: the attempt counts as spent.
 */
export async function journaledSignIn(context: Context, plan: SignInPlan): Promise<Result<SignInResult>> {
  const { desk, id, mailbox, record } = context;
  const { label, version, purpose, endpoint, prompted, connection } = plan;
  const attempt = (desk.rotation?.probes.at(-1)?.attempt ?? 0) + 1;
  const standing = standingOf(context, version, endpoint);
  const { protocol } = endpoint;
  const intent = await desk.write({ type: 'probing', rotation: id, attempt, version, label, purpose, protocol });
  if (!intent.ok) {
    connection?.close();
    return intent;
  }
  const deps = verifyDeps(context);
  const tried = await attemptSignIn(deps, {
    ...{ mailbox, endpoint, user: record.user, version, standing, prompted, read: false },
    ...(connection ? { connection } : {}),
  });
  const shown = await blockSeen(deps, context, tried);
  const outcome = outcomeOf(shown);
  if (!outcome) {
    // the computer fell asleep meanwhile: spent, and nothing learned
    if (!context.signal.aborted) return success({ kind: 'inconclusive', failure: failure('mail.stopped') });
    return failed(failure('request.cancelled'));
  }
  if (shown.kind === 'finding') context.state.seen.set(keyOf(context, endpoint, version), shown.finding);
  const noted = await desk.write({ type: 'probed', rotation: id, attempt, ...outcome });
  if (!noted.ok) return noted;
  if (shown.kind === 'no-secret') return failed(shown.failure);
  const result = resultOf(shown);
  if (result.kind !== 'signed-in') context.state.lastFailure = result.failure;
  return success(result);
}

/** The same attempt, with a shut door told from an address that is kept out. */
async function blockSeen(deps: VerifyDeps, { record }: Context, tried: Attempt): Promise<Attempt> {
  if (tried.kind !== 'finding') return tried;
  const nameBlock = blockNamer(deps, everyEndpoint(record));
  return { kind: 'finding', finding: await nameBlock(tried.finding) };
}

/** The technical line of a finding: what a helpdesk agent reads out. */
export function failureOf(finding: Extract<Finding, { ok: false }>): Failure {
  const { protocol, host, port, security, stage, serverText, code } = finding;
  const said = serverText === '' ? '' : `: ${serverText}`;
  return failure(code, `${protocol} ${host}:${port} (${security}), ${stage}${said}`);
}

export function keyOf(context: Context, endpoint: Endpoint, version: VersionId): string {
  return checkKey({ ...endpoint, host: endpoint.host.toLowerCase() }, context.record.user, version);
}

/** Proven: this version has signed in to this very host in this rotation. */
export function standingOf(context: Context, version: VersionId, endpoint: Endpoint): AttemptAsk['standing'] {
  const rotation = context.desk.rotation;
  if (!rotation) return 'unproven';
  const host = endpoint.host.toLowerCase();
  const own = ownEndpoints(context.record).filter((one) => one.host.toLowerCase() === host);
  return own.some((one) => signedIn(rotation, version, one.protocol)) ? 'proven' : 'unproven';
}

/** Proven under the mailbox's own user name; another one is unproven in its own right. */
export function isProven(context: Context, { user, version, endpoint }: Check): boolean {
  return user === context.record.user && standingOf(context, version, endpoint) === 'proven';
}

type Outcome = Pick<Extract<JournalFact, { type: 'probed' }>, 'outcome' | 'code'>;

/** The journal's words for what an attempt showed. Null: it was cut short and nobody knows; its intent stays alone. */
export function outcomeOf(shown: Attempt): Outcome | null {
  switch (shown.kind) {
    case 'held-back':
      return { outcome: 'inconclusive', code: 'mail.budget-spent' };
    case 'no-secret':
      return { outcome: 'inconclusive', code: null };
    case 'finding': {
      const { finding } = shown;
      if (finding.ok) return { outcome: 'signed-in', code: null };
      if (finding.code === 'mail.stopped' && finding.passwordSent) return null;
      return { outcome: isRefusal(finding) ? 'refused' : 'inconclusive', code: finding.code };
    }
  }
}

function resultOf(shown: Exclude<Attempt, { kind: 'no-secret' }>): SignInResult {
  if (shown.kind === 'held-back') {
    return { kind: 'held-back', freeAt: shown.freeAt, failure: failure('mail.budget-spent') };
  }
  if (shown.finding.ok) return { kind: 'signed-in' };
  return { kind: isRefusal(shown.finding) ? 'refused' : 'inconclusive', failure: failureOf(shown.finding) };
}
