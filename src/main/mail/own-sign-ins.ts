import type { Clock, MailProbe, OpenConnection } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { type Finding, isRefusal } from '../../shared/findings.ts';
import type { Endpoint, Protocol } from '../../shared/model.ts';

/** One sign-in of ours, as a sign-in log may have it. Wall-clock milliseconds; it holds no password. */
export interface MadeSignIn {
  readonly protocol: Protocol;
  readonly user: string;
  readonly from: number;
  /** Null while it is under way. */
  readonly to: number | null;
  /** Null: not answered yet, or nobody knows what the server made of it. */
  readonly outcome: 'signed-in' | 'refused' | null;
  readonly port: number | null;
  readonly peer: string | null;
  /** How far the wall clock was from the steady one, in ms: it tells that the wall clock was set since. */
  readonly clockAt: number;
}

/** More are made in an hour of an office only; the oldest are forgotten first. */
const most = 2_000;

/**
 * A probe that remembers each sign-in that is made through it, in memory, so that it can be told from those of devices.
 * From `since` on nothing is missing.
 */
export class RememberingProbe implements MailProbe {
  readonly #probe: MailProbe;
  readonly #now: Clock['now'];
  readonly #clockAt: () => number;
  readonly #made: MadeSignIn[] = [];
  /** As of a sign-in: how far the wall clock was from the steady one when the memory began. */
  readonly clockAt: number;
  #since: number;

  constructor(probe: MailProbe, now: Clock['now'], elapsed: Clock['now'] = now) {
    this.#probe = probe;
    this.#now = now;
    this.#clockAt = () => now() - elapsed();
    this.clockAt = this.#clockAt();
    this.#since = now();
  }

  get since(): number {
    return this.#since;
  }

  /** Oldest first. */
  get made(): readonly MadeSignIn[] {
    return this.#made;
  }

  async open(endpoint: Endpoint, options: Parameters<MailProbe['open']>[1]): ReturnType<MailProbe['open']> {
    const opened = await this.#probe.open(endpoint, options);
    if (!opened.open) return opened;
    const { connection } = opened;
    const signIn = (user: string, secret: Secret) => this.#signIn(endpoint.protocol, connection, user, secret);
    return { open: true, connection: { signIn, close: () => connection.close(), line: connection.line } };
  }

  async #signIn(protocol: Protocol, connection: OpenConnection, user: string, secret: Secret): Promise<Finding> {
    const { port = null, peer = null } = connection.line ?? {};
    const clockAt = this.#clockAt();
    const begun: MadeSignIn = { protocol, user, from: this.#now(), to: null, outcome: null, port, peer, clockAt };
    this.#note(begun);
    const finding = await connection.signIn(user, secret);
    const ended =
      finding.ok || finding.passwordSent ? { ...begun, to: this.#now(), outcome: outcomeOf(finding) } : null;
    const place = this.#made.lastIndexOf(begun);
    if (place >= 0) this.#made.splice(place, 1, ...(ended ? [ended] : []));
    return finding;
  }

  #note(one: MadeSignIn): void {
    this.#made.push(one);
    if (this.#made.length <= most) return;
    const [oldest] = this.#made.splice(0, 1);
    this.#since = Math.max(this.#since, (oldest?.to ?? this.#now()) + 1);
  }
}

/** The same probe where it remembers already: all spaces of one app share one memory. */
export const remembering = (probe: MailProbe, { now, elapsed }: Pick<Clock, 'now' | 'elapsed'>): RememberingProbe =>
  probe instanceof RememberingProbe ? probe : new RememberingProbe(probe, now, elapsed);

function outcomeOf(finding: Finding): MadeSignIn['outcome'] {
  if (finding.ok) return 'signed-in';
  return isRefusal(finding) ? 'refused' : null;
}
