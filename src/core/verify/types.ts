import type { Failure } from '../../shared/failures.ts';
import type { Finding, ProbeStage } from '../../shared/findings.ts';
import type { ClientId, MailboxId, VersionId } from '../../shared/ids.ts';
import type { Authority, Endpoint } from '../../shared/model.ts';
import type { AttemptAsk, AttemptLedger, Clock, MailProbe, OpenConnection, SecretStore } from '../ports.ts';

/** What every sign-in needs from the world. */
export interface VerifyDeps {
  readonly secrets: SecretStore;
  readonly ledger: AttemptLedger;
  readonly probe: MailProbe;
  readonly clock: Clock;
  /** Certificate authorities of the mailbox's record; the probe uses each for its own host only. */
  readonly authorities: readonly Authority[];
  readonly signal: AbortSignal;
}

export type Side = 'receiving' | 'sending';

/** One distinct sign-in; its finding fans out to every target. */
export interface Check {
  /** Host, port, security, protocol, user and version in one string: equal keys are one sign-in. */
  readonly key: string;
  readonly mailbox: MailboxId;
  readonly endpoint: Endpoint;
  readonly user: string;
  readonly version: VersionId;
  readonly targets: readonly { readonly client: ClientId; readonly side: Side }[];
}

export interface SignInAsk {
  readonly mailbox: MailboxId;
  readonly endpoint: Endpoint;
  readonly user: string;
  readonly version: VersionId;
  readonly standing: AttemptAsk['standing'];
  readonly prompted: AttemptAsk['prompted'];
  /** Also read the inbox (IMAP in a check-up). */
  readonly read: boolean;
  readonly onStage?: (stage: ProbeStage) => void;
  /** Opened before and parked; used instead of opening one, and closed by its sign-in. */
  readonly connection?: OpenConnection;
}

export type Attempt =
  | { readonly kind: 'finding'; readonly finding: Finding }
  /** The budget says no: nothing was sent, and not before `freeAt` may it be asked again. */
  | { readonly kind: 'held-back'; readonly freeAt: number }
  /** The keychain did not give the secret: nothing was sent. */
  | { readonly kind: 'no-secret'; readonly failure: Failure };

export type VerifyEvent =
  | { readonly type: 'stage'; readonly key: string; readonly stage: ProbeStage }
  | { readonly type: 'finding'; readonly key: string; readonly finding: Finding }
  | { readonly type: 'held-back'; readonly key: string; readonly freeAt: number }
  | { readonly type: 'no-secret'; readonly key: string; readonly failure: Failure };
