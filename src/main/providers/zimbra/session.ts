import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import type { Limits } from '../outcome.ts';
import { panelSession } from '../panel-session.ts';
import { fitsXml } from '../xml.ts';
import type { ZimbraSession } from './soap.ts';
import { zimbraSettingsSchema } from './types.ts';

/** Who signs in, and where. */
export interface ZimbraAsker {
  readonly session: ZimbraSession;
  readonly user: string;
  readonly password: string;
}

/** Puts settings and credentials together. Sends nothing. */
export function sessionFor(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Result<ZimbraAsker, CallTrouble> {
  const settings = zimbraSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { host, port, mode, adminUser } = settings.data;
  const password = (mode === 'self' ? access.current : access.credential)?.reveal() ?? '';
  const user = mode === 'self' ? access.user : adminUser;
  if (password === '' || user === '') return incomplete(mode === 'self' ? 'current' : 'adminUser, adminPassword');
  const panel = panelSession(access, { host, port }, next, limits);
  if (panel === null) return incomplete('address');
  if (![password, user, panel.address].every(fitsXml)) return incomplete('a character that XML cannot carry');
  return success({ session: { ...panel, mode }, user, password });
}
