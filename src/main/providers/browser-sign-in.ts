import { createHash, randomBytes } from 'node:crypto';
import { Secret } from '../../core/secret.ts';
import type { Failure } from '../../shared/failures.ts';
import { failure } from '../../shared/failures.ts';
import type { Result } from '../../shared/result.ts';
import { failed, success } from '../../shared/result.ts';
import type { Place } from './hosted.ts';
import { listenForRedirect, type RedirectAnswer, type RedirectWords } from './loopback-redirect.ts';
import { askForToken } from './oauth-token.ts';
import { type Limits, technicalText, trouble, usualLimits } from './outcome.ts';
import { untold } from './told.ts';

/** An application that the office has registered with its service, and what it asks for. */
export interface OAuthClient {
  /** The page for the browser, https and without a query. */
  readonly page: string;
  readonly token: Place & { readonly path: string };
  readonly clientId: string;
  /** Null for an application that has none (RFC 8252 section 8.4). */
  readonly clientSecret: string | null;
  readonly scope: string;
  /** What the service wants to see in the query besides, to give a refresh token. */
  readonly more: Readonly<Record<string, string>>;
}

export interface BrowserParts {
  /** Opens the page in the system's browser. */
  readonly openPage: (url: string) => Promise<void>;
  readonly words: RedirectWords;
  readonly signal: AbortSignal;
  /** How long a person may take, in milliseconds. */
  readonly limit: number;
  readonly limits?: Limits;
  /** Only in tests: authorities for the token endpoint of a fake. */
  readonly authorities?: Parameters<typeof askForToken>[0]['door']['authorities'];
}

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

/**
 * Signs in with the system's browser: authorization code (RFC 6749 section 4.1) with PKCE (RFC 7636) and a redirect to
 * this computer (RFC 8252 section 7.3). Gives the refresh token. Nothing secret stands in the address that is opened, and
 * nobody but this sign-in can use the code that comes back. Fails with `request.sign-in-not-finished`,
 * `request.sign-in-denied`, or what the token endpoint said.
 */
export async function signInWithBrowser(client: OAuthClient, parts: BrowserParts): Promise<Result<Secret, Failure>> {
  const [state, verifier] = [random(24), random(32)];
  const { words, limit } = parts;
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  parts.signal.addEventListener('abort', stop, { once: true });
  if (parts.signal.aborted) stop();
  try {
    const redirect = await listenForRedirect({ state, words, limit, signal: stopping.signal });
    if (!redirect.ok) return failed(failure('request.sign-in-not-finished', 'no free port on this computer'));
    const { address, answer: awaited } = redirect.value;
    const opened = await open(parts, pageFor(client, { address, state, verifier }));
    if (!opened) stop();
    const answer = await awaited;
    if (!opened) return failed(failure('request.sign-in-not-finished', 'no browser was opened'));
    if (answer.kind !== 'code') return failed(notSignedIn(answer));
    return await exchanged(client, parts, { address, verifier, code: answer.code });
  } finally {
    parts.signal.removeEventListener('abort', stop);
  }
}

async function open({ openPage }: BrowserParts, url: string): Promise<boolean> {
  try {
    await openPage(url);
    return true;
  } catch {
    return false;
  }
}

interface Asked {
  readonly address: string;
  readonly verifier: string;
}

function pageFor(client: OAuthClient, { address, verifier, state }: Asked & { readonly state: string }): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: address,
    scope: client.scope,
    state,
    code_challenge: createHash('sha256').update(verifier, 'ascii').digest('base64url'),
    code_challenge_method: 'S256',
    ...client.more,
  });
  return `${client.page}?${query.toString()}`;
}

function notSignedIn(answer: Exclude<RedirectAnswer, { kind: 'code' }>): Failure {
  switch (answer.kind) {
    case 'denied':
      return failure('request.sign-in-denied', answer.error);
    case 'unanswered':
      return failure('request.sign-in-not-finished');
    case 'stopped':
      return failure('request.cancelled');
  }
}

async function exchanged(
  { token: { host, port, path }, clientId, clientSecret }: OAuthClient,
  { limits = usualLimits, signal, authorities = [] }: BrowserParts,
  { address, verifier, code }: Asked & { readonly code: string },
): Promise<Result<Secret, Failure>> {
  const hidden = [code, verifier, clientSecret ?? ''].map((text) => new Secret(text));
  const token = await askForToken({
    door: { host, port, authorities },
    path,
    form: {
      grant_type: 'authorization_code',
      client_id: clientId,
      ...(clientSecret === null ? {} : { client_secret: clientSecret }),
      code,
      code_verifier: verifier,
      redirect_uri: address,
    },
    limits,
    signal,
    words: (text, more = []) => technicalText(`${host}:${port} ${text}`, [...hidden, ...more]),
  });
  if (!token.ok) return untold(token.failure);
  const { refreshToken } = token.value;
  if (refreshToken === null) return untold(trouble('provider.odd-answer', `${host}:${port} token: no refresh token`));
  return success(new Secret(refreshToken));
}
