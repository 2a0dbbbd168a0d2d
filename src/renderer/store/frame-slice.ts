import type { StateCreator } from 'zustand';
import type { Failure } from '../../shared/failures.ts';
import type { Status } from '../../shared/views.ts';
import { ask } from '../api.ts';
import type { Route } from './routes.ts';
import type { Store } from './store.ts';

export type ToastContent = { kind: 'done'; words: string } | { kind: 'failure'; failure: Failure };

/** The frame: which screen, what to say, and the state of the app itself. */
export interface FrameSlice {
  route: Route;
  status: Status | null;
  /** Main cannot be reached at all. */
  broken: Failure | null;
  toast: ToastContent | null;
  announcement: string;
  go: (route: Route) => void;
  loadStatus: () => Promise<void>;
  sayDone: (words: string) => void;
  sayFailure: (failure: Failure) => void;
  closeToast: () => void;
  announce: (words: string) => void;
}

export const frameSlice: StateCreator<Store, [], [], FrameSlice> = (set) => ({
  route: { at: 'start' },
  status: null,
  broken: null,
  toast: null,
  announcement: '',
  go: (route) => set({ route, toast: null }),
  loadStatus: async () => {
    const answer = await ask('app.status', {});
    if (answer.ok) set({ status: answer.value, broken: null });
    else
      set((state) =>
        state.status ? { toast: { kind: 'failure', failure: answer.failure } } : { broken: answer.failure },
      );
  },
  sayDone: (words) => set({ toast: { kind: 'done', words } }),
  sayFailure: (failure) => set({ toast: { kind: 'failure', failure } }),
  closeToast: () => set({ toast: null }),
  announce: (words) => set({ announcement: words }),
});
