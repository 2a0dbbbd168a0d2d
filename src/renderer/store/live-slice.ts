import type { StateCreator } from 'zustand';
import type { CheckupId, MailboxId, RotationId } from '../../shared/ids.ts';
import type { CheckupView, RotationView } from '../../shared/views.ts';
import { ask } from '../api.ts';
import type { Store } from './store.ts';

interface Numbered<V> {
  /** The number of the event that brought it; 0 for an answer to a question. */
  seq: number;
  view: V;
}

/** What moves on its own: changes and check-ups. Views are whole, so the newest simply replaces the one before. */
export interface LiveSlice {
  rotations: Readonly<Record<string, Numbered<RotationView>>>;
  /** By mailbox: only the latest check-up of each is of interest. */
  checkups: Readonly<Record<string, Numbered<CheckupView>>>;
  takeRotation: (seq: number, view: RotationView) => void;
  takeCheckup: (seq: number, view: CheckupView) => void;
  loadRotation: (rotation: RotationId) => Promise<void>;
  startCheckup: (mailbox: MailboxId) => Promise<void>;
  stopCheckup: (checkup: CheckupId) => Promise<void>;
  startRotation: (mailbox: MailboxId) => Promise<void>;
}

/** Whether a view that arrives is newer than the one that is there. Late events and answers do no harm. */
export function isNewer(old: Numbered<unknown> | undefined, seq: number): boolean {
  return old === undefined || seq > old.seq;
}

export const liveSlice: StateCreator<Store, [], [], LiveSlice> = (set, get) => ({
  rotations: {},
  checkups: {},
  takeRotation: (seq, view) => {
    if (!isNewer(get().rotations[view.id], seq)) return;
    set((state) => ({ rotations: { ...state.rotations, [view.id]: { seq, view } } }));
  },
  takeCheckup: (seq, view) => {
    const old = get().checkups[view.mailbox];
    if (old?.view.id === view.id && !isNewer(old, seq)) return;
    if (old && old.view.id !== view.id && view.startedAt < old.view.startedAt) return;
    set((state) => ({ checkups: { ...state.checkups, [view.mailbox]: { seq, view } } }));
  },
  loadRotation: async (rotation) => {
    const before = get().rotations[rotation]?.seq ?? 0;
    const answer = await ask('rotations.get', { rotation });
    if (!answer.ok) {
      get().sayFailure(answer.failure);
      return;
    }
    // An event that came in between is at least as new as this answer.
    if ((get().rotations[rotation]?.seq ?? 0) > before) return;
    set((state) => ({ rotations: { ...state.rotations, [rotation]: { seq: before, view: answer.value } } }));
  },
  startCheckup: async (mailbox) => {
    const started = await ask('checkups.start', { mailbox });
    if (!started.ok) {
      get().sayFailure(started.failure);
      return;
    }
    const first = await ask('checkups.get', { checkup: started.value.checkup });
    if (first.ok) get().takeCheckup(0, first.value);
  },
  stopCheckup: async (checkup) => {
    const answer = await ask('checkups.stop', { checkup });
    if (!answer.ok) get().sayFailure(answer.failure);
  },
  startRotation: async (mailbox) => {
    const answer = await ask('rotations.start', { mailbox });
    if (answer.ok) get().go({ at: 'change', rotation: answer.value.rotation, mailbox });
    else get().sayFailure(answer.failure);
  },
});
