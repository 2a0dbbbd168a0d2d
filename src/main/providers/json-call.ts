import type { Result } from '../../shared/result.ts';
import { failed, success } from '../../shared/result.ts';
import type { Door } from './dial.ts';
import { type CallTrouble, callHttp, type HttpAnswer, type HttpCall } from './http-call.ts';
import { type Limits, trouble } from './outcome.ts';

export interface JsonCall extends Pick<HttpCall, 'method' | 'path' | 'headers' | 'longest'> {
  /** Null: a request without a body. */
  readonly body: object | null;
}

export interface JsonAnswer {
  readonly status: number;
  /** Not looked at yet: parse it. */
  readonly body: unknown;
}

/**
 * Whether a status goes with what a body says. A yes is one with a status of success only, and a no never comes from a
 * server in trouble or from a redirect. Not for servers that answer refusals with 500 (Zimbra).
 */
export function statusFits(status: number, saysYes: boolean): boolean {
  const succeeded = status >= 200 && status < 300;
  return succeeded || (!saysYes && status >= 400 && status < 500);
}

/** Sends one JSON request and reads one JSON answer; all else stands in `callHttp`. Numbers are doubles. */
export async function callJson(
  door: Door,
  { method, path, headers, body, ...bounds }: JsonCall,
  limits: Limits,
  signal: AbortSignal,
): Promise<Result<JsonAnswer, CallTrouble>> {
  const call = {
    ...bounds,
    method,
    path,
    headers: {
      ...headers,
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      accept: 'application/json',
    },
    body: body === null ? null : JSON.stringify(body),
  };
  const answer = await callHttp(door, call, limits, signal);
  if (!answer.ok) return answer;
  return jsonOf(door, answer.value);
}

/** Reads an answer as JSON, for requests of other forms. */
export function jsonOf(door: Door, { status, text }: HttpAnswer): Result<JsonAnswer, CallTrouble> {
  try {
    const parsed: unknown = JSON.parse(text);
    return success({ status, body: parsed });
  } catch {
    const words = `${door.host}:${door.port} answer ${status} is not JSON`;
    return failed({ ...trouble('provider.odd-answer', words), sent: true });
  }
}
