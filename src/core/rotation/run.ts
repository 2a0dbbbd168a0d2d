import { type Failure, failure } from '../../shared/failures.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { ByHandAnswer } from '../../shared/journal.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { RotationView } from '../../shared/views.ts';
import type { ProofOutcome } from '../apps/run-update.ts';
import type { PasswordRules } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { actNow, advance, type Pause } from './advance.ts';
import type { Context } from './context.ts';
import { isOver } from './facts.ts';
import { decisions, leaveNow, nothingSent, takeAnswer, takeNew, wrongStage } from './person-acts.ts';
import { proveSettings, type SettingsProof } from './prove-settings.ts';
import { getReady } from './ready.ts';
import { noteShown, type Sight, visitClient } from './round.ts';
import { viewOf } from './view.ts';

export type HelpAct = 'try-again' | 'send-again' | 'stop';
type Done = Promise<Result<void>>;

/**
 * One rotation under way. Every call waits for the one before it. A call resolves when its own line is in the journal or
 * it was refused; what follows from it (sending, asking the servers, the round) goes on by itself and is told through
 * `onChange`.
 */
export class RotationRun {
  private readonly context: Context;
  private readonly stopping: AbortController;
  private readonly listeners: Set<() => void>;
  private queue: Promise<unknown> = Promise.resolve();
  private waiting = new AbortController();
  private jobs = 0;
  private readying: Done | null = null;
  private readonly visiting = new Map<ClientId, Done>();

  constructor(context: Context, stopping: AbortController, listeners: Set<() => void>) {
    this.context = context;
    this.stopping = stopping;
    this.listeners = listeners;
  }

  get id(): Context['id'] {
    return this.context.id;
  }

  get mailbox(): Context['mailbox'] {
    return this.context.mailbox;
  }

  /** True if nothing more is to be done, and another rotation of this mailbox may begin. */
  get isOver(): boolean {
    const rotation = this.context.desk.rotation;
    return this.context.state.left || (rotation !== null && rotation.pending !== null && isOver(rotation));
  }

  /** True while something is being asked or written; a wait of the ladder is not work. */
  get isWorking(): boolean {
    return this.jobs > 0;
  }

  /** The whole view at any moment, also while something is being done. */
  view(): RotationView {
    return viewOf(this.context);
  }

  rules(): PasswordRules {
    return this.context.state.rules;
  }

  /** Calls the listener after every change of the view. Returns the function that ends it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Step 1; resolves when it is done. Nothing is changed by it. `request.wrong-stage` once something was sent. A second
   * click before the answer is the same wish: it costs no second sign-in.
   */
  getReady(): Done {
    this.readying ??= this.inTurn(async () =>
      nothingSent(this.context) ? await getReady(this.context) : wrongStage(),
    ).finally(() => {
      this.readying = null;
    });
    return this.readying;
  }

  /**
   * Steps 3 and 4 with this password: it is in the keychain when this resolves; sending follows. In a run that found a
   * version stored before a crash, nothing having been sent, it gets ready first.
   */
  change(next: Secret, options: { readonly endSessions: boolean }): Done {
    return this.inTurn(() => this.thenOn(takeNew(this.context, next, options)));
  }

  /** By hand: what the person found on the page. `typed` only with `different`, which is staged as a new version. */
  answer(answer: ByHandAnswer, typed: Secret | null): Done {
    return this.inTurn(() => this.thenOn(takeAnswer(this.context, answer, typed)));
  }

  /** In the round: tries this client's sign-ins again, once however often it is clicked. Resolves with the findings known. */
  checkClient(client: ClientId): Done {
    const already = this.visiting.get(client);
    if (already) return already;
    const visit = this.inRound(client, () => visitClient(this.context, client)).finally(() => {
      this.visiting.delete(client);
    });
    this.visiting.set(client, visit);
    return visit;
  }

  markClient(client: ClientId, mark: 'told' | 'gone' | 'waiting'): Done {
    const { desk, id: rotation } = this.context;
    return this.inRound(client, () => desk.write({ type: 'client-marked', rotation, client, mark }));
  }

  /** In the round: what a client's own store or the provider's sign-in log has shown of it. */
  noteShown(sight: Sight): Done {
    return this.inRound(sight.client, () => noteShown(this.context, sight));
  }

  /** In the round: one sign-in with what an app on this computer keeps for a client. Anything in the way is `not-told`. */
  async prove(proof: SettingsProof): Promise<ProofOutcome> {
    let proved: ProofOutcome = 'not-told';
    await this.inRound(proof.client, async () => {
      proved = await proveSettings(this.context, proof);
      return success(undefined);
    });
    return proved;
  }

  /** Ends the round. What has not been done stays visible in the report. */
  finish(): Done {
    const { desk, id: rotation } = this.context;
    return this.inRound(null, () => desk.write({ type: 'finished', rotation }));
  }

  /** What a person decides where the app may not go on by itself, or does not want to wait for. */
  help(act: HelpAct): Done {
    return this.inTurn(async () => {
      const { state, desk, id } = this.context;
      const needed = decisions(this.context);
      if (act === 'try-again' && state.stalled !== null && needed === 'none') return this.unstall();
      if (act === 'stop' && nothingSent(this.context)) return await leaveNow(this.context);
      if (needed === 'none' || (act === 'send-again' && needed !== 'any')) return wrongStage();
      const written = await desk.write({ type: 'helped', rotation: id, act });
      return written.ok ? this.unstall() : written;
    });
  }

  /** Leaves before anything was sent; a stored password is kept for a day all the same. */
  leave(): Done {
    return this.inTurn(async () => (nothingSent(this.context) ? await leaveNow(this.context) : wrongStage()));
  }

  /** After a restart: goes on as far as that is allowed without a person. */
  resume(): Done {
    return this.inTurn(() => {
      this.context.state.recovered = true;
      this.goOn();
      return Promise.resolve(success(undefined));
    });
  }

  /** Ends everything that is under way, for instance on quitting; the journal knows where to go on. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.waiting.abort();
    this.context.state.parked?.release();
    await this.queue;
  }

  /**
   * The computer goes to sleep: whatever is on its way ends as not known, connections are dropped, and nothing new is begun
   * before `awake` or a person's next act.
   */
  suspend(): void {
    this.context.state.suspended = true;
    this.waiting.abort();
    this.cutLine();
  }

  /** The computer is awake: what survived the sleep is dropped too, and where things stand is looked at anew. */
  awake(): void {
    this.cutLine();
    this.context.state.suspended = false;
    if (!this.isOver) this.goOn();
  }

  /** Resolves when nothing is being done just now; waits of the ladder may still be running. */
  async quiet(): Promise<void> {
    let seen: unknown = null;
    while (seen !== this.queue) {
      seen = this.queue;
      await seen;
    }
  }

  /** Runs one job after all earlier ones, on a journal read anew. Its listeners hear of it whatever it returns. */
  private inTurn(job: () => Done): Done {
    const turn = this.queue.then(async (): Promise<Result<void>> => {
      if (this.context.signal.aborted || this.context.state.left) return failed(failure('request.cancelled'));
      // somebody is there, so the computer is awake
      this.context.state.suspended = false;
      const fresh = await this.context.desk.refresh();
      const result = fresh.ok ? await job() : fresh;
      this.context.changed();
      return result;
    });
    this.queue = this.working(turn).catch(() => undefined);
    return turn;
  }

  private working<T>(turn: Promise<T>): Promise<T> {
    this.jobs += 1;
    return turn.finally(() => {
      this.jobs -= 1;
    });
  }

  private goOn(): void {
    this.waiting.abort();
    const turn = this.queue.then(async () => {
      if (this.context.signal.aborted) return;
      const fresh = await this.context.desk.refresh();
      if (fresh.ok) this.comeBack(await advance(this.context));
      else this.stall(fresh.failure);
    });
    this.queue = this.working(turn).catch(() => this.stall(failure('app.bug')));
  }

  private cutLine(): void {
    this.context.line.cut();
    this.context.state.parked?.release();
  }

  private stall(why: Failure): void {
    this.context.state.doing = null;
    this.context.state.stalled = why;
    this.context.changed();
  }

  /** Waits outside the queue, so that a person can always step in. */
  private comeBack(pause: Pause): void {
    if (pause.kind === 'rest') return;
    const { clock } = this.context.ports;
    this.waiting = new AbortController();
    const { signal } = this.waiting;
    void clock.sleep(Math.max(pause.until - clock.now(), 0), signal).then(() => {
      if (!signal.aborted && !this.context.signal.aborted) this.goOn();
    });
  }

  /** A job that belongs to the round alone, about a client of the mailbox if it is about one. */
  private inRound(client: ClientId | null, job: () => Done): Done {
    return this.inTurn(async () => {
      if (actNow(this.context).kind !== 'round') return wrongStage();
      const knows = client === null || this.context.record.clients.some((one) => one.id === client);
      return knows ? await job() : failed(failure('request.not-found'));
    });
  }

  /** What was taken is acted upon by itself. */
  private async thenOn(taking: Done): Done {
    const taken = await taking;
    if (taken.ok) this.goOn();
    return taken;
  }

  private unstall(): Result<void> {
    this.context.state.stalled = null;
    this.context.state.hold = null;
    this.goOn();
    return success(undefined);
  }
}
