import { useCallback, useState } from 'react';
import type { CallName, CallRequest, CallResponse } from '../../shared/contract.ts';
import { ask } from '../api.ts';
import { useApp } from './store.ts';

interface Act {
  busy: boolean;
  /** Asks main; null if it failed, which has then been said in the corner. */
  run: <N extends CallName>(name: N, request: CallRequest<N>) => Promise<CallResponse<N> | null>;
}

/** For buttons: runs one call at a time, shows that it runs, and says a failure in plain words. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const sayFailure = useApp((state) => state.sayFailure);
  const run = useCallback(
    async <N extends CallName>(name: N, request: CallRequest<N>): Promise<CallResponse<N> | null> => {
      setBusy(true);
      const answer = await ask(name, request);
      setBusy(false);
      if (answer.ok) return answer.value;
      // A person who said no to a question knows that nothing was done.
      if (answer.failure.code !== 'request.cancelled') sayFailure(answer.failure);
      return null;
    },
    [sayFailure],
  );
  return { busy, run };
}
