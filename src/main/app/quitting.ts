import type { Status } from '../../shared/views.ts';
import type { Native } from './native.ts';
import { question, type Say } from './say.ts';

type Unfinished = Status['unfinished'][number];
type Stage = Unfinished['stage'];

/** Between sending and promoting: nobody knows for certain which of the two passwords is the right one. */
const between: ReadonlySet<Stage> = new Set<Stage>(['submitting', 'your-turn', 'settling', 'waiting', 'verifying']);

/**
 * True while quitting is asked about. Safety never needs it: the journal knows how to go on. Where a person's decision is
 * awaited for days (`needs-help`), nothing is gained by staying open.
 */
export const holdsBack = (stage: Stage): boolean => between.has(stage);

/** True while the computer is asked not to fall asleep by itself. A person on a provider's page keeps it awake. */
export const keepsAwake = (stage: Stage): boolean => between.has(stage) && stage !== 'your-turn';

export interface QuittingParts {
  /** Rotations that hold back, in any space that matters. */
  readonly changing: () => readonly Pick<Unfinished, 'address'>[];
  readonly confirm: Native['confirm'];
  readonly say: Say;
  /** Stops in order; bounded in time by whoever gives it. */
  readonly stop: () => Promise<void>;
  readonly quit: () => void;
  /** The person waits: a window to look at, if the last one was just closed. */
  readonly stay: () => void;
}

export interface Quitting {
  /** For `before-quit`. */
  asked(event: { preventDefault(): void }): void;
  /** The session ends (log-off, shut-down): from now on nothing is asked, stopped or written; the journal is enough. */
  sessionEnds(): void;
}

/** A log-off that has not ended this process after this many milliseconds was called off. */
const calledOff = 30_000;

/** Asks once, in plain words, while a password is being changed; then stops in order. */
export function createQuitting({ changing, confirm, say, stop, quit, stay }: QuittingParts): Quitting {
  let state: 'open' | 'asking' | 'stopping' | 'stopped' = 'open';
  const decide = async (): Promise<void> => {
    const [first] = changing();
    if (first) {
      state = 'asking';
      const goes = await confirm(question(say, 'quit', { address: first.address })).catch(() => true);
      if (!goes) {
        state = 'open';
        stay();
        return;
      }
    }
    state = 'stopping';
    await stop().catch(() => undefined);
    state = 'stopped';
    quit();
  };
  return {
    asked(event) {
      if (state === 'stopped') return;
      event.preventDefault();
      if (state === 'open') void decide();
    },
    sessionEnds() {
      const wasQuitting = state === 'stopping' || state === 'stopped';
      state = 'stopped';
      if (wasQuitting) return;
      // Another programme may call the log-off off; then quitting is what it was before.
      const timer = setTimeout(() => {
        state = 'open';
      }, calledOff);
      timer.unref();
    },
  };
}
