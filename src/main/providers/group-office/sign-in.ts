import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { bearerAuthorization } from '../authorization.ts';
import { beforehand, type CallTrouble, callHttp } from '../http-call.ts';
import { callJson, type JsonAnswer } from '../json-call.ts';
import { trouble } from '../outcome.ts';
import type { GroupOfficeSession } from './session.ts';
import { secondFactorSchema, sessionSchema, wrongLoginSchema } from './types.ts';

/** Signing in fails where the server cannot tell what kind of program it is (www/go/core/model/User.php `currentClient`). */
export const sameHeaders = { 'user-agent': 'Keyround' };

/** Signed in. `user` is the id of whoever it is, empty for a key, and `ends` says that the session is ours to end. */
export interface SignedIn {
  readonly authorization: string;
  readonly user: string;
  readonly ends: boolean;
}

/**
 * Signs in once (www/api/auth.php). The server proves a user's current password here and nowhere else: while it changes a
 * password it cannot tell a wrong one from one that is missing, and asks administrators for none at all.
 */
export async function signIn(session: GroupOfficeSession): Promise<Result<SignedIn, CallTrouble>> {
  const { asker, door, folder, limits, signal, words } = session;
  if ('authorization' in asker) return success({ authorization: asker.authorization, user: '', ends: false });
  const body = { action: 'login', username: asker.user, password: asker.password };
  const call = { method: 'POST', path: `${folder}api/auth.php`, headers: sameHeaders, body } as const;
  const answer = await callJson(door, call, limits, signal);
  if (!answer.ok) return failed(beforehand(answer.failure));
  const signedIn = sessionSchema.safeParse(answer.value.body);
  if (answer.value.status === 201 && signedIn.success) {
    const authorization = bearerAuthorization(signedIn.data.accessToken);
    if (authorization !== null) return success({ authorization, user: signedIn.data.userId, ends: true });
  }
  const code = refusalCode(session, answer.value) ?? 'provider.unreachable';
  return failed({
    ...trouble(code, words(`auth: answer ${answer.value.status}${wordsOf(answer.value)}`)),
    sent: false,
  });
}

function refusalCode({ mode }: GroupOfficeSession, { status, body }: JsonAnswer): ProviderFailureCode | null {
  if (status === 200 && secondFactorSchema.safeParse(body).success) return 'provider.not-allowed';
  if (status === 401 && wrongLoginSchema.safeParse(body).success) {
    return mode === 'self' ? 'provider.wrong-current' : 'provider.credential-refused';
  }
  // The account is switched off, or this computer's address is not allowed.
  if (status === 403) return 'provider.not-allowed';
  return status === 503 ? 'provider.busy' : null;
}

function wordsOf({ body }: JsonAnswer): string {
  const second = secondFactorSchema.safeParse(body);
  if (second.success) return `, a second factor is wanted: ${second.data.authenticators.join(', ')}`;
  const wrong = wrongLoginSchema.safeParse(body);
  return wrong.success ? ` ${wrong.data.errors.username.description}` : '';
}

/** Ends the session that signing in began; a key has none. Whatever comes of it, it would end by itself after a day. */
export async function signOut(session: GroupOfficeSession, { authorization, ends }: SignedIn): Promise<void> {
  if (!ends) return;
  const { door, folder, limits, signal } = session;
  const headers = { ...sameHeaders, authorization };
  await callHttp(door, { method: 'DELETE', path: `${folder}api/auth.php`, headers, body: null }, limits, signal);
}
