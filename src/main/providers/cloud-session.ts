import type { ProviderAccess } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import type { Result } from '../../shared/result.ts';
import { success } from '../../shared/result.ts';
import { type HostedSession, hostedSession, type Place } from './hosted.ts';
import { type CallTrouble, incomplete } from './http-call.ts';
import { askForToken, type Token } from './oauth-token.ts';
import type { Limits } from './outcome.ts';

/*
 * What the suites have in common that an administrator's application signs in to: one service gives tokens, and another
 * keeps the directory of users.
 */

/** Where the two are. */
export interface CloudPlaces {
  readonly tokens: Place;
  readonly directory: Place;
}

/** What an access token is asked for with, and which of it nobody may read. */
export interface TokenForm {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

export interface CloudSession extends HostedSession {
  readonly tokens: Place;
  readonly token: TokenForm;
  /** The name that the user signs in with, which need not be the address. */
  readonly user: string;
}

/** A user of the organization, and the right to change them: for an hour, and kept nowhere. */
export interface CloudUser extends Pick<Token, 'authorization' | 'words'> {
  readonly id: string;
}

interface CloudGiven {
  readonly next: Secret | null;
  readonly limits: Limits;
  readonly places: CloudPlaces;
  /** Null: it could not be made of the fields that `missing` names. */
  readonly token: TokenForm | null;
  readonly missing: string;
}

/** Everything that requests about one user have in common. Sends nothing. */
export function cloudSession(
  access: ProviderAccess,
  { next, limits, places, token, missing }: CloudGiven,
): Result<CloudSession, CallTrouble> {
  if (token === null) return incomplete(missing);
  // Half a character cannot stand in a path.
  if (/[\p{Cc}\p{Cs}]/u.test(access.user)) return incomplete('user');
  const session = hostedSession(access, { place: places.directory, limits, next, secrets: token.secrets });
  return session.ok ? success({ ...session.value, tokens: places.tokens, token, user: access.user }) : session;
}

/** Asks for an access token, which only this session uses. */
export async function freshToken({
  tokens,
  token: { path, form },
  door: { authorities },
  limits,
  signal,
  words,
}: CloudSession): Promise<Result<Token, CallTrouble>> {
  return await askForToken({ door: { ...tokens, authorities }, path, form, limits, signal, words });
}
