import { request as httpRequest, type IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Result } from '../../shared/result.ts';
import { failed, success } from '../../shared/result.ts';
import { plainHost } from '../mail/connect.ts';
import { type Door, dialTls } from './dial.ts';
import { type Limits, type Trouble, trouble } from './outcome.ts';
import { pauseOf } from './retry-after.ts';

/** What is read of one answer at most, in bytes, unless a call says that it needs more. */
const usualLongest = 256 * 1024;

/** One request. `host`, `connection`, `content-length` and `accept-encoding` are this file's business. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query. Never with a secret in it: servers and proxies write it into their logs. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the type that `content-type` among the headers names. */
  readonly body: string | null;
  /** Where an answer may be longer than 256 KiB: how many bytes of it are read at most. */
  readonly longest?: number;
}

/** Why there is no answer. */
export interface CallTrouble extends Trouble {
  /** Whether the request had left by then, so that the server may have acted on it. A refusal to act counts as not sent. */
  readonly sent: boolean;
}

/** Of a request that came before the one that sets the password: silence and odd words there change nothing. */
export function beforehand(given: CallTrouble): CallTrouble {
  return given.sent ? { ...trouble('provider.unreachable', given.technical), sent: false } : given;
}

/** For settings that no request can be made of; `what` names the fields. Nothing was sent. */
export function incomplete(what: string): Result<never, CallTrouble> {
  return failed({ ...trouble('provider.settings-incomplete', what), sent: false });
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; one value for each line that came. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Not looked at yet: parse it. */
  readonly text: string;
}

type Outcome = Result<HttpAnswer, CallTrouble>;

/**
 * Sends one HTTP/1.1 request over TLS and reads one answer (RFC 9112), bounded in size and time. The connection is made
 * and its certificate checked first, so what fails before the request has left is told apart from what fails after it.
 * An answer to go elsewhere is an answer and is not followed; proxies and environment variables have no say. The one
 * status with a meaning here is 429 (RFC 6585 section 4): the server did not act, and may say when to come back.
 */
export async function callHttp(door: Door, call: HttpCall, limits: Limits, signal: AbortSignal): Promise<Outcome> {
  const dialled = await dialTls(door, { limit: limits.connect, signal });
  if (!dialled.ok) return failed({ ...dialled.failure, sent: false });
  const socket = dialled.value;
  const place = `${door.host}:${door.port}`;
  if (socket.destroyed || !socket.writable || signal.aborted) {
    return failed({ ...trouble('provider.unreachable', `${place} closed the connection`), sent: false });
  }
  try {
    const outcome = await exchange(socket, door, call, limits, signal);
    if (!outcome.ok || outcome.value.status !== 429) return outcome;
    const pause = pauseOf(outcome.value.headers);
    const words = `${place} answer 429${pause === null ? '' : `, again in ${pause} s`}`;
    return failed({ ...trouble('provider.too-many-requests', words), ...(pause !== null && { pause }), sent: false });
  } finally {
    socket.destroy();
  }
}

function exchange(
  socket: TLSSocket,
  door: Door,
  call: HttpCall,
  limits: Limits,
  signal: AbortSignal,
): Promise<Outcome> {
  const place = `${door.host}:${door.port}`;
  return new Promise((resolve) => {
    const settle = (outcome: Outcome) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    const lost = (why: string) => settle(failed({ ...trouble('provider.no-answer', `${place} ${why}`), sent: true }));
    const odd = (why: string) => settle(failed({ ...trouble('provider.odd-answer', `${place} ${why}`), sent: true }));
    const onAbort = () => lost('stopped');
    const timer = setTimeout(() => lost(`no answer within ${limits.answer} ms`), limits.answer);
    signal.addEventListener('abort', onAbort, { once: true });
    const request = prepared(socket, door, call);
    if (request === null) {
      settle(failed({ ...trouble('provider.unreachable', `${place} led to a request that is none`), sent: false }));
      return;
    }
    request.on('error', (error) => {
      if ('code' in error && String(error.code).startsWith('HPE_')) odd('answer is not HTTP');
      else lost('closed the connection');
    });
    request.on('response', (response) => {
      response.on('error', () => lost('closed the connection'));
      readAnswer(response, call.longest ?? usualLongest).then(
        (answer) => settle(success(answer)),
        (error: unknown) => {
          if (error instanceof OddAnswer) odd(error.message);
          else lost('closed the connection');
        },
      );
    });
    // Bytes: Node would join a text to the head and write both as UTF-8, also header values that are bytes already.
    request.end(call.body === null ? undefined : Buffer.from(call.body));
  });
}

/** The host as it stands in an address: IPv6 in brackets (RFC 3986 section 3.2.2). */
export function hostInAddress(host: string): string {
  const name = plainHost(host);
  return isIPv6(name) ? `[${name}]` : name;
}

/** Null where a path or a header, perhaps taken from an earlier answer, cannot be written into a request. */
function prepared(socket: TLSSocket, door: Door, { method, path, headers, body }: HttpCall) {
  const host = hostInAddress(door.host);
  try {
    return httpRequest({
      createConnection: () => socket,
      method,
      path,
      headers: {
        ...headers,
        host: door.port === 443 ? host : `${host}:${door.port}`,
        ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }),
        'accept-encoding': 'identity',
        connection: 'close',
      },
    });
  } catch {
    return null;
  }
}

class OddAnswer extends Error {}

async function readAnswer(response: IncomingMessage, longest: number): Promise<HttpAnswer> {
  const status = response.statusCode ?? 0;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > longest) throw new OddAnswer('answer is too long');
    parts.push(bytes);
  }
  const entries = Object.entries(response.headersDistinct);
  const headers = new Map(entries.map(([name, values]) => [name, values ?? []]));
  return { status, headers, text: decoded(Buffer.concat(parts), status) };
}

function decoded(bytes: Buffer, status: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new OddAnswer(`answer ${status} is not UTF-8`);
  }
}
