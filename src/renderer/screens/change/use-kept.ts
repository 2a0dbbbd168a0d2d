import { useEffect, useState } from 'react';
import type { RotationId, VersionId } from '../../../shared/ids.ts';
import type { HeldPassword } from '../../../shared/views.ts';
import { useAct } from '../../store/act.ts';

/** Has main hold a kept version as the new password. Only its handle and its checks come here; null until then. */
export function useKept(rotation: RotationId, version: VersionId | null): HeldPassword | null {
  const [held, setHeld] = useState<HeldPassword | null>(null);
  const { run } = useAct();
  useEffect(() => {
    if (version === null) return undefined;
    let gone = false;
    void run('passwords.fromKept', { rotation, version }).then((answer) => {
      if (!gone) setHeld(answer);
    });
    return () => {
      gone = true;
    };
  }, [run, rotation, version]);
  return held;
}
