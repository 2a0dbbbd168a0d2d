import { useEffect } from 'react';
import type { AppUpdateView, EvidenceView, UpdateAct } from '../../../shared/apps.ts';
import type { UnlockRequest } from '../../../shared/contract.ts';
import type { ClientId, RotationId } from '../../../shared/ids.ts';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';

const none: readonly AppUpdateView[] = [];

/** What moves in an open round beside the change itself. Empty until main has answered. */
export function useRound(rotation: RotationId): {
  readonly updates: readonly AppUpdateView[];
  readonly evidence: EvidenceView | null;
  /** Main has answered, or could not. */
  readonly ready: boolean;
} {
  const load = useApp((state) => state.loadRound);
  const updates = useApp((state) => state.updates[rotation]?.view);
  const evidence = useApp((state) => state.evidence[rotation]?.view ?? null);
  useEffect(() => {
    void load(rotation);
  }, [load, rotation]);
  return { updates: updates ?? none, evidence, ready: updates !== undefined };
}

/** What a person can do about the update of one app. True if main has taken it. */
export function useUpdateActs(rotation: RotationId, client: ClientId) {
  const { busy, run } = useAct();
  const act = async (what: UpdateAct): Promise<boolean> =>
    (await run('apps.actOnUpdate', { rotation, client, act: what })) !== null;
  const start = async (unlock: UnlockRequest | null): Promise<boolean> =>
    (await run('apps.startUpdate', { rotation, client, unlock })) !== null;
  return { busy, act, start };
}
