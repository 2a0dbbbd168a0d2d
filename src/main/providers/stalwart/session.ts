import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { dnsAddress } from '../address-parts.ts';
import { basicAuthorization, bearerAuthorization } from '../authorization.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import { callJson, type JsonAnswer, type JsonCall } from '../json-call.ts';
import { type Limits, trouble } from '../outcome.ts';
import { type PanelSession, panelSession } from '../panel-session.ts';
import { ownCapability, problemSchema, sessionSchema, stalwartSettingsSchema } from './types.ts';

/** Everything that the requests for one mailbox have in common. */
export interface StalwartSession extends PanelSession {
  readonly mode: 'self' | 'admin';
  /** As Stalwart keeps names: in small letters, and a domain as it stands in the DNS (crates/utils/src/lib.rs). */
  readonly user: string;
  readonly current: string;
  ask(method: JsonCall['method'], path: string, body: object | null): Promise<Result<JsonAnswer, CallTrouble>>;
}

/** Puts settings and credentials together. Sends nothing. */
export function sessionFor(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Result<StalwartSession, CallTrouble> {
  const settings = stalwartSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { host, port, mode, adminUser } = settings.data;
  const current = access.current?.reveal() ?? '';
  const authorization =
    mode === 'self'
      ? basicAuthorization(access.user, current)
      : adminAuthorization(adminUser, access.credential?.reveal() ?? '');
  if (authorization === null) return incomplete(mode === 'self' ? 'user, current' : 'adminUser, adminSecret');
  // The name stands in an address, which carries no half of a character.
  if (/\p{Cs}/u.test(access.user)) return incomplete('user');
  const session = panelSession(access, { host, port }, next, limits);
  if (session === null) return incomplete('address');
  const { door, signal } = session;
  return success({
    ...session,
    mode,
    user: (dnsAddress(access.user)?.address ?? access.user).toLowerCase(),
    current,
    ask: async (method, path, body) =>
      await callJson(door, { method, path, headers: { authorization }, body }, limits, signal),
  });
}

const adminAuthorization = (user: string, secret: string) =>
  user === '' ? bearerAuthorization(secret) : basicAuthorization(user, secret);

/**
 * Signs in once and finds out what is spoken: the account for Stalwart's own JMAP objects (since 0.16), or null where
 * there are none (until 0.15). Reads only.
 */
export async function whatIsSpoken(session: StalwartSession): Promise<Result<string | null, CallTrouble>> {
  const answer = await session.ask('GET', '/jmap/session', null);
  if (!answer.ok) return answer;
  const refusal = refusedWhole(session, answer.value);
  if (refusal !== null) return failed(refusal);
  const read = sessionSchema.safeParse(answer.value.body);
  if (answer.value.status !== 200 || !read.success) return failed(oddAnswer(session, 'session', answer.value));
  return success(read.data.primaryAccounts[ownCapability] ?? null);
}

/**
 * A refusal of a whole request, which comes before anything of it is done: 401 for who asks, 402 for a second factor,
 * 403 for what they may do (crates/jmap/src/api/mod.rs). Null for every other answer.
 */
export function refusedWhole(session: StalwartSession, { status, body }: JsonAnswer): CallTrouble | null {
  const problem = problemSchema.safeParse(body);
  if (!problem.success || problem.data.status !== status || ![401, 402, 403].includes(status)) return null;
  const wrong = session.mode === 'self' ? 'provider.wrong-current' : 'provider.credential-refused';
  const words = session.words(`answer ${status} ${problem.data.title} ${problem.data.detail ?? ''}`);
  return { ...trouble(status === 401 ? wrong : 'provider.not-allowed', words), sent: false };
}

/** An answer that says neither yes nor no. */
export const oddAnswer = (session: StalwartSession, what: string, { status }: JsonAnswer): CallTrouble => ({
  ...trouble('provider.odd-answer', session.words(`${what}: answer ${status}`)),
  sent: true,
});
