import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { bearerAuthorization } from '../authorization.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import type { Limits } from '../outcome.ts';
import { type CallSession, callSession } from '../panel-session.ts';
import { groupOfficeSettingsSchema } from './types.ts';

/** Who asks, and what every request has in common. */
export interface GroupOfficeSession extends CallSession {
  readonly mode: 'self' | 'admin';
  /** Where Group-Office is on its server; what an answer says about that is not looked at. */
  readonly folder: string;
  /** How to get in: a name and a password, or a key for which nobody has to sign in. */
  readonly asker: { readonly user: string; readonly password: string } | { readonly authorization: string };
  /** The one-time code that a person has typed for just this call. */
  readonly code: Secret | null;
  /** All that signing in depends on but the code, so that a session is used by nobody else. */
  readonly fingerprint: Secret;
  readonly address: string;
}

/** What one call brings along besides its access. */
export interface Given {
  readonly next: Secret | null;
  readonly code: Secret | null;
}

/** Puts a session together from settings, credentials and address. Sends nothing. */
export function sessionFor(
  access: ProviderAccess,
  { next, code }: Given,
  limits: Limits,
): Result<GroupOfficeSession, CallTrouble> {
  const settings = groupOfficeSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { host, port, path, mode, userName, signIn, adminUser } = settings.data;
  const self = mode === 'self';
  const password = (self ? access.current : access.credential)?.reveal() ?? '';
  const byKey = !self && signIn === 'key';
  const authorization = byKey ? bearerAuthorization(password) : null;
  const user = self ? userName || access.user : adminUser;
  if (byKey ? authorization === null : user === '' || password === '') {
    return incomplete(self ? 'userName, current' : 'adminUser, adminPassword');
  }
  return success({
    ...callSession(access, { host, port }, limits, [next, access.current, access.credential, code]),
    mode,
    folder: path,
    asker: authorization === null ? { user, password } : { authorization },
    code,
    fingerprint: new Secret(JSON.stringify([mode, host, port, path, user, password])),
    address: access.address,
  });
}
