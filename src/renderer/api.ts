import type { CallName, CallRequest, CallResponse, EventName, EventOf } from '../shared/contract.ts';
import type { Failure } from '../shared/failures.ts';
import { failed, type Result } from '../shared/result.ts';

/** Asks main. A broken bridge or a bug over there is a failure like any other, so no screen has to catch anything. */
export async function ask<N extends CallName>(
  name: N,
  request: CallRequest<N>,
): Promise<Result<CallResponse<N>, Failure>> {
  try {
    return await window.keyround.call(name, request);
  } catch {
    return failed({ code: 'app.bug', technical: name, field: null });
  }
}

/** Listens to main. Returns the function that ends it. */
export function listen<N extends EventName>(name: N, listener: (event: EventOf<N>) => void): () => void {
  return window.keyround.listen(name, listener);
}
