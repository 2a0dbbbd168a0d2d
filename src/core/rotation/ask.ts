import { type Failure, failure } from '../../shared/failures.ts';
import type { VersionId } from '../../shared/ids.ts';
import type { AskPurpose } from '../../shared/journal.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { AttemptAsk } from '../ports.ts';
import { attemptSignIn } from '../verify/attempt.ts';
import { type Desk, ownEndpoints, type RotationPorts } from './context.ts';
import { failureOf, outcomeOf } from './sign-in.ts';

/** One sign-in outside a rotation: which version, what for, and who wanted it. */
export interface Question {
  readonly version: VersionId;
  readonly purpose: AskPurpose;
  readonly prompted: AttemptAsk['prompted'];
  readonly standing: AttemptAsk['standing'];
}

export interface Answer {
  readonly outcome: 'signed-in' | 'refused' | 'inconclusive';
  /** What the server said against it, or why nothing was sent. Null after a sign-in. */
  readonly failure: Failure | null;
  /** The attempt budget had no room: it may be asked again from then on. */
  readonly freeAt: number | null;
}

/**
 * Signs in once on the mailbox's own first server, with the intent in the journal before it and what it showed after it.
 * A stop while the password is on its way leaves the intent alone (`request.cancelled`): the attempt counts as spent.
 * Fails with what the keychain or the disk said, or `request.invalid` if the mailbox has no server of its own.
 */
export async function askServer(
  ports: RotationPorts,
  record: MailboxRecord,
  desk: Desk,
  { version, purpose, prompted, standing }: Question,
  signal: AbortSignal,
): Promise<Result<Answer>> {
  const [endpoint] = ownEndpoints(record);
  if (!endpoint) return failed(failure('request.invalid', '', 'receiving'));
  const attempt = (desk.facts.asks.at(-1)?.attempt ?? 0) + 1;
  const intent = await desk.write({ type: 'asking', attempt, version, purpose, protocol: endpoint.protocol });
  if (!intent.ok) return intent;
  const { secrets, ledger, probe, clock } = ports;
  const shown = await attemptSignIn(
    { secrets, ledger, probe, clock, authorities: record.authorities, signal },
    { mailbox: record.id, endpoint, user: record.user, version, standing, prompted, read: false },
  );
  const outcome = outcomeOf(shown);
  if (outcome === null) return failed(failure('request.cancelled'));
  const noted = await desk.write({ type: 'asked', attempt, version, ...outcome });
  if (!noted.ok) return noted;
  switch (shown.kind) {
    case 'no-secret':
      return failed(shown.failure);
    case 'held-back':
      return success({ outcome: 'inconclusive', failure: failure('mail.budget-spent'), freeAt: shown.freeAt });
    case 'finding':
      return success({
        outcome: outcome.outcome,
        failure: shown.finding.ok ? null : failureOf(shown.finding),
        freeAt: null,
      });
  }
}
