import { useAct } from '../../store/act.ts';
import { reloadAll, useApp } from '../../store/store.ts';

/** Enters and leaves the practice round; either way everything is asked for anew, because it is another space. */
export function usePractice(): { busy: boolean; enter: () => Promise<void>; leave: () => Promise<void> } {
  const { busy, run } = useAct();
  const enter = async () => {
    if (!(await run('practice.enter', {}))) return;
    await reloadAll();
    goToFirst();
  };
  const leave = async () => {
    if (!(await run('practice.leave', {}))) return;
    useApp.getState().go({ at: 'start' });
    await reloadAll();
    goToFirst();
  };
  return { busy, enter, leave };
}

/** The first mailbox of the space, or the first screen where there is none. */
function goToFirst(): void {
  const { mailboxes, go } = useApp.getState();
  const first = mailboxes[0];
  go(first ? { at: 'mailbox', mailbox: first.id } : { at: 'start' });
}
