import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { basicAuthorization, headerText } from '../authorization.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import type { Limits } from '../outcome.ts';
import { type PanelSession, panelSession } from '../panel-session.ts';
import { cpanelSettingsSchema } from './types.ts';

/** Everything that requests to one server for one mailbox have in common. */
export interface CpanelSession extends PanelSession {
  readonly mode: 'self' | 'admin';
  readonly authorization: string;
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
  const panel = panelSession(access, { host, port }, next, limits);
  if (panel === null) return incomplete('address');
  const authorization =
    mode === 'self'
      ? basicAuthorization(panel.address, access.current?.reveal() ?? '')
      : accountAuthorization(signIn, adminUser, access.credential?.reveal() ?? '');
  if (authorization === null) return incomplete(mode === 'self' ? 'current' : 'adminUser, adminPassword');
  return success({ ...panel, mode, authorization });
}

/** A token goes with the account's name in a way of cPanel's own (api.docs.cpanel.net/cpanel/tokens). */
function accountAuthorization(signIn: 'token' | 'password', user: string, secret: string): string | null {
  if (signIn === 'password') return basicAuthorization(user, secret);
  return /^[^\s:]+$/.test(user) && /^\S+$/.test(secret) ? headerText(`cpanel ${user}:${secret}`) : null;
}
