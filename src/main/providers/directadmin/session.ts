import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { basicAuthorization } from '../authorization.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import type { Limits } from '../outcome.ts';
import { type PanelSession, panelSession } from '../panel-session.ts';
import { directAdminSettingsSchema } from './types.ts';

/** Everything that requests to one server for one mailbox have in common. */
export interface DirectAdminSession extends PanelSession {
  readonly mode: 'self' | 'admin';
  /** Null for the mailbox's owner, who has no account in the panel. */
  readonly authorization: string | null;
  /** Of the mailbox; empty for administrators. */
  readonly current: string;
}

/** Puts a session together from settings, credentials and address. Sends nothing. */
export function sessionFor(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Result<DirectAdminSession, CallTrouble> {
  const settings = directAdminSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { host, port, mode, adminUser } = settings.data;
  const self = mode === 'self';
  const current = self ? (access.current?.reveal() ?? '') : '';
  const authorization = self ? null : basicAuthorization(adminUser, access.credential?.reveal() ?? '');
  if (self && current === '') return incomplete('current');
  if (!self && authorization === null) return incomplete('adminUser, adminPassword');
  const panel = panelSession(access, { host, port }, next, limits);
  if (panel === null) return incomplete('address');
  return success({ ...panel, mode, authorization, current });
}
