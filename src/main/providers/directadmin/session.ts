import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { addressParts } from '../address-parts.ts';
import { basicAuthorization } from '../authorization.ts';
import type { Door } from '../dial.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import { type Limits, technicalText } from '../outcome.ts';
import { directAdminSettingsSchema } from './types.ts';

/** Everything that requests to one server for one mailbox have in common. */
export interface DirectAdminSession {
  readonly mode: 'self' | 'admin';
  readonly door: Door;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Null for the mailbox's owner, who has no account in the panel. */
  readonly authorization: string | null;
  /** Of the mailbox; empty for administrators. */
  readonly current: string;
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
): Result<DirectAdminSession, CallTrouble> {
  const settings = directAdminSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { host, port, mode, adminUser } = settings.data;
  const self = mode === 'self';
  const current = self ? (access.current?.reveal() ?? '') : '';
  const authorization = self ? null : basicAuthorization(adminUser, access.credential?.reveal() ?? '');
  if (self && current === '') return incomplete('current');
  if (!self && authorization === null) return incomplete('adminUser, adminPassword');
  const parts = addressParts(access.address);
  if (parts === null) return incomplete('address');
  const secrets = [next, access.current, access.credential];
  return success({
    mode,
    door: { host, port, authorities: access.authorities },
    limits,
    signal: access.signal,
    authorization,
    current,
    address: access.address,
    ...parts,
    words: (text) => technicalText(`${host}:${port} ${text}`, secrets),
  });
}
