import { create } from 'zustand';
import { ask, listen } from '../api.ts';
import { frameSlice } from './frame-slice.ts';
import { liveSlice } from './live-slice.ts';
import { mailboxSlice } from './mailbox-slice.ts';
import { roundSlice } from './round-slice.ts';
import { mailboxOf, type Route, rotationOf } from './routes.ts';
import type { Store } from './types.ts';

/** Everything the face knows. It holds no password, ever: those live in the state of the one box that shows them. */
export const useApp = create<Store>()((...tools) => ({
  ...frameSlice(...tools),
  ...mailboxSlice(...tools),
  ...liveSlice(...tools),
  ...roundSlice(...tools),
}));

/** Asks for everything once and then listens. Returns the function that ends the listening. */
export function startStore(): () => void {
  const { getState } = useApp;
  // A window may have been opened by a reminder: where that leads, it stays.
  let led = false;
  const isLed = (): boolean => led;
  const offerRecovery = recoveryOnce(isLed);
  const ends = [
    listen('rotation.changed', ({ seq, view }) => getState().takeRotation(seq, view)),
    listen('checkup.changed', ({ seq, view }) => getState().takeCheckup(seq, view)),
    listen('updates.changed', ({ seq, rotation, updates }) => getState().takeUpdates(seq, rotation, updates)),
    listen('evidence.changed', ({ seq, rotation, evidence }) => getState().takeEvidence(seq, rotation, evidence)),
    listen('mailboxes.changed', () => void reloadMailboxes()),
    listen('app.goTo', ({ round }) => {
      led = true;
      getState().go(round ? { at: 'change', ...round } : { at: 'start' });
    }),
    listen('keychain.waits', () => void getState().loadStatus()),
    listen('app.changed', () => void reloadAll().then(offerRecovery)),
  ];
  ends.push(tellRotationOnScreen());
  void openFirstScreen(offerRecovery, isLed);
  return () => {
    for (const end of ends) end();
  };
}

/** Main reminds nobody of the round that is on screen. */
function tellRotationOnScreen(): () => void {
  const tell = (route: Route): void => void ask('app.looksAt', { rotation: rotationOf(route) });
  tell(useApp.getState().route);
  return useApp.subscribe(({ route }, before) => {
    if (rotationOf(route) !== rotationOf(before.route)) tell(route);
  });
}

async function reloadMailboxes(): Promise<void> {
  const { route, loadMailboxes, loadMailbox } = useApp.getState();
  const shown = mailboxOf(route);
  await Promise.all([loadMailboxes(), shown ? loadMailbox(shown) : undefined]);
}

/** Asks again for the status and all lists: another space has other mailboxes and providers. */
export async function reloadAll(): Promise<void> {
  const { loadStatus, loadLists } = useApp.getState();
  await Promise.all([loadStatus(), loadLists(), reloadMailboxes()]);
}

async function openFirstScreen(offerRecovery: () => boolean, isLed: () => boolean): Promise<void> {
  await reloadAll();
  const { status, mailboxes, go } = useApp.getState();
  if (!status || isLed() || offerRecovery()) return;
  const first = mailboxes[0];
  if (first && status.space !== 'helpdesk') go({ at: 'mailbox', mailbox: first.id });
}

/** Once a window, as soon as main knows what an earlier run left: that may be a moment after the first screen. */
function recoveryOnce(isLed: () => boolean): () => boolean {
  let offered = false;
  return () => {
    const { status, mailboxes, go } = useApp.getState();
    if (offered || isLed() || !status?.begun) return false;
    offered = true;
    const inDoubt = mailboxes.some(({ state }) => state === 'in-doubt');
    if (!status.leftOver && status.unfinished.length === 0 && status.lost === 0 && !inDoubt) return false;
    go({ at: 'recovery' });
    return true;
  };
}
