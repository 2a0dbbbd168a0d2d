import { eventChannel } from '../../shared/channels.ts';
import type { EventName, EventOf } from '../../shared/contract.ts';

type Payload<N extends EventName> = Omit<EventOf<N>, 'seq'>;

/**
 * Tells the face what is new. Of several events about one thing within a frame only the newest goes out, so that a burst
 * of sign-ins costs one message a frame. Every event is a whole view: one that is left out does no harm.
 */
export interface Emitter {
  emit<N extends EventName>(name: N, about: string, payload: Payload<N>): void;
  /** Sends what is waiting and stops. */
  end(): void;
}

/** One frame of a 60 Hz display, in milliseconds. */
const frame = 16;

export function createEmitter(send: (channel: string, event: unknown) => void): Emitter {
  const waiting = new Map<string, () => void>();
  let seq = 0;
  let timer: NodeJS.Timeout | null = null;

  const flush = (): void => {
    timer = null;
    const events = [...waiting.values()];
    waiting.clear();
    for (const event of events) event();
  };

  return {
    emit(name, about, payload) {
      waiting.set(`${name} ${about}`, () => {
        seq += 1;
        send(eventChannel(name), { ...payload, seq });
      });
      timer ??= setTimeout(flush, frame);
    },
    end() {
      if (timer) clearTimeout(timer);
      flush();
    },
  };
}
