import type { Secret } from '../../core/secret.ts';
import type { OAuthClient } from './browser-sign-in.ts';
import { googleClient, googleSignedIn, readKeyFile } from './google-workspace/credential.ts';
import { googleWorkspaceManifest } from './google-workspace/manifest.ts';
import { microsoftClient, microsoftSignedIn } from './microsoft-365/credential.ts';
import { microsoft365Manifest } from './microsoft-365/manifest.ts';

/** How an administrator's credential comes about that nobody can type: by a sign-in in the browser, or from a file. */
export interface AdministratorWay {
  /** The application to sign in with; null where settings or secret are no such application's. */
  client(settings: Readonly<Record<string, string>>, clientSecret: string): OAuthClient | null;
  /** What the keychain keeps after the sign-in. */
  signedIn(refreshToken: Secret, clientSecret: string): Secret;
  /** What the keychain keeps of a key file, and whose it is; null for any other file. */
  readKeyFile(bytes: Uint8Array): { readonly email: string; readonly credential: Secret } | null;
}

const ways: Readonly<Record<string, AdministratorWay>> = {
  [googleWorkspaceManifest.id]: { client: googleClient, signedIn: googleSignedIn, readKeyFile },
  [microsoft365Manifest.id]: { client: microsoftClient, signedIn: microsoftSignedIn, readKeyFile: () => null },
};

/** Null for a provider that needs nothing of the kind. */
export const administratorWay = (provider: string): AdministratorWay | null =>
  Object.hasOwn(ways, provider) ? (ways[provider] ?? null) : null;
