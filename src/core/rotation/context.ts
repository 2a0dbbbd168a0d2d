import { type Failure, failure } from '../../shared/failures.ts';
import type { Finding } from '../../shared/findings.ts';
import type { MailboxId, RotationId, VersionId } from '../../shared/ids.ts';
import type { JournalEntry, JournalFact, RotationMode } from '../../shared/journal.ts';
import type { Endpoint, MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { RotationView } from '../../shared/views.ts';
import type {
  AttemptLedger,
  Clock,
  Journal,
  MailProbe,
  PasswordRules,
  Provider,
  RecordStore,
  SecretStore,
} from '../ports.ts';
import type { LampBoard } from '../verify/lamp-board.ts';
import type { VerifyDeps } from '../verify/types.ts';
import type { MailboxFacts, RotationFacts } from './facts.ts';
import type { Line } from './line.ts';
import type { Act, Proof } from './machine.ts';
import type { Parked } from './parking.ts';
import { reduce } from './reduce.ts';

/** The parts of the world a rotation needs. */
export interface RotationPorts {
  readonly secrets: SecretStore;
  readonly records: RecordStore;
  readonly journal: Journal;
  readonly ledger: AttemptLedger;
  readonly clock: Clock;
  readonly probe: MailProbe;
  readonly provider: (id: string) => Provider | null;
  /**
   * Every version that the keychain keeps under this mailbox's name, newest first as far as that can be told. Without it
   * a journal that is gone looks like one that never was.
   */
  readonly kept?: (mailbox: MailboxId) => Promise<Result<readonly VersionId[]>>;
  /** The id of this installation: another one when the profile was copied or restored. Without it that goes unnoticed. */
  readonly installation?: () => Promise<Result<string>>;
  /** 16 lower-case letters and digits from a cryptographic source. */
  readonly newId: () => string;
}

export type CheckStep = RotationView['checks'][number];

/** What a run knows beyond its journal. All of it may be lost at any moment without harm. */
export interface RunState {
  /** Where it stands before anything is sent; from then on the journal says it. */
  phase: 'getting-ready' | 'not-ready' | 'new-password' | 'staging';
  recovered: boolean;
  /** How often it got ready in this run: from the second time on a person asked for it. */
  readied: number;
  checks: CheckStep[];
  warnings: Failure[];
  rules: PasswordRules;
  /** True once the person has said "change" in this run: without it nothing is sent for the first time. */
  consented: boolean;
  /** Sign-ins with current would use up grace sign-ins, or do nothing but fail. */
  spareCurrent: boolean;
  /** Why it stands still although the journal would let it go on (keychain locked, disk full). */
  stalled: Failure | null;
  /** Why getting ready failed or a password was not taken. */
  failure: Failure | null;
  /** The attempt budget allows no sign-in before this time. */
  hold: { readonly until: number; readonly failure: Failure } | null;
  /** From when on the provider wants to be asked again; null where it said nothing. Nothing goes on by itself then. */
  pause: { readonly until: number } | null;
  /** The last thing a server said against us, for the technical line. */
  lastFailure: Failure | null;
  parked: Parked | null;
  /** The act that is being done just now. */
  doing: Act | null;
  /** Findings of this run by `checkKey`. */
  readonly seen: Map<string, Finding>;
  /** The version that the provider itself has accepted in this run. */
  provenAtProvider: VersionId | null;
  /** The computer is going to sleep: nothing new is begun. */
  suspended: boolean;
  left: boolean;
}

/** One run of one rotation: the ports, the journal's facts and what is only remembered. */
export interface Context {
  readonly ports: RotationPorts;
  readonly mailbox: MailboxId;
  readonly id: RotationId;
  readonly mode: RotationMode;
  readonly provider: Provider;
  readonly record: MailboxRecord;
  readonly signal: AbortSignal;
  readonly line: Line;
  readonly board: LampBoard;
  readonly desk: Desk;
  readonly state: RunState;
  /** Tells the listeners that the view is new. */
  readonly changed: () => void;
}

/** The journal of one mailbox as one rotation uses it: every line written is in the facts at once. */
export class Desk {
  private readonly journal: Journal;
  private readonly mailbox: MailboxId;
  private readonly id: RotationId;
  private entries: readonly JournalEntry[];
  facts: MailboxFacts;

  constructor(journal: Journal, mailbox: MailboxId, id: RotationId, entries: readonly JournalEntry[]) {
    this.journal = journal;
    this.mailbox = mailbox;
    this.id = id;
    this.entries = entries;
    this.facts = reduce(entries);
  }

  /** This rotation's facts; null before its `planned` line. */
  get rotation(): RotationFacts | null {
    return this.facts.rotation?.id === this.id ? this.facts.rotation : null;
  }

  /** Reads the journal again. `request.busy` if another rotation has begun meanwhile: this one must not go on. */
  async refresh(): Promise<Result<void>> {
    const had = this.rotation !== null;
    const read = await this.journal.read(this.mailbox);
    if (!read.ok) return read;
    this.entries = read.value;
    this.facts = reduce(read.value);
    return had && !this.rotation ? failed(failure('request.busy')) : success(undefined);
  }

  /** Writes one line; it is on the disk when this resolves. */
  async write(fact: JournalFact): Promise<Result<void>> {
    const written = await this.journal.append(this.mailbox, fact);
    if (!written.ok) return written;
    this.entries = [...this.entries, written.value];
    this.facts = reduce(this.entries);
    return success(undefined);
  }
}

/** The mailbox's own servers, one receiving protocol first: what has to accept pending before it becomes current. */
export function ownEndpoints(record: MailboxRecord): readonly Endpoint[] {
  const endpoints: Endpoint[] = [];
  if (record.receiving) endpoints.push(record.receiving);
  if (record.sending) endpoints.push({ ...record.sending, protocol: 'smtp' });
  return endpoints;
}

/** Every mail server that this record names: the mailbox's own, and those of its clients. */
export function everyEndpoint(record: MailboxRecord): readonly Endpoint[] {
  const ofClients = record.clients.flatMap(({ receiving, sending }) => [
    ...(receiving ? [receiving] : []),
    ...(sending ? [{ ...sending, protocol: 'smtp' as const }] : []),
  ]);
  return [...ownEndpoints(record), ...ofClients];
}

type Proving = Pick<Context, 'provider' | 'record'>;

/** The mailbox's own servers as far as a password signs in there. */
export function askedEndpoints({ provider, record }: Proving): readonly Endpoint[] {
  return provider.manifest.mailSignIns === 'oauth' ? [] : ownEndpoints(record);
}

/** What has to show that pending is the mailbox's password now. */
export function proofFor(proving: Proving): Proof {
  if (proving.provider.manifest.mailSignIns === 'oauth') return 'answer';
  return askedEndpoints(proving).map((endpoint) => endpoint.protocol);
}

export function verifyDeps(context: Context): VerifyDeps {
  const { secrets, ledger, probe, clock } = context.ports;
  return { secrets, ledger, probe, clock, authorities: context.record.authorities, signal: context.line.signal };
}
