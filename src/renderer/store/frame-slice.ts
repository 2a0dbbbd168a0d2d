import type { StateCreator } from 'zustand';
import { ask } from '../api.ts';
import type { FrameSlice, Store } from './types.ts';

export const frameSlice: StateCreator<Store, [], [], FrameSlice> = (set, get) => ({
  route: { at: 'start' },
  status: null,
  broken: null,
  toast: null,
  announcement: '',
  go: (route) => set({ route, toast: null }),
  loadStatus: async () => {
    const answer = await ask('app.status', {});
    if (answer.ok) {
      const moved = get().status?.space !== answer.value.space;
      // Nothing of one space may linger in another.
      const fresh = moved ? { views: {}, missing: {}, rotations: {}, checkups: {}, updates: {}, evidence: {} } : {};
      // What was said of the keychain goes when it works again.
      const works = get().status?.keychain && !answer.value.keychain ? { toast: null } : {};
      set({ status: answer.value, broken: null, ...fresh, ...works });
    } else
      set((state) =>
        state.status ? { toast: { kind: 'failure', failure: answer.failure } } : { broken: answer.failure },
      );
  },
  sayDone: (words) => set({ toast: { kind: 'done', words } }),
  sayFailure: (failure) => set({ toast: { kind: 'failure', failure } }),
  closeToast: () => set({ toast: null }),
  announce: (words) => set({ announcement: words }),
});
