import type { MailApp } from '../../core/apps/mail-app.ts';
import { Deadline } from './look-at-apps.ts';

/**
 * An app whose reads take no longer than `longest`, in milliseconds: one that does not answer, or throws, has not been
 * looked at, and may be open. What only precedes a write also ends with the signal. A write is waited for, however long it
 * takes, and so is the read that follows it until its own time is up.
 */
export function boundedApp(app: MailApp, longest: number, signal: AbortSignal): MailApp {
  const within = async <T>(work: () => Promise<T>, other: T, stopsWith: AbortSignal | null = null): Promise<T> => {
    const deadline = new Deadline(longest);
    try {
      const done = deadline.within(work);
      const answer = await (stopsWith ? unlessStopped(stopsWith, done, null) : done);
      return answer ?? other;
    } finally {
      deadline.clear();
    }
  };
  const notLookedAt = 'not-looked-at' as const;
  return {
    manifest: app.manifest,
    find: () => within(() => app.find(), { accounts: [], troubles: [{ place: '', why: notLookedAt }] }, signal),
    isOpen: (account) => within(() => app.isOpen(account), true, signal),
    holds: (...asked) => within(() => app.holds(...asked), { holds: 'unsupported', why: notLookedAt }),
    plan: (...asked) => within(() => app.plan(...asked), { possible: false, why: notLookedAt }, signal),
    write: (...asked) => app.write(...asked),
  };
}

/** What the work brings, or at once the other when the signal aborts; the work then ends by itself. */
export async function unlessStopped<T>(signal: AbortSignal, work: Promise<T>, other: T): Promise<T> {
  let stop: () => void = () => undefined;
  const stopped = new Promise<T>((resolve) => {
    stop = () => resolve(other);
  });
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
