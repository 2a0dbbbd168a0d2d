import type { Endpoint } from '../../shared/model.ts';
import type { Clock } from '../ports.ts';
import { attemptSignIn, serverOf, stoppedFinding } from './attempt.ts';
import { blockNamer } from './blocked.ts';
import { ServerQueue, type Started, versionsOfRun } from './server-queue.ts';
import type { Attempt, Check, SignInAsk, VerifyDeps, VerifyEvent } from './types.ts';

/** Most sign-ins in flight in one run, over all servers. */
export const runCeiling = 64;
/** Handshakes are work for one thread: more than this many at once would freeze it for longer than a frame. */
const burst = { starts: 4, milliseconds: 8 } as const;

export interface VerifyAsk {
  /** True if this version has signed in to this server for this mailbox, under this user name, before. */
  readonly proven: (check: Check) => boolean;
  readonly prompted: SignInAsk['prompted'];
  /** Also read the inbox (IMAP in a check-up). */
  readonly read: boolean;
  /** Every mail server of the mailbox, checked now or not: it tells an address that is kept out from a port that is shut. */
  readonly known: readonly Endpoint[];
}

/**
 * Tries every check once, scouts first (see `ServerQueue`), and yields what happens as it happens: stages, and for each
 * check exactly one finding, held-back or no-secret. A check that is not tried because another was refused, or because the
 * signal aborted, ends as the finding `mail.stopped` with no password sent. Nothing is retried. Ending the iteration early
 * stops the run.
 */
export async function* verify(
  deps: VerifyDeps,
  checks: readonly Check[],
  ask: VerifyAsk,
): AsyncGenerator<VerifyEvent, void, undefined> {
  const run = new Run(deps, checks, ask);
  try {
    for (;;) {
      for (const event of run.take()) yield event;
      await run.startWhatMay();
      if (run.isDone) return;
      await run.somethingHappened();
    }
  } finally {
    run.end();
  }
}

class Run {
  private readonly deps: VerifyDeps;
  private readonly ask: VerifyAsk;
  private readonly queues: readonly ServerQueue[];
  private readonly stopping = new AbortController();
  /** One stop per sign-in in flight: a signal with dozens of listeners counts as a leak. */
  private readonly stops = new Set<AbortController>();
  private readonly pace: Pace;
  private readonly nameBlock: ReturnType<typeof blockNamer>;
  private readonly forwardStop = (): void => this.stop();
  private events: VerifyEvent[] = [];
  private bug: { readonly thrown: unknown } | null = null;
  private wake: () => void = () => undefined;

  constructor(deps: VerifyDeps, checks: readonly Check[], ask: VerifyAsk) {
    this.deps = deps;
    this.ask = ask;
    this.pace = new Pace(deps.clock, this.stopping.signal);
    this.nameBlock = blockNamer({ ...deps, signal: this.stopping.signal }, ask.known);
    const servers = new Map<string, Check[]>();
    for (const check of checks) {
      const server = serverOf(check.endpoint);
      servers.set(server, [...(servers.get(server) ?? []), check]);
    }
    const versions = versionsOfRun();
    this.queues = [...servers.values()].map((some) => new ServerQueue(some, ask.proven, versions));
    deps.signal.addEventListener('abort', this.forwardStop, { once: true });
    if (deps.signal.aborted) this.stop();
  }

  get isDone(): boolean {
    return this.events.length === 0 && this.bug === null && this.queues.every((queue) => queue.isDone);
  }

  take(): readonly VerifyEvent[] {
    if (this.bug) throw this.bug.thrown;
    const events = this.events;
    this.events = [];
    return events;
  }

  async startWhatMay(): Promise<void> {
    for (const queue of this.queues) {
      while (this.inFlight() < runCeiling && !this.stopping.signal.aborted) {
        const started = queue.next();
        if (!started) break;
        await this.pace.wait();
        this.start(queue, started);
      }
    }
  }

  /** Resolves when there is an event to take or a place to fill. */
  somethingHappened(): Promise<void> {
    if (this.events.length > 0 || this.bug) return Promise.resolve();
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  /** Opens nothing more. Sign-ins whose password is on its way are left to settle. */
  end(): void {
    this.deps.signal.removeEventListener('abort', this.forwardStop);
    this.stopping.abort();
    for (const stop of this.stops) stop.abort();
  }

  private stop(): void {
    this.end();
    for (const queue of this.queues) this.giveUp(queue.drop());
    this.wake();
  }

  private inFlight(): number {
    return this.queues.reduce((sum, queue) => sum + queue.inFlight, 0);
  }

  private start(queue: ServerQueue, started: Started): void {
    const { check, standing } = started;
    const { mailbox, endpoint, user, version, key } = check;
    const onStage: SignInAsk['onStage'] = (stage) => this.tell({ type: 'stage', key, stage });
    const { prompted, read } = this.ask;
    const stop = new AbortController();
    this.stops.add(stop);
    if (this.stopping.signal.aborted) stop.abort();
    const deps = { ...this.deps, signal: stop.signal };
    const tried = attemptSignIn(deps, { mailbox, endpoint, user, version, standing, prompted, read, onStage });
    tried
      .then((attempt) => this.seen(attempt))
      .then(
        (attempt) => {
          this.stops.delete(stop);
          this.ended(queue, started, attempt);
        },
        (thrown: unknown) => {
          this.bug = { thrown };
          this.wake();
        },
      );
  }

  private async seen(attempt: Attempt): Promise<Attempt> {
    if (attempt.kind !== 'finding') return attempt;
    return { kind: 'finding', finding: await this.nameBlock(attempt.finding) };
  }

  private ended(queue: ServerQueue, started: Started, attempt: Attempt): void {
    this.tell(eventOf(started.check.key, attempt));
    this.giveUp(queue.ended(started, attempt));
    // a password refused at one server is not tried at the next
    for (const other of this.queues) this.giveUp(other.dropRefused());
    this.wake();
  }

  private giveUp(checks: readonly Check[]): void {
    for (const { key, endpoint } of checks) {
      this.tell({ type: 'finding', key, finding: stoppedFinding(this.deps.clock, endpoint) });
    }
  }

  private tell(event: VerifyEvent): void {
    this.events.push(event);
    this.wake();
  }
}

/** Lets at most four connections start in eight milliseconds. */
class Pace {
  private readonly clock: Clock;
  private readonly signal: AbortSignal;
  private started = 0;

  constructor(clock: Clock, signal: AbortSignal) {
    this.clock = clock;
    this.signal = signal;
  }

  async wait(): Promise<void> {
    if (this.started > 0 && this.started % burst.starts === 0) await this.clock.sleep(burst.milliseconds, this.signal);
    this.started += 1;
  }
}

function eventOf(key: string, attempt: Attempt): VerifyEvent {
  switch (attempt.kind) {
    case 'finding':
      return { type: 'finding', key, finding: attempt.finding };
    case 'held-back':
      return { type: 'held-back', key, freeAt: attempt.freeAt };
    case 'no-secret':
      return { type: 'no-secret', key, failure: attempt.failure };
  }
}
