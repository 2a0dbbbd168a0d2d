import { endsWatching, waitBefore } from '../../core/evidence/schedule.ts';
import type { RotationRun } from '../../core/rotation/run.ts';
import type { EvidenceView } from '../../shared/apps.ts';
import { isConfirmed } from '../../shared/confirmed.ts';
import type { Failure } from '../../shared/failures.ts';
import type { MailboxId, RotationId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { ClientView, RotationView } from '../../shared/views.ts';
import { type AskParts, askSignIns } from './ask-sign-ins.ts';
import type { KeychainWatch } from './keychain-watch.ts';

/** Looks into the provider's sign-in log while a round is open, and notes what it shows of the devices. */
export interface SignInWatch {
  /** What the log has told of this rotation in this process. */
  view(rotation: RotationId): EvidenceView;
  /** After every change of a rotation: begins to watch, or ends it. */
  look(rotation: RotationView): void;
  /** A person has given this mailbox other settings: what its provider refused before may be answered now. */
  anew(mailbox: MailboxId): void;
  /** The computer falls asleep: nothing is asked until `awake`. */
  asleep(): void;
  awake(): void;
  /** Ends all watching. A question that is on its way is given a moment. */
  stopAll(): Promise<void>;
}

interface WatchParts extends AskParts {
  readonly run: (rotation: RotationId) => Result<RotationRun>;
  /** What is known of the computer's keychain without asking it. */
  readonly keychain: Pick<KeychainWatch, 'problem' | 'waits'>;
  /** This process works with what is unfinished; another one only shows it. */
  readonly mayAsk: () => boolean;
  readonly onChange: (rotation: RotationId, evidence: EvidenceView) => void;
}

/** What is known of one rotation, for as long as the process lives. */
interface Watched {
  view: EvidenceView;
  /** Null while nobody looks. */
  watching: AbortController | null;
  /** The provider cannot tell, or may not be asked again by itself. */
  over: boolean;
  /** The last question, so that never two are on their way. */
  question: Promise<unknown>;
  /** The password of now has signed in at the provider. */
  proven: boolean;
  /** A question is on its way, or what it told is being noted. */
  isAsking: boolean;
  /** The keychain did not give what the last question needed, and nobody has done anything since. */
  keychainFailed: boolean;
}

/** Whether the keychain works again is looked at so often, without asking it; in ms. */
const keychainAgain = 20_000;
/** A question is let run to its end for so long when everything stops: one cut short counts as refused. In ms. */
const lastMoment = 3_000;

const nothing: EvidenceView = { watching: false, askedAt: null, failure: null, unclear: [], knocking: null };

const settled: readonly ClientView['grade'][] = ['left-alone', 'cannot-check', 'gone'];
/** True where a sign-in log has nothing more to tell of a client: it has the new password on every side that it uses. */
const isSettled = (client: ClientView): boolean => settled.includes(client.grade) || isConfirmed(client);
/** While somebody is refused nothing is settled: an app that runs goes on with the old password after its store was changed. */
const isOpen = ({ stage, clients }: RotationView, { knocking }: EvidenceView): boolean =>
  stage === 'round' && (knocking !== null || !clients.every(isSettled));

export function createSignInWatch(parts: WatchParts): SignInWatch {
  const { clock } = parts.workspace.world;
  const elapsed = (): number => clock.elapsed?.() ?? clock.now();
  const all = new Map<RotationId, Watched>();
  let isAsleep = false;
  let isStopped = false;

  const show = (rotation: RotationId, watched: Watched, news: Partial<EvidenceView>): void => {
    watched.view = { ...watched.view, ...news };
    parts.onChange(rotation, watched.view);
  };

  /** One look, after the one before it. `over`: there is nothing to look for; `gone`: the rotation is not open just now. */
  async function ask(rotation: RotationId, watched: Watched, signal: AbortSignal): Promise<Failure | Ended | null> {
    await watched.question;
    const run = parts.run(rotation);
    if (signal.aborted || !run.ok) return 'gone';
    const asking = askSignIns(parts, run.value, { proven: watched.proven, signal });
    watched.question = asking.catch(() => undefined);
    const told = await asking;
    if (told.kind !== 'told') return told.kind === 'cannot' ? 'over' : told.failure;
    watched.proven = true;
    const { unclear, knocking, failure } = told;
    show(rotation, watched, { askedAt: clock.now(), unclear: [...unclear], knocking, failure });
    return failure;
  }

  /** Shows what came of a question; false: it was the last one. */
  function goesOn(rotation: RotationId, watched: Watched, answer: Failure | 'over' | null): boolean {
    watched.over = answer === 'over' || (answer !== null && endsWatching(answer));
    const knocking = watched.over ? null : watched.view.knocking;
    if (answer !== 'over') show(rotation, watched, { watching: !watched.over, failure: answer, knocking });
    return !watched.over;
  }

  /** One look and what follows from it; `ended`: there is nothing to look for any more. */
  async function lookOnce(
    rotation: RotationId,
    watched: Watched,
    signal: AbortSignal,
  ): Promise<Failure | 'ended' | null> {
    watched.isAsking = true;
    const answer = await ask(rotation, watched, signal);
    if (signal.aborted) return 'ended';
    watched.isAsking = false;
    if (answer === 'gone' || !goesOn(rotation, watched, answer) || answer === 'over') return 'ended';
    watched.keychainFailed = answer?.code.startsWith('keychain.') ?? false;
    const run = parts.run(rotation);
    return run.ok && isOpen(run.value.view(), watched.view) ? answer : 'ended';
  }

  async function watch(rotation: RotationId, watched: Watched, signal: AbortSignal): Promise<void> {
    const since = elapsed();
    let failures = 0;
    while (!signal.aborted) {
      while (!signal.aborted && isKeychainLeftAlone(watched)) await clock.sleep(keychainAgain, signal);
      const answer = await lookOnce(rotation, watched, signal);
      if (answer === 'ended') return;
      failures = answer === null ? 0 : failures + 1;
      await clock.sleep(waitBefore(elapsed() - since, failures, answer), signal);
    }
  }

  /** A password box that somebody has closed must not open again by itself: somebody else has to use the keychain first. */
  function isKeychainLeftAlone({ keychainFailed }: Watched): boolean {
    return keychainFailed || parts.keychain.waits() || parts.keychain.problem() !== null;
  }

  function begin(rotation: RotationId): void {
    const watched = all.get(rotation) ?? newWatched();
    if (isAsleep || watched.watching || watched.over) return;
    const watching = new AbortController();
    watched.watching = watching;
    all.set(rotation, watched);
    const ended = (): void => {
      if (watched.watching === watching) end(rotation, watched);
    };
    watch(rotation, watched, watching.signal).then(ended, ended);
  }

  /** Nobody looks for now. A refusal goes on being said; that one look did not work is of no interest any more. */
  function rest(rotation: RotationId, watched: Watched): void {
    watched.watching?.abort();
    watched.watching = null;
    watched.isAsking = false;
    if (watched.view.watching) show(rotation, watched, { watching: false, failure: null });
  }

  /** Whether somebody knocks is not known any more. */
  function end(rotation: RotationId, watched: Watched): void {
    rest(rotation, watched);
    if (watched.view.knocking) show(rotation, watched, { knocking: null });
  }

  function look(view: RotationView): void {
    const known = all.get(view.id);
    // somebody is there and works with this mailbox: the keychain may be asked once more
    if (known) known.keychainFailed = false;
    const mayAsk = !isStopped && parts.mayAsk();
    if (mayAsk && isOpen(view, known?.view ?? nothing)) begin(view.id);
    // what an answer shows is noted one by one: the rest of it may open the round again
    else if (known && !(mayAsk && view.stage === 'round' && known.isAsking)) end(view.id, known);
  }

  return {
    view: (rotation) => all.get(rotation)?.view ?? nothing,
    look,
    anew(mailbox) {
      for (const [rotation, watched] of all) {
        const run = parts.run(rotation);
        if (!run.ok || run.value.mailbox !== mailbox) continue;
        rest(rotation, watched);
        Object.assign(watched, { over: false, proven: false });
        look(run.value.view());
      }
    },
    asleep() {
      isAsleep = true;
      for (const [rotation, watched] of all) rest(rotation, watched);
    },
    awake() {
      isAsleep = false;
      for (const rotation of all.keys()) {
        const run = parts.run(rotation);
        if (run.ok) look(run.value.view());
      }
    },
    async stopAll() {
      isStopped = true;
      for (const watched of all.values()) watched.watching?.abort();
      const questions = Promise.all([...all.values()].map(({ question }) => question));
      const moment = new AbortController();
      await Promise.race([questions, clock.sleep(lastMoment, moment.signal)]);
      moment.abort();
    },
  };
}

type Ended = 'over' | 'gone';

const newWatched = (): Watched => ({
  ...{ view: nothing, watching: null, over: false, question: Promise.resolve(), proven: false },
  ...{ isAsking: false, keychainFailed: false },
});
