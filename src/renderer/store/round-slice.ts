import type { StateCreator } from 'zustand';
import { ask } from '../api.ts';
import { isNewer } from './live-slice.ts';
import type { RoundSlice, Store } from './types.ts';

export const roundSlice: StateCreator<Store, [], [], RoundSlice> = (set, get) => ({
  updates: {},
  evidence: {},
  takeUpdates: (seq, rotation, view) => {
    if (!isNewer(get().updates[rotation], seq)) return;
    set((state) => ({ updates: { ...state.updates, [rotation]: { seq, view } } }));
  },
  takeEvidence: (seq, rotation, view) => {
    if (!isNewer(get().evidence[rotation], seq)) return;
    set((state) => ({ evidence: { ...state.evidence, [rotation]: { seq, view } } }));
  },
  loadRound: async (rotation) => {
    const before = { updates: seqOf(get().updates[rotation]), evidence: seqOf(get().evidence[rotation]) };
    const [updates, evidence] = await Promise.all([
      ask('apps.updates', { rotation }),
      ask('evidence.get', { rotation }),
    ]);
    if (!updates.ok) get().sayFailure(updates.failure);
    if (seqOf(get().updates[rotation]) <= before.updates) {
      // Without an answer there are none to be shown, and nobody waits for them.
      const view = updates.ok ? updates.value.updates : (get().updates[rotation]?.view ?? []);
      const asked = { seq: before.updates, view };
      set((state) => ({ updates: { ...state.updates, [rotation]: asked } }));
    }
    if (!evidence.ok) get().sayFailure(evidence.failure);
    else if (seqOf(get().evidence[rotation]) <= before.evidence) {
      const asked = { seq: before.evidence, view: evidence.value };
      set((state) => ({ evidence: { ...state.evidence, [rotation]: asked } }));
    }
  },
});

const seqOf = (numbered: { readonly seq: number } | undefined): number => numbered?.seq ?? 0;
