import type { AppPassword, MailboxListing, SignInLog } from '../shared/at-provider.ts';
import type { Failure, ProviderFailureCode } from '../shared/failures.ts';
import type { Finding, ProbeStage } from '../shared/findings.ts';
import type { MailboxId, VersionId } from '../shared/ids.ts';
import type { JournalEntry, JournalFact } from '../shared/journal.ts';
import type { Authority, Endpoint, MailboxRecord } from '../shared/model.ts';
import type { ProviderManifest } from '../shared/provider.ts';
import type { Result } from '../shared/result.ts';
import type { Secret } from './secret.ts';

/** The outside world on one page. Nothing in core reaches it by any other way. */

/** Secrets by version. An entry is written once, read back, and never edited. */
export interface SecretStore {
  /** Stores and reads back; equal text under the same name is fine, other text is `keychain.read-back-differs`. */
  put(mailbox: MailboxId, version: VersionId, secret: Secret): Promise<Result<void>>;
  /** `keychain.entry-missing` if there is none. */
  get(mailbox: MailboxId, version: VersionId): Promise<Result<Secret>>;
  /** Removing what is not there is fine. */
  remove(mailbox: MailboxId, version: VersionId): Promise<Result<void>>;
  /** Writes, reads and removes an entry of its own: proves the keychain works before anything is changed. */
  tryOut(): Promise<Result<void>>;
}

/** Mailbox records (settings, provider, clients) and the index that lists them without opening each. */
export interface RecordStore {
  load(mailbox: MailboxId): Promise<Result<MailboxRecord>>;
  save(record: MailboxRecord): Promise<Result<void>>;
  remove(mailbox: MailboxId): Promise<Result<void>>;
  list(): Promise<Result<readonly { readonly id: MailboxId; readonly address: string }[]>>;
}

/** Append-only, one per mailbox. `append` returns only after the line is on the disk (fsync). */
export interface Journal {
  append(mailbox: MailboxId, fact: JournalFact): Promise<Result<JournalEntry>>;
  /** A line torn at the end is left out; with any other line that is not ours, the journal is `journal.unreadable`. */
  read(mailbox: MailboxId): Promise<Result<readonly JournalEntry[]>>;
  /**
   * What was read is on the disk when this resolves: an earlier life may have died before its last line was. For acts that
   * rest on lines alone and write none of their own. Left out where every line that can be read is on the disk.
   */
  secure?(mailbox: MailboxId): Promise<Result<void>>;
}

/** A right to try one sign-in, already written to disk, so that a crash counts it as refused. */
export interface Reservation {
  /** Must be called exactly once with what the attempt showed. */
  settle(outcome: 'signed-in' | 'refused' | 'inconclusive'): Promise<void>;
}

export interface AttemptAsk {
  readonly server: string;
  readonly mailbox: MailboxId;
  readonly version: VersionId;
  /** `proven`: this version has signed in to this server for this mailbox before. */
  readonly standing: 'proven' | 'unproven';
  /** `person`: somebody clicked for just this. `rung`: a wait of the ladder has run out. */
  readonly prompted: 'person' | 'rung' | 'app';
}

/** Counts refused sign-ins per server name on this computer, over all mailboxes, instances and crashes. */
export interface AttemptLedger {
  reserve(
    ask: AttemptAsk,
  ): Promise<
    { readonly granted: true; readonly reservation: Reservation } | { readonly granted: false; readonly freeAt: number }
  >;
  /** Refused sign-ins that still count; null where that cannot be known just now. Never throws. */
  standing(server: string): Promise<{ readonly inTenMinutes: number; readonly inSevenDays: number } | null>;
  /**
   * Every sign-in that was made to this mailbox since then, earlier lives of the app and the provider's own included: when,
   * by the wall clock, and what came of it, null where nobody knows. It reaches back a week; null where it cannot be read.
   */
  made?(mailbox: MailboxId, since: number): Promise<readonly MadeAttempt[] | null>;
}

export interface MadeAttempt {
  readonly from: number;
  readonly to: number;
  readonly outcome: 'signed-in' | 'refused' | null;
}

/** A connection that is encrypted, checked and greeted, with no password sent yet. */
export interface OpenConnection {
  /** Tries exactly one sign-in, then closes. Never throws. */
  signIn(user: string, secret: Secret): Promise<Finding>;
  close(): void;
  /** Our port, and the address at the other end; left out where they are not known. */
  readonly line?: { readonly port: number; readonly peer: string } | undefined;
}

export interface ProbeOptions {
  readonly authorities: readonly Authority[];
  readonly signal: AbortSignal;
  readonly onStage: (stage: ProbeStage) => void;
  /** Also read the inbox after signing in (IMAP in a check-up). */
  readonly read: boolean;
}

/** One sign-in over IMAP, POP3 or SMTP submission. */
export interface MailProbe {
  /** Connects, encrypts, checks the certificate, reads the greeting. Never sends a user name or password; never throws. */
  open(
    endpoint: Endpoint,
    options: ProbeOptions,
  ): Promise<
    { readonly open: true; readonly connection: OpenConnection } | { readonly open: false; readonly finding: Finding }
  >;
}

/** What a provider is told. Only what its manifest asked for is in `settings`. */
export interface ProviderAccess {
  readonly address: string;
  readonly user: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly authorities: readonly Authority[];
  /** The mailbox's current password, where it is known. */
  readonly current: Secret | null;
  /** The provider's own credential (an administrator's password), where the manifest asks for one. */
  readonly credential: Secret | null;
  readonly signal: AbortSignal;
}

/** Password rules in a form that the live checklist and the generator both use. Lengths count characters unless `bytes`. */
export interface PasswordRules {
  readonly minLength: number;
  readonly maxLength: number;
  readonly maxBytes: number | null;
  readonly upper: boolean;
  readonly lower: boolean;
  readonly digit: boolean;
  readonly special: boolean;
  /** Characters the provider refuses. */
  readonly forbidden: string;
  readonly notCurrent: boolean;
  /** Where the rules are from: Keyround's default, the provider's manifest, or asked from the live server. */
  readonly source: 'default' | 'manifest' | 'server';
}

/** `pause`: seconds after which the server says that it may be asked again, where it says so; here and below. */
export type CheckAnswer =
  | { readonly kind: 'ready'; readonly rules: PasswordRules | null; readonly warnings: readonly Failure[] }
  | { readonly kind: 'not-ready'; readonly failure: Failure; readonly pause?: number };

/** `refused` only if the refusal was seen, or nothing can have been sent; everything else is `unknown`. */
export type ChangeAnswer =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused';
      readonly code: ProviderFailureCode;
      readonly technical: string;
      readonly pause?: number;
    }
  | { readonly kind: 'unknown'; readonly code: ProviderFailureCode; readonly technical: string };

/** For a provider that may ask for a one-time code besides the password. What it holds is in memory only. */
export interface SecondFactor {
  /** Holds a code that a person has typed. The next call for this address uses it up, whatever comes of it. */
  give(address: string, code: Secret): void;
  /** Forgets what is held for this address, and ends the session that a code has begun there. Never throws. */
  end(address: string): Promise<void>;
  /** The same for every address. */
  endAll(): Promise<void>;
}

export interface Provider {
  readonly manifest: ProviderManifest;
  /** Left out where no code is ever asked for. */
  readonly secondFactor?: SecondFactor;
  /** Reads only: reachable, credential works, rules. Makes at most one sign-in. Never throws. */
  check(access: ProviderAccess): Promise<CheckAnswer>;
  /** Sends at most one request that can set the password. Setting the same value twice is harmless. Never throws. */
  changePassword(access: ProviderAccess, next: Secret): Promise<ChangeAnswer>;
  /*
   * What only some can tell; who has a method claims it in its manifest. Each reads only, makes at most one sign-in, is
   * bounded in size and time, and never throws. Its failures have the codes of a check.
   */
  /** Who has signed in to the mailbox since then (milliseconds since 1970 by the clock of this computer). */
  signIns?(access: ProviderAccess, since: number): Promise<Result<SignInLog>>;
  /** The mailbox's app passwords: their names, never themselves. */
  appPasswords?(access: ProviderAccess): Promise<Result<readonly AppPassword[]>>;
  /** All mailboxes of the address's domain. For administrators: in a mailbox's own name it is `settings-incomplete`. */
  listMailboxes?(access: ProviderAccess): Promise<Result<MailboxListing>>;
}

export interface Clock {
  /** Wall-clock milliseconds since 1970, for showing and for deadlines that survive a restart. */
  now(): number;
  /**
   * Milliseconds of a clock that nobody can set and that only runs forwards; time asleep counts where it is known. What is
   * waited for is measured with it. Where it is left out, the wall clock is believed.
   */
  elapsed?(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Random {
  /** A uniform integer in [0, below) from a cryptographic source. */
  below(limit: number): number;
}
