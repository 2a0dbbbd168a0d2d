import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Result } from '../../shared/result.ts';
import { failed, success } from '../../shared/result.ts';
import { type Door, dialTls } from './dial.ts';
import { type Limits, type Trouble, trouble } from './outcome.ts';

/** No answer that is asked for here comes near this size. */
const longestAnswer = 64 * 1024;

export interface JsonCall {
  readonly path: string;
  readonly token: string;
  readonly body: object;
}

/** Why there is no answer, and whether the request had left when that was found out. */
export interface CallTrouble extends Trouble {
  readonly sent: boolean;
}

export interface JsonAnswer {
  readonly status: number;
  /** Not looked at yet: parse it. */
  readonly body: unknown;
}

/**
 * Posts one JSON request over TLS and reads one JSON answer, bounded in size and time. The connection is made and its
 * certificate checked first, so what fails before the request has left is told apart from what fails after it.
 * Redirects are not followed, proxies and environment variables have no say.
 */
export async function callJson(
  door: Door,
  call: JsonCall,
  limits: Limits,
  signal: AbortSignal,
): Promise<Result<JsonAnswer, CallTrouble>> {
  const dialled = await dialTls(door, { limit: limits.connect, signal });
  if (!dialled.ok) return failed({ ...dialled.failure, sent: false });
  const socket = dialled.value;
  const place = `${door.host}:${door.port}`;
  if (socket.destroyed || !socket.writable) {
    return failed({ ...trouble('provider.unreachable', `${place} closed the connection`), sent: false });
  }
  try {
    return await exchange(socket, place, call, limits, signal);
  } finally {
    socket.destroy();
  }
}

function exchange(
  socket: TLSSocket,
  place: string,
  call: JsonCall,
  limits: Limits,
  signal: AbortSignal,
): Promise<Result<JsonAnswer, CallTrouble>> {
  return new Promise((resolve) => {
    const settle = (result: Result<JsonAnswer, CallTrouble>) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const lost = (why: string) => settle(failed({ ...trouble('provider.no-answer', `${place} ${why}`), sent: true }));
    const odd = (why: string) => settle(failed({ ...trouble('provider.odd-answer', `${place} ${why}`), sent: true }));
    const onAbort = () => lost('stopped');
    const timer = setTimeout(() => lost(`no answer within ${limits.answer} ms`), limits.answer);
    signal.addEventListener('abort', onAbort, { once: true });
    const text = JSON.stringify(call.body);
    const request = httpRequest({
      createConnection: () => socket,
      method: 'POST',
      path: call.path,
      headers: {
        host: place,
        authorization: `Bearer ${call.token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        accept: 'application/json',
        connection: 'close',
      },
    });
    request.on('error', (error) => {
      if ('code' in error && String(error.code).startsWith('HPE_')) odd('answer is not HTTP');
      else lost('closed the connection');
    });
    request.on('response', (response) => {
      response.on('error', () => lost('closed the connection'));
      readJson(response).then(settle, (error: unknown) => {
        if (error instanceof OddAnswer) odd(error.message);
        else lost('closed the connection');
      });
    });
    request.end(text);
  });
}

class OddAnswer extends Error {}

async function readJson(response: IncomingMessage): Promise<Result<JsonAnswer, CallTrouble>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > longestAnswer) throw new OddAnswer('answer is too long');
    parts.push(bytes);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return success({ status: response.statusCode ?? 0, body });
  } catch {
    throw new OddAnswer(`answer ${response.statusCode ?? 0} is not JSON`);
  }
}
