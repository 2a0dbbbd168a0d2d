import * as z from 'zod';
import { Secret } from '../../core/secret.ts';
import type { Result } from '../../shared/result.ts';
import { success } from '../../shared/result.ts';
import type { Door } from './dial.ts';
import { oddAnswer, seenRefusal } from './hosted.ts';
import { type CallTrouble, callHttp } from './http-call.ts';
import { jsonOf } from './json-call.ts';
import type { Limits } from './outcome.ts';
import type { CallSession } from './panel-session.ts';

/** What is asked at a token endpoint (RFC 6749 section 3.2). It all goes into the body. */
interface TokenAsk {
  readonly door: Door;
  readonly path: string;
  /** One of them is `grant_type`. */
  readonly form: Readonly<Record<string, string>>;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Words for the technical line, without a secret that is known so far. */
  readonly words: CallSession['words'];
}

export interface Token {
  /** The value of `Authorization` (RFC 6750 section 2.1). */
  readonly authorization: string;
  /** Given with a first sign-in; with later ones only where it replaces the one before. */
  readonly refreshToken: string | null;
  /** As those of the asking, and without the new token. */
  readonly words: (text: string) => string;
}

const tokenText = z.string().regex(/^[\w.~+/-]{1,8000}=*$/);

/** What a token endpoint gives (RFC 6749 section 5.1). An answer with an error in it is none, whatever else it says. */
const tokenSchema = z.object({
  access_token: tokenText,
  token_type: z.string().regex(/^bearer$/i),
  refresh_token: z.string().min(1).max(8_000).optional(),
  error: z.never().optional(),
});

/** Why it gives none (section 5.2). The description is the service's own words. */
const tokenErrorSchema = z.object({
  error: z.string(),
  error_description: z.string().optional(),
  access_token: z.never().optional(),
});

/** Those with which a service says no to the client, its secret, or what it was given (RFC 6749 5.2, OpenID Connect Core 3.1.2.6). */
const refusals: readonly string[] = [
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'access_denied',
  'interaction_required',
];

/** Asks for an access token. Nothing that came of it is kept anywhere. */
export async function askForToken({
  door,
  path,
  form,
  limits,
  signal,
  words,
}: TokenAsk): Promise<Result<Token, CallTrouble>> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const call = { method: 'POST', path, headers, body: new URLSearchParams(form).toString() } as const;
  const answer = await callHttp(door, call, limits, signal);
  if (!answer.ok) return answer;
  const json = jsonOf(door, answer.value);
  if (!json.ok) return json;
  const { status, body } = json.value;
  const token = tokenSchema.safeParse(body);
  if (status === 200 && token.success) {
    const { access_token, refresh_token = null } = token.data;
    const hidden = [access_token, refresh_token ?? ''].map((text) => new Secret(text));
    return success({
      authorization: `Bearer ${access_token}`,
      refreshToken: refresh_token,
      words: (text) => words(text, hidden),
    });
  }
  const { data } = tokenErrorSchema.safeParse(body);
  const technical = words(`token: ${status} ${data?.error ?? ''} ${data?.error_description ?? ''}`.trim());
  const known = status >= 400 && status < 500 && refusals.includes(data?.error ?? '');
  return known ? seenRefusal('provider.credential-refused', technical) : oddAnswer(technical);
}
