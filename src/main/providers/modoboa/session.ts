import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import { type Limits, trouble } from '../outcome.ts';
import { type PanelSession, panelSession } from '../panel-session.ts';
import { detailSchema, modoboaSettingsSchema } from './types.ts';

/** What all requests to one server for one mailbox have in common. */
export interface ModoboaSession extends PanelSession {
  readonly mode: 'self' | 'admin';
  readonly user: string;
  readonly clientId: string;
  /** The mailbox's current password, or the administrator's token. */
  readonly credential: string;
}

/** Puts settings and credential together. Sends nothing. */
export function sessionFor(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Result<ModoboaSession, CallTrouble> {
  const settings = modoboaSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { host, port, mode, clientId } = settings.data;
  const credential = (mode === 'self' ? access.current : access.credential)?.reveal() ?? '';
  if (mode === 'self' && (clientId === '' || credential === '')) return incomplete('current, clientId');
  // Tokens are 40 hexadecimal digits; others may come, but nothing that could end a header.
  if (mode === 'admin' && !/^[\w.~+/=-]+$/.test(credential)) return incomplete('apiToken');
  const session = panelSession(access, { host, port }, next, limits);
  if (session === null) return incomplete('address');
  return success({ ...session, mode, user: access.user, clientId, credential });
}

/** A refusal that was read: the server has not acted. */
export const refusal = (code: ProviderFailureCode, technical: string): CallTrouble => ({
  ...trouble(code, technical),
  sent: false,
});

/** An answer that says neither yes nor no. */
export const odd = (technical: string): CallTrouble => ({ ...trouble('provider.odd-answer', technical), sent: true });

/** Whoever is not let in, or may not do this, is told so before anything is done; null for all other answers. */
export function turnedAway(session: ModoboaSession, what: string, status: number, body: unknown): CallTrouble | null {
  const said = detailSchema.safeParse(body);
  if (!said.success || (status !== 401 && status !== 403)) return null;
  // With a token that the server has just given out, nothing is wrong with the password.
  const code = status === 401 && session.mode === 'admin' ? 'provider.credential-refused' : 'provider.not-allowed';
  return refusal(code, session.words(`${what}: answer ${status} ${said.data.detail}`));
}
