import { createPrivateKey } from 'node:crypto';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { OAuthClient } from '../browser-sign-in.ts';
import type { TokenForm } from '../cloud-session.ts';
import { placeOf } from '../hosted.ts';
import { madeCredential } from '../made-credential.ts';
import { rsaKey, signedAssertion } from '../signed-assertion.ts';
import { googleSettingsSchema, keyFileSchema, serviceAccountSchema, signedInSchema } from './types.ts';

/** To read users and to set their passwords: Google has no narrower one. */
const scope = 'https://www.googleapis.com/auth/admin.directory.user';
const path = '/token';

/** What an access token is asked for with. Null where settings or credential are missing or do not go together. `now`: milliseconds since 1970. */
export function googleToken({ settings, credential }: ProviderAccess, now: number): TokenForm | null {
  const { data } = googleSettingsSchema.safeParse(settings);
  if (!data) return null;
  if (data.way === 'serviceAccount') return assertionForm(data.actAs, credential, now);
  const kept = madeCredential(signedInSchema, credential);
  if (kept === null) return null;
  const { clientSecret, refreshToken } = kept;
  const form = {
    grant_type: 'refresh_token',
    client_id: data.clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
  return { path, form, secrets: [clientSecret, refreshToken] };
}

/** developers.google.com/identity/protocols/oauth2/service-account: an hour at most; a minute is enough. */
function assertionForm(actAs: string, credential: Secret | null, now: number): TokenForm | null {
  const kept = madeCredential(serviceAccountSchema, credential);
  const key = rsaKey(kept?.key ?? '');
  if (kept === null || key === null) return null;
  const iat = Math.floor(now / 1_000);
  const aud = 'https://oauth2.googleapis.com/token';
  const assertion = signedAssertion(key, kept.keyId, { iss: kept.email, sub: actAs, scope, aud, iat, exp: iat + 60 });
  const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  return { path, form, secrets: [assertion, kept.key] };
}

/** The application that a person signs in with; null where it cannot be one. A desktop application has a secret at Google. */
export function googleClient(settings: Readonly<Record<string, string>>, clientSecret: string): OAuthClient | null {
  const { data } = googleSettingsSchema.safeParse(settings);
  if (data?.way !== 'signIn' || clientSecret.trim() === '') return null;
  return {
    page: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: { ...placeOf('oauth2.googleapis.com'), path },
    clientId: data.clientId,
    clientSecret: clientSecret.trim(),
    scope,
    // Without these, Google gives a refresh token only the first time.
    more: { access_type: 'offline', prompt: 'consent' },
  };
}

/** What the keychain keeps after that sign-in. */
export const googleSignedIn = (refreshToken: Secret, clientSecret: string): Secret =>
  new Secret(JSON.stringify({ clientSecret: clientSecret.trim(), refreshToken: refreshToken.reveal() }));

/** What the keychain keeps of a service account's key file, and whose it is. Null for any other file. */
export function readKeyFile(bytes: Uint8Array): { readonly email: string; readonly credential: Secret } | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const file = keyFileSchema.parse(JSON.parse(text));
    const key = createPrivateKey(file.private_key).export({ format: 'der', type: 'pkcs8' }).toString('base64');
    if (rsaKey(key) === null) return null;
    const { client_email: email, private_key_id: keyId } = file;
    return { email, credential: new Secret(JSON.stringify({ email, keyId, key })) };
  } catch {
    return null;
  }
}
