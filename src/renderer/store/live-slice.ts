import type { StateCreator } from 'zustand';
import { ask } from '../api.ts';
import type { LiveSlice, Numbered, Store } from './types.ts';

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
  startRotation: async (mailbox, putBack) => {
    const answer = await ask('rotations.start', { mailbox });
    if (answer.ok)
      get().go({ at: 'change', rotation: answer.value.rotation, mailbox, ...(putBack ? { putBack } : {}) });
    else get().sayFailure(answer.failure);
  },
});
