import type { RotationView } from '../../../shared/views.ts';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';

/** Leaves a change before anything was sent, back to the mailbox. */
export function useLeave(view: RotationView): { busy: boolean; leave: () => Promise<void> } {
  const { busy, run } = useAct();
  const go = useApp((state) => state.go);
  const leave = async () => {
    if (await run('rotations.leave', { rotation: view.id })) go({ at: 'mailbox', mailbox: view.mailbox });
  };
  return { busy, leave };
}
