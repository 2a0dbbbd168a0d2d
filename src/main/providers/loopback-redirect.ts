import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Result } from '../../shared/result.ts';
import { failed, success } from '../../shared/result.ts';

/** What the browser brought back, or why nothing came: `unanswered` is the time limit, `stopped` the signal. */
export type RedirectAnswer =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'denied'; readonly error: string }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'stopped' };

/** The sentences of the page that the browser shows, as plain text. */
export interface RedirectWords {
  readonly done: string;
  readonly denied: string;
  /** For everything that is not the answer to this sign-in. */
  readonly other: string;
}

export interface RedirectParts {
  /** Only an answer with exactly this `state` counts (RFC 6749 section 10.12). */
  readonly state: string;
  readonly words: RedirectWords;
  /** In milliseconds. */
  readonly limit: number;
  readonly signal: AbortSignal;
  /** 0, the usual: any that is free. */
  readonly port?: number;
}

export interface Redirect {
  /** What the service is told to send the browser to (RFC 8252 section 7.3). */
  readonly address: string;
  /** Resolves once; the port is closed by then. */
  readonly answer: Promise<RedirectAnswer>;
}

const host = '127.0.0.1';
const longestCode = 8_000;

/**
 * Listens on this computer only, for one answer to one sign-in. Others may knock, too: what does not carry the state is
 * turned away and changes nothing, so that nobody can slip an answer in or end the sign-in. Fails where no port is to be had.
 */
export async function listenForRedirect(parts: RedirectParts): Promise<Result<Redirect, 'no-port'>> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, keepAliveTimeout: 1 });
  server.maxConnections = 20;
  const port = await bind(server, parts.port ?? 0);
  if (port === null) return failed('no-port');
  return success({ address: `http://${host}:${port}`, answer: oneAnswer(server, port, parts) });
}

function bind(server: Server, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, host, () => {
      const bound = server.address();
      resolve(bound !== null && typeof bound === 'object' ? bound.port : null);
    });
  });
}

function oneAnswer(
  server: Server,
  port: number,
  { state, words, limit, signal }: RedirectParts,
): Promise<RedirectAnswer> {
  return new Promise((resolve) => {
    let over = false;
    const end = (answer: RedirectAnswer): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      server.close(() => resolve(answer));
      // The page that tells the person how it went has been written by then.
      server.closeAllConnections();
    };
    const onAbort = () => end({ kind: 'stopped' });
    const timer = setTimeout(() => end({ kind: 'unanswered' }), limit);
    signal.addEventListener('abort', onAbort, { once: true });
    server.on('request', (request, response) => {
      const answer = over ? null : answerIn(request, `${host}:${port}`, state);
      if (answer === null) {
        say(response, 404, words.other);
        return;
      }
      say(response, 200, answer.kind === 'code' ? words.done : words.denied, () => end(answer));
    });
    if (signal.aborted) onAbort();
  });
}

/** Null for everything but the answer to this sign-in (RFC 6749 sections 4.1.2 and 4.1.2.1). */
function answerIn(
  { method, url = '', headers }: IncomingMessage,
  ownHost: string,
  state: string,
): RedirectAnswer | null {
  // A page elsewhere whose name leads to this computer would name itself.
  if (method !== 'GET' || headers.host !== ownHost || !/^\/(\?|$)/.test(url)) return null;
  const query = new URL(url, `http://${ownHost}`).searchParams;
  const [given, code, error] = ['state', 'code', 'error'].map((name) => {
    const [first, ...more] = query.getAll(name);
    return more.length > 0 ? undefined : first;
  });
  if (given === undefined || !isSame(given, state)) return null;
  if (error !== undefined) return { kind: 'denied', error: /^\w{1,60}$/.test(error) ? error : 'error' };
  return code === undefined || code === '' || code.length > longestCode ? null : { kind: 'code', code };
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

function say(response: ServerResponse, status: number, text: string, then: () => void = () => undefined): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  // Also where the browser has gone meanwhile: its answer counts.
  response.once('close', then);
  response.end(`${text}\n`);
}
