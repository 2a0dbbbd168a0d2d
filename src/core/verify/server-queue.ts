import { type Finding, isRefusal } from '../../shared/findings.ts';
import type { Attempt, Check, SignInAsk } from './types.ts';

type Standing = SignInAsk['standing'];

/** Steps by which the sign-ins in flight at one server may grow. */
const steps = [1, 8, 16, 32] as const;
const protocolRank = { imap: 0, pop3: 1, smtp: 2 } as const;
const crowded: readonly string[] = ['mail.too-many-connections', 'mail.server-busy'];

/** A check on its way. `cleared`: this user has signed in with this version over this protocol in this run. */
export interface Started {
  readonly check: Check;
  readonly standing: Standing;
  readonly cleared: boolean;
}

/**
 * Decides what may be tried next at one server, and holds no clock and no connection. The rules:
 * - A scout goes alone. When it has signed in, 8, 16 and then 32 sign-ins may be in flight; halved when the server is crowded.
 * - Per version at most one sign-in is in flight whose user and protocol have not signed in yet in this run, however well
 *   the version is known from before: a password changed elsewhere then costs one refusal and not four.
 * - At most one sign-in with an unproven version or user is in flight.
 * - A refusal ends everything unproven at this server, and with the refused version all that has not signed in yet.
 * The servers of one run share what they know of versions: one mailbox's wrong password is refused once, not once a server.
 */
export class ServerQueue {
  private waiting: Check[];
  private readonly flying = new Set<Started>();
  private readonly cleared = new Set<string>();
  private readonly signedIn = new Set<string>();
  private readonly versions: VersionsOfRun;
  private readonly provenBefore: (check: Check) => boolean;
  private closed = false;
  private step = 1;
  private successes = 0;

  constructor(checks: readonly Check[], provenBefore: (check: Check) => boolean, versions = versionsOfRun()) {
    this.provenBefore = provenBefore;
    this.versions = versions;
    this.waiting = inOrder(checks, provenBefore);
  }

  /** How many may be in flight now. */
  get limit(): number {
    return this.step;
  }

  get inFlight(): number {
    return this.flying.size;
  }

  get isDone(): boolean {
    return this.waiting.length === 0 && this.flying.size === 0;
  }

  /** The next check to start, or null if none may start before something in flight has ended. */
  next(): Started | null {
    if (this.flying.size >= this.step) return null;
    const check = this.waiting.find((candidate) => this.mayStart(candidate));
    if (!check) return null;
    this.waiting = this.waiting.filter((other) => other !== check);
    const started = { check, standing: this.standingOf(check), cleared: this.cleared.has(clearanceOf(check)) };
    this.flying.add(started);
    if (!started.cleared) this.versions.asking.add(versionOf(check));
    return started;
  }

  /** Takes in what a started check showed. Returns the checks that are not to be tried any more. */
  ended(started: Started, attempt: Attempt): readonly Check[] {
    this.flying.delete(started);
    if (!started.cleared) this.versions.asking.delete(versionOf(started.check));
    if (attempt.kind !== 'finding') return [];
    const { finding } = attempt;
    if (finding.ok) this.grow(started.check);
    else if (crowded.includes(finding.code)) this.shrink();
    return this.dropAfter(started.check, finding);
  }

  /** What is not to be tried any more because a version was refused, here or at another server of the run. */
  dropRefused(): readonly Check[] {
    return this.dropWhere((check) => this.isOfRefused(check));
  }

  /** Empties the queue, for a stop. */
  drop(): readonly Check[] {
    const dropped = this.waiting;
    this.waiting = [];
    return dropped;
  }

  private mayStart(check: Check): boolean {
    const others = [...this.flying];
    if (this.standingOf(check) === 'unproven' && others.some((other) => other.standing === 'unproven')) return false;
    if (this.cleared.has(clearanceOf(check))) return true;
    return !this.versions.asking.has(versionOf(check));
  }

  /** Another user name is unproven in its own right: a mistake in it is refused like a wrong password. */
  private standingOf(check: Check): Standing {
    return this.signedIn.has(signInOf(check)) || this.provenBefore(check) ? 'proven' : 'unproven';
  }

  private grow(check: Check): void {
    this.cleared.add(clearanceOf(check));
    this.signedIn.add(signInOf(check));
    this.successes += 1;
    if (this.successes < this.step) return;
    this.step = steps.find((next) => next > this.step) ?? this.step;
    this.successes = 0;
  }

  private shrink(): void {
    this.step = Math.max(1, Math.floor(this.step / 2));
    this.successes = 0;
  }

  private dropAfter(check: Check, finding: Finding): readonly Check[] {
    if (finding.ok) return [];
    if (finding.code === 'mail.too-many-attempts' || finding.code === 'mail.address-blocked') this.closed = true;
    else if (isRefusal(finding)) this.versions.refused.add(versionOf(check));
    else return [];
    return this.dropWhere(
      (waiting) => this.closed || this.standingOf(waiting) === 'unproven' || this.isOfRefused(waiting),
    );
  }

  private dropWhere(isDropped: (check: Check) => boolean): readonly Check[] {
    const dropped = this.waiting.filter(isDropped);
    this.waiting = this.waiting.filter((check) => !dropped.includes(check));
    return dropped;
  }

  private isOfRefused(check: Check): boolean {
    return this.versions.refused.has(versionOf(check)) && !this.cleared.has(clearanceOf(check));
  }
}

/** What all servers of one run know together, by mailbox and version. */
export interface VersionsOfRun {
  /** In flight somewhere as a sign-in that has not been cleared: at most one at a time. */
  readonly asking: Set<string>;
  /** Refused somewhere in this run. */
  readonly refused: Set<string>;
}

export const versionsOfRun = (): VersionsOfRun => ({ asking: new Set(), refused: new Set() });

const versionOf = (check: Check): string => `${check.mailbox}/${check.version}`;
const signInOf = (check: Check): string => `${versionOf(check)}/${check.user}`;
const clearanceOf = (check: Check): string => `${check.endpoint.protocol}/${signInOf(check)}`;

/**
 * Known versions first, so that the scout is the one most likely to sign in; then the user name that most clients have,
 * so that a slip in one client's settings is met last; then receiving before sending.
 */
function inOrder(checks: readonly Check[], provenBefore: (check: Check) => boolean): Check[] {
  const popularity = new Map<string, number>();
  for (const check of checks) {
    popularity.set(signInOf(check), (popularity.get(signInOf(check)) ?? 0) + check.targets.length);
  }
  const rank = (check: Check): readonly number[] => [
    provenBefore(check) ? 0 : 1,
    -(popularity.get(signInOf(check)) ?? 0),
    protocolRank[check.endpoint.protocol],
  ];
  const ranked = checks.map((check) => ({ check, rank: rank(check) }));
  ranked.sort((a, b) => a.rank.map((value, at) => value - (b.rank[at] ?? 0)).find((d) => d !== 0) ?? 0);
  return ranked.map(({ check }) => check);
}
