import type { CallName, CallRequest, CallResponse, EventName, EventOf } from './contract.ts';
import type { Failure } from './failures.ts';
import type { Result } from './result.ts';

/** What the preload puts on the window: one function for calls, one for events, nothing of Electron. */
export interface KeyroundApi {
  call<N extends CallName>(name: N, request: CallRequest<N>): Promise<Result<CallResponse<N>, Failure>>;
  /** Returns the function that ends the listening. */
  listen<N extends EventName>(name: N, listener: (event: EventOf<N>) => void): () => void;
}

/** Channel names on the wire, so that they can be told from anything else. */
export const callChannel = (name: CallName): string => `keyround:${name}`;
export const eventChannel = (name: EventName): string => `keyround:event:${name}`;
