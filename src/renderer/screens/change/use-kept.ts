import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../shared/failures.ts';
import type { HeldPassword } from '../../../shared/held-password.ts';
import type { RotationId, VersionId } from '../../../shared/ids.ts';
import { ask } from '../../api.ts';
import { useApp } from '../../store/store.ts';

interface Answered {
  held: HeldPassword | null;
  /** Why main does not hold it. */
  failure: Failure | null;
}

interface Kept extends Answered {
  /** Asks once more if main does not hold it, and nothing while an answer is still to come. */
  askAgain: () => void;
  /** Main has said that it no longer holds it. */
  lose: (failure: Failure) => void;
}

const nothingYet: Answered = { held: null, failure: null };

/** Has main hold a kept version as the new password. Only its handle and its checks come here. */
export function useKept(rotation: RotationId, version: VersionId | null): Kept {
  const [answered, setAnswered] = useState(nothingYet);
  const sayFailure = useApp((state) => state.sayFailure);
  // An answer to an earlier question is nobody's any more.
  const turn = useRef(0);
  const request = useCallback(async () => {
    if (version === null) return;
    turn.current += 1;
    const mine = turn.current;
    setAnswered(nothingYet);
    const answer = await ask('passwords.fromKept', { rotation, version });
    if (mine !== turn.current) return;
    setAnswered(answer.ok ? { held: answer.value, failure: null } : { held: null, failure: answer.failure });
    if (!answer.ok) sayFailure(answer.failure);
  }, [rotation, version, sayFailure]);
  useEffect(() => {
    void request();
    return () => {
      turn.current += 1;
    };
  }, [request]);
  return {
    ...answered,
    askAgain: () => {
      if (answered.failure) void request();
    },
    lose: (failure) => setAnswered({ held: null, failure }),
  };
}
