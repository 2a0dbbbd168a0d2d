import type { Socket } from 'node:net';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { type Trouble, trouble } from '../outcome.ts';
import { sizeOfFirst } from './ber.ts';

/** No answer that this provider asks for comes near this size. */
const longestMessage = 256 * 1024;

/** Why nothing (usable) came back, and whether the request had left when that was found out. */
export interface WireTrouble extends Trouble {
  readonly sent: boolean;
}

/** Whole LDAP messages over one open connection, one request at a time. */
export interface Wire {
  /** Writes `request`; the next whole messages are read with `next`. False if the connection is gone already. */
  send(request: Buffer): boolean;
  /** The next whole message, at the latest after `limit` milliseconds. */
  next(limit: number): Promise<Result<Buffer, WireTrouble>>;
  /** True if bytes lie here that nobody has read. */
  hasUnread(): boolean;
  /** Stops listening, so that TLS can take the connection over. */
  release(): void;
  close(): void;
}

/** Starts reading from `socket`. `place` is for the technical line. */
export function wireOver(socket: Socket, place: string, signal: AbortSignal): Wire {
  let unread = Buffer.alloc(0);
  let gone: string | null = null;
  let wake: () => void = () => undefined;
  const lose = (why: string) => {
    gone ??= why;
    wake();
  };
  const onData = (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    if (unread.length > longestMessage) socket.pause();
    wake();
  };
  const onEnd = () => lose('closed the connection');
  const onAbort = () => lose('stopped');
  socket.on('data', onData).once('end', onEnd).once('close', onEnd).once('error', onEnd);
  signal.addEventListener('abort', onAbort, { once: true });
  const release = () => {
    socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onEnd);
    signal.removeEventListener('abort', onAbort);
  };
  const failure = (code: Trouble['code'], why: string) =>
    failed<WireTrouble>({ ...trouble(code, `${place} ${why}`), sent: true });

  const take = (): Result<Buffer, WireTrouble> | null => {
    try {
      const size = sizeOfFirst(unread);
      if (size !== null && size > longestMessage) return failure('provider.odd-answer', 'answer is too long');
      if (size === null || size > unread.length) {
        return gone === null ? null : failure('provider.no-answer', gone);
      }
      const message = unread.subarray(0, size);
      unread = unread.subarray(size);
      return success(message);
    } catch {
      return failure('provider.odd-answer', 'answer is not LDAP');
    }
  };

  return {
    send: (request) => {
      if (gone !== null || socket.destroyed || !socket.writable) return false;
      socket.write(request);
      return true;
    },
    next: async (limit) =>
      await new Promise((resolve) => {
        const settle = (result: Result<Buffer, WireTrouble>) => {
          clearTimeout(timer);
          wake = () => undefined;
          resolve(result);
        };
        const timer = setTimeout(() => settle(failure('provider.no-answer', `no answer within ${limit} ms`)), limit);
        wake = () => {
          const result = take();
          if (result !== null) settle(result);
        };
        wake();
      }),
    hasUnread: () => unread.length > 0,
    release,
    close: () => {
      release();
      socket.destroy();
    },
  };
}
