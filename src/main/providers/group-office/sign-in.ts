import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { bearerAuthorization } from '../authorization.ts';
import { beforehand, type CallTrouble, callHttp } from '../http-call.ts';
import { callJson, type JsonAnswer } from '../json-call.ts';
import { trouble } from '../outcome.ts';
import type { GroupOfficeSession } from './session.ts';
import { secondFactorSchema, sessionSchema, wrongCodeSchema, wrongLoginSchema } from './types.ts';

/** Signing in fails where the server cannot tell what kind of program it is (www/go/core/model/User.php `currentClient`). */
export const sameHeaders = { 'user-agent': 'Keyround' };

/** Signed in. `user` is the id of whoever it is, empty for a key, and `ends` says that the session is ours to end. */
export interface SignedIn {
  readonly authorization: string;
  readonly user: string;
  readonly ends: boolean;
  /** A person has typed a one-time code for it: it cannot be begun again without asking for another. */
  readonly byCode: boolean;
}

/** What the module "otp" calls itself (www/go/core/auth/BaseAuthenticator.php `id`). */
const byOneTimeCode = 'otpauthenticator';

/**
 * Signs in once (www/api/auth.php). The server proves a user's current password here and nowhere else: while it changes a
 * password it cannot tell a wrong one from one that is missing, and asks administrators for none at all. A one-time code
 * goes with the password in the same request: the server looks at both before it answers, and the token that it hands out
 * in between (`loginToken`) need not be kept.
 */
export async function signIn(session: GroupOfficeSession): Promise<Result<SignedIn, CallTrouble>> {
  const { asker, code, door, folder, limits, signal, words } = session;
  if ('authorization' in asker) {
    return success({ authorization: asker.authorization, user: '', ends: false, byCode: false });
  }
  const second = code === null ? {} : { authenticators: { [byOneTimeCode]: { otp_code: code.reveal() } } };
  const body = { action: 'login', username: asker.user, password: asker.password, ...second };
  const call = { method: 'POST', path: `${folder}api/auth.php`, headers: sameHeaders, body } as const;
  const answer = await callJson(door, call, limits, signal);
  if (!answer.ok) return failed(beforehand(answer.failure));
  const signedIn = sessionSchema.safeParse(answer.value.body);
  if (answer.value.status === 201 && signedIn.success) {
    const authorization = bearerAuthorization(signedIn.data.accessToken);
    const { userId: user } = signedIn.data;
    if (authorization !== null) return success({ authorization, user, ends: true, byCode: code !== null });
  }
  const why = refusalCode(session, answer.value) ?? 'provider.unreachable';
  return failed({
    ...trouble(why, words(`auth: answer ${answer.value.status}${wordsOf(answer.value)}`)),
    sent: false,
  });
}

function refusalCode({ mode }: GroupOfficeSession, { status, body }: JsonAnswer): ProviderFailureCode | null {
  const second = secondFactorSchema.safeParse(body);
  if (status === 200 && second.success) {
    // Of the others we know nothing.
    const known = second.data.authenticators.every((each) => each === byOneTimeCode);
    return known ? 'provider.second-factor' : 'provider.not-allowed';
  }
  if (status === 400 && wrongCodeSchema.safeParse(body).success) return 'provider.wrong-code';
  if (status === 401 && wrongLoginSchema.safeParse(body).success) {
    return mode === 'self' ? 'provider.wrong-current' : 'provider.credential-refused';
  }
  // The account is switched off, or this computer's address is not allowed.
  if (status === 403) return 'provider.not-allowed';
  return status === 503 ? 'provider.busy' : null;
}

function wordsOf({ body }: JsonAnswer): string {
  const code = wrongCodeSchema.safeParse(body);
  if (code.success) {
    const { otpauthenticator: said } = code.data.errors;
    return ` ${byOneTimeCode} ${said.code} ${said.description}`;
  }
  const second = secondFactorSchema.safeParse(body);
  if (second.success) return `, a second factor is wanted: ${second.data.authenticators.join(', ')}`;
  const wrong = wrongLoginSchema.safeParse(body);
  return wrong.success ? ` ${wrong.data.errors.username.description}` : '';
}

/** Ends the session that signing in began; a key has none. Whatever comes of it, it would end by itself after a day. */
export async function signOut(
  { door, folder, limits, signal }: Pick<GroupOfficeSession, 'door' | 'folder' | 'limits' | 'signal'>,
  { authorization, ends }: SignedIn,
): Promise<void> {
  if (!ends) return;
  const headers = { ...sameHeaders, authorization };
  await callHttp(door, { method: 'DELETE', path: `${folder}api/auth.php`, headers, body: null }, limits, signal);
}
