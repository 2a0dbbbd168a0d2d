import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { OAuthClient } from '../browser-sign-in.ts';
import type { TokenForm } from '../cloud-session.ts';
import { placeOf } from '../hosted.ts';
import { madeCredential } from '../made-credential.ts';
import { microsoftSettingsSchema, signedInSchema } from './types.ts';

export const loginHost = 'login.microsoftonline.com';

/** The least that passwords of others can be set with, and what the user is looked up with. */
const rights = ['User-PasswordProfile.ReadWrite.All', 'User.Read.All'];
const scope = [...rights.map((right) => `https://graph.microsoft.com/${right}`), 'offline_access'].join(' ');

const tokenPath = (tenant: string): string => `/${tenant}/oauth2/v2.0/token`;

/** What an access token is asked for with. Null where settings or credential are missing or do not go together. */
export function microsoftToken({ settings, credential }: ProviderAccess): TokenForm | null {
  const { data } = microsoftSettingsSchema.safeParse(settings);
  if (!data) return null;
  const { way, tenant, clientId } = data;
  const path = tokenPath(tenant);
  const kept = madeCredential(signedInSchema, credential);
  if (way === 'signIn') {
    if (kept === null) return null;
    const { refreshToken } = kept;
    const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken, scope };
    return { path, form, secrets: [refreshToken] };
  }
  const clientSecret = credential?.reveal().trim() ?? '';
  // What a sign-in left here is no secret of an application.
  if (clientSecret === '' || kept !== null) return null;
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'https://graph.microsoft.com/.default',
  };
  return { path, form, secrets: [clientSecret] };
}

/** The application that a person signs in with; null where it cannot be one. On a person's computer it has no secret. */
export function microsoftClient(settings: Readonly<Record<string, string>>): OAuthClient | null {
  const { data } = microsoftSettingsSchema.safeParse(settings);
  if (data?.way !== 'signIn') return null;
  return {
    page: `https://${loginHost}/${data.tenant}/oauth2/v2.0/authorize`,
    token: { ...placeOf(loginHost), path: tokenPath(data.tenant) },
    clientId: data.clientId,
    clientSecret: null,
    scope,
    // Whoever is signed in to the browser just now is seldom the administrator.
    more: { prompt: 'select_account' },
  };
}

/** What the keychain keeps after that sign-in. */
export const microsoftSignedIn = (refreshToken: Secret): Secret =>
  new Secret(JSON.stringify({ refreshToken: refreshToken.reveal() }));
