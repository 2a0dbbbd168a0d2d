import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { basicAuthorization, headerText } from '../authorization.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import type { Limits } from '../outcome.ts';
import { type PanelSession, panelSession } from '../panel-session.ts';
import { fitsXml } from '../xml.ts';
import { pleskSettingsSchema } from './types.ts';

/** Everything that requests to one server for one mailbox have in common. */
export interface PleskSession extends PanelSession {
  readonly interface: 'xml' | 'rest';
  /** The headers that sign in. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Puts a session together from settings, credential and address. Sends nothing. */
export function sessionFor(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Result<PleskSession, CallTrouble> {
  const settings = pleskSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { host, port, signIn, adminUser } = settings.data;
  const secret = access.credential?.reveal() ?? '';
  const headers = signInHeaders(settings.data.interface, signIn === 'key' ? null : adminUser, secret);
  if (secret === '' || headers === null) return incomplete('adminUser, adminPassword');
  const session = panelSession(access, { host, port }, next, limits);
  // A program would take a name that begins with a hyphen for one of its options.
  const usable = session !== null && fitsXml(session.address) && !session.address.startsWith('-');
  return usable ? success({ ...session, interface: settings.data.interface, headers }) : incomplete('address');
}

/**
 * XML: `KEY`, or `HTTP_AUTH_LOGIN` and `HTTP_AUTH_PASSWD` (plesk/api-php-lib src/Api/Client.php `_getHeaders`). REST:
 * `X-API-Key`, or Basic (RFC 7617). Null for what these headers cannot carry. `user` is null for a secret key.
 */
function signInHeaders(
  way: 'xml' | 'rest',
  user: string | null,
  secret: string,
): Readonly<Record<string, string>> | null {
  if (way === 'rest' && user !== null) {
    const authorization = basicAuthorization(user, secret);
    return authorization === null ? null : { authorization };
  }
  const [name, value] = [user === null ? null : headerText(user), headerText(secret)];
  if (value === null || (user !== null && name === null)) return null;
  if (name !== null) return { HTTP_AUTH_LOGIN: name, HTTP_AUTH_PASSWD: value };
  return way === 'xml' ? { KEY: value } : { 'X-API-Key': value };
}
