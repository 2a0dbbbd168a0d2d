import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { addressParts } from '../address-parts.ts';
import { basicAuthorization, headerText } from '../authorization.ts';
import type { Door } from '../dial.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import { type Limits, technicalText } from '../outcome.ts';
import { fitsXml } from '../xml.ts';
import { pleskSettingsSchema } from './types.ts';

/** Everything that requests to one server for one mailbox have in common. */
export interface PleskSession {
  readonly interface: 'xml' | 'rest';
  readonly door: Door;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** The headers that sign in. */
  readonly headers: Readonly<Record<string, string>>;
  readonly address: string;
  readonly local: string;
  readonly domain: string;
  /** Words for the technical line: where it was, and no secret that this change knows of. */
  readonly words: (text: string) => string;
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
  const parts = addressParts(access.address);
  // A program would take a name that begins with a hyphen for one of its options.
  const usable = fitsXml(access.address) && !access.address.startsWith('-');
  if (parts === null || !usable) return incomplete('address');
  const secrets = [next, access.current, access.credential];
  return success({
    interface: settings.data.interface,
    door: { host, port, authorities: access.authorities },
    limits,
    signal: access.signal,
    headers,
    address: access.address,
    ...parts,
    words: (text) => technicalText(`${host}:${port} ${text}`, secrets),
  });
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
