import type { StateCreator } from 'zustand';
import type { Failure } from '../../shared/failures.ts';
import { ask } from '../api.ts';
import type { MailboxSlice, Store } from './types.ts';

/** The status says it, on the page itself: nobody has asked for anything just now. */
const isKeychain = ({ code }: Failure): boolean => code.startsWith('keychain.');

export const mailboxSlice: StateCreator<Store, [], [], MailboxSlice> = (set, get) => ({
  mailboxes: [],
  views: {},
  missing: {},
  providers: [],
  catalogue: [],
  loadMailboxes: async () => {
    const answer = await ask('mailboxes.list', {});
    if (answer.ok) set({ mailboxes: answer.value });
    else if (!isKeychain(answer.failure)) get().sayFailure(answer.failure);
  },
  loadMailbox: async (mailbox) => {
    const answer = await ask('mailboxes.get', { mailbox });
    if (answer.ok) set((state) => ({ views: { ...state.views, [mailbox]: answer.value } }));
    else if (answer.failure.code === 'request.not-found') {
      set((state) => ({ missing: { ...state.missing, [mailbox]: true } }));
    } else if (!isKeychain(answer.failure)) get().sayFailure(answer.failure);
  },
  loadLists: async () => {
    const [providers, catalogue] = await Promise.all([ask('providers.list', {}), ask('catalogue.list', {})]);
    if (providers.ok) set({ providers: providers.value });
    else get().sayFailure(providers.failure);
    if (catalogue.ok) set({ catalogue: catalogue.value });
    else get().sayFailure(catalogue.failure);
  },
});
