import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { basicAuthorization } from '../authorization.ts';
import { type CallTrouble, callHttp, type HttpAnswer, type HttpCall, incomplete } from '../http-call.ts';
import { type Limits, trouble } from '../outcome.ts';
import { panelSession } from '../panel-session.ts';
import { errorSchema, mailinaboxSettingsSchema } from './types.ts';

/** Addresses and settings of many mailboxes come in one answer; this is for some ten thousand. */
const longestList = 4 * 1024 * 1024;

/** What all requests to one box have in common. */
export interface Box {
  /** With the domain as it stands in the DNS: the box keeps no other (management/mailconfig.py). */
  readonly address: string;
  /** A request, and its answer unless it says that the administrator was not let in. */
  ask(method: HttpCall['method'], path: string, form: URLSearchParams | null): Promise<Result<HttpAnswer, CallTrouble>>;
  /** Words for the technical line. */
  words(text: string): string;
}

/** Puts settings and credential together. Sends nothing. */
export function boxFor(access: ProviderAccess, next: Secret | null, limits: Limits): Result<Box, CallTrouble> {
  const settings = mailinaboxSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { host, port, adminUser } = settings.data;
  const password = access.credential?.reveal() ?? '';
  const authorization = basicAuthorization(adminUser, password);
  // The box reads both as ASCII, so that others are never right there (`decode` in management/auth.py).
  if (authorization === null || !/^[\x20-\x7e]*$/.test(adminUser + password)) {
    return incomplete('adminUser, adminPassword');
  }
  const session = panelSession(access, { host, port }, next, limits);
  if (session === null) return incomplete('address');
  const { door, address, words, signal } = session;
  return success({
    address,
    words,
    ask: async (method, path, form) => {
      // With this `accept`, whoever is not let in is told so in JSON.
      const headers = { authorization, accept: 'application/json' };
      const type = form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
      const call = {
        method,
        path: `/admin/${path}`,
        headers: { ...headers, ...type },
        body: form?.toString() ?? null,
        longest: longestList,
      };
      const answer = await callHttp(door, call, limits, signal);
      return answer.ok && answer.value.status === 401 ? failed(refusalOf(answer.value.text, words)) : answer;
    },
  });
}

/** Nothing was done; an answer of another form may be somebody else's. */
function refusalOf(text: string, words: Box['words']): CallTrouble {
  const said = errorSchema.safeParse(parsed(text));
  if (!said.success) return { ...trouble('provider.odd-answer', words('answer 401')), sent: true };
  return { ...trouble(codeOf(said.data.reason), words(`answer 401 ${said.data.reason}`)), sent: false };
}

/** The second factor is a number that is good for one request only, so no administrator who has one can be used here. */
function codeOf(reason: string): ProviderFailureCode {
  return /administrator|totp-token/.test(reason) ? 'provider.not-allowed' : 'provider.credential-refused';
}

/** What a text says as JSON; null for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
