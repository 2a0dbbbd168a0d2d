import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { addressParts } from '../address-parts.ts';
import { basicAuthorization, headerText } from '../authorization.ts';
import type { Door } from '../dial.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import { type Limits, technicalText } from '../outcome.ts';
import { cpanelSettingsSchema } from './types.ts';

/** Everything that requests to one server for one mailbox have in common. */
export interface CpanelSession {
  readonly mode: 'self' | 'admin';
  readonly door: Door;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly authorization: string;
  readonly address: string;
  readonly local: string;
  readonly domain: string;
  /** Words for the technical line: where it was, and no secret that this change knows of. */
  readonly words: (text: string) => string;
}

/** Puts a session together from settings, credentials and address. Sends nothing. */
export function sessionFor(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Result<CpanelSession, CallTrouble> {
  const settings = cpanelSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { host, port, mode, signIn, adminUser } = settings.data;
  const authorization =
    mode === 'self'
      ? basicAuthorization(access.address, access.current?.reveal() ?? '')
      : accountAuthorization(signIn, adminUser, access.credential?.reveal() ?? '');
  if (authorization === null) return incomplete(mode === 'self' ? 'current' : 'adminUser, adminPassword');
  const parts = addressParts(access.address);
  if (parts === null) return incomplete('address');
  const secrets = [next, access.current, access.credential];
  return success({
    mode,
    door: { host, port, authorities: access.authorities },
    limits,
    signal: access.signal,
    authorization,
    address: access.address,
    ...parts,
    words: (text) => technicalText(`${host}:${port} ${text}`, secrets),
  });
}

/** A token goes with the account's name in a way of cPanel's own (api.docs.cpanel.net/cpanel/tokens). */
function accountAuthorization(signIn: 'token' | 'password', user: string, secret: string): string | null {
  if (signIn === 'password') return basicAuthorization(user, secret);
  return /^[^\s:]+$/.test(user) && /^\S+$/.test(secret) ? headerText(`cpanel ${user}:${secret}`) : null;
}
