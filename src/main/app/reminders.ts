import type { Clock } from '../../core/ports.ts';
import { countLeftOf } from '../../core/report/build.ts';
import type { MailboxId, RotationId } from '../../shared/ids.ts';
import type { RotationView } from '../../shared/views.ts';
import type { Native } from './native.ts';
import type { Say } from './say.ts';

const hour = 3_600_000;
/** After a change the round is still under way: nobody is reminded for this long, in ms. */
const quietAfterChange = 4 * hour;
/** At most one reminder a mailbox within this time, in ms. */
const between = 24 * hour;
/** How often it is looked, in ms. */
const every = hour / 4;

/** What is remembered of reminders between starts. */
export interface ReminderMemory {
  /** Whether unfinished rounds are spoken of by the system's messages. */
  reminders(): boolean;
  setReminders(on: boolean): Promise<void>;
  /** When each mailbox was last spoken of, wall-clock milliseconds. */
  reminded(): Readonly<Record<string, number>>;
  setReminded(mailbox: MailboxId, at: number): Promise<void>;
}

export interface ReminderParts {
  /** Open rounds of the person's own mailboxes; none where this process only looks on. */
  readonly rounds: () => readonly RotationView[];
  /** The window shows the person's own mailboxes: not a practice, and not a caller's. */
  readonly atHome: () => boolean;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly native: Pick<Native, 'notify' | 'setBadge' | 'hasFocus'>;
  readonly preferences: Omit<ReminderMemory, 'setReminders'>;
  readonly say: Say;
  /** Shows the round in the window; null: the first screen, because several were spoken of. */
  readonly goTo: (round: { readonly rotation: RotationId; readonly mailbox: MailboxId } | null) => void;
}

/**
 * Reminds of rounds that were left for later: by a number at the app's icon, and by a message of the system once a day. What
 * is due at the same time is one message.
 */
export interface Reminders {
  /** Counts anew, and reminds where it is time: soon, and once however often it is called until then. Never throws. */
  look(): void;
  /** Looks now and then, until it is stopped. */
  start(): void;
  stop(): void;
  /** The rotation that the window shows now, or none. */
  showing(rotation: RotationId | null): void;
}

/** A round in which devices are left, and how many. */
interface OpenRound {
  readonly view: RotationView;
  readonly left: number;
}

export function createReminders({ rounds, atHome, clock, native, preferences, say, goTo }: ReminderParts): Reminders {
  let badge = 0;
  let shown: RotationId | null = null;
  let stopping: AbortController | null = null;
  let queued: NodeJS.Immediate | null = null;

  const isDue = ({ id, mailbox, changedAt }: RotationView): boolean => {
    const now = clock.now();
    // either way, because a clock that was set back must not silence it for long
    const within = (at: number, time: number): boolean => Math.abs(now - at) < time;
    if (changedAt === null || within(changedAt, quietAfterChange)) return false;
    const last = preferences.reminded()[mailbox];
    if (last !== undefined && within(last, between)) return false;
    return !(shown === id && native.hasFocus());
  };

  const notify = (body: string, round: Parameters<typeof goTo>[0]): void => {
    const onClick = (): void => {
      // from a practice or a caller's session nobody is led away
      if (atHome()) goTo(round);
    };
    tryNative(() => native.notify({ title: say('native.reminder.title'), body }, onClick));
  };

  const remind = (due: readonly OpenRound[]): void => {
    const [first, ...others] = due;
    if (!first) return;
    for (const { view } of due) void preferences.setReminded(view.mailbox, clock.now());
    if (others.length > 0) {
      notify(say('native.reminder.several', { count: due.length }), null);
      return;
    }
    const { id: rotation, mailbox, address } = first.view;
    notify(say('native.reminder.body', { count: first.left, address }), { rotation, mailbox });
  };

  const lookNow = (): void => {
    queued = null;
    const open = rounds()
      .map((view) => ({ view, left: view.stage === 'round' ? countLeftOf(view.clients) : 0 }))
      .filter(({ left }) => left > 0);
    const count = open.reduce((sum, { left }) => sum + left, 0);
    if (count !== badge) {
      tryNative(() => {
        native.setBadge(count);
        badge = count;
      });
    }
    if (!preferences.reminders() || !atHome()) return;
    remind(open.filter(({ view }) => isDue(view)));
  };

  // A round calls this in the midst of its work, and often.
  const look = (): void => {
    queued ??= setImmediate(lookNow);
  };

  return {
    look,
    start() {
      if (stopping) return;
      stopping = new AbortController();
      const { signal } = stopping;
      const go = async (): Promise<void> => {
        while (!signal.aborted) {
          look();
          await clock.sleep(every, signal);
        }
      };
      void go();
    },
    stop() {
      stopping?.abort();
      if (queued) clearImmediate(queued);
      queued = null;
    },
    showing(rotation) {
      shown = rotation;
    },
  };
}

/** A desktop that shows no number or no message costs just that. */
function tryNative(act: () => void): void {
  try {
    act();
  } catch {
    return;
  }
}
