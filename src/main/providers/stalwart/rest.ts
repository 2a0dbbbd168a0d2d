import { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { sameAddress } from '../address-parts.ts';
import type { CallTrouble } from '../http-call.ts';
import { type JsonAnswer, statusFits } from '../json-call.ts';
import { trouble } from '../outcome.ts';
import { hiding } from '../panel-session.ts';
import { hashOf } from './hash.ts';
import { oddAnswer, refusedWhole, type StalwartSession } from './session.ts';
import { authSchema, doneSchema, noSchema, principalSchema } from './types.ts';

/*
 * Until 0.15 a password is kept exactly as it was sent: as it is, or as a hash, where it looks like one
 * (crates/directory/src/backend/internal/manage.rs). So a hash is what is sent, and no rules are there to be met.
 */

/** Whether the password can be set without harm to anything else. Reads only. */
export async function lookByRest(session: StalwartSession): Promise<Result<null, CallTrouble>> {
  return session.mode === 'self' ? await lookAtOwn(session) : await lookAtPrincipal(session);
}

/** The one request that sets the password. */
export async function setByRest(session: StalwartSession, next: Secret): Promise<Result<null, CallTrouble>> {
  const hash = await hashOf(next);
  // It is all that somebody needs who wants to guess the password.
  const hidden = hiding(session, new Secret(hash));
  const answer =
    session.mode === 'self'
      ? await session.ask('POST', '/api/account/auth', [{ type: 'setPassword', password: hash }])
      : // `addItem` takes the old password out and leaves everything else that the mailbox signs in with.
        await session.ask('PATCH', pathOf(session), [{ action: 'addItem', field: 'secrets', value: hash }]);
  if (!answer.ok) return answer;
  if (doneSchema.safeParse(answer.value.body).success && answer.value.status === 200) return success(null);
  return failed(refusalIn(hidden, answer.value) ?? oddAnswer(hidden, 'password', answer.value));
}

/** `setPassword` also takes out every app password and the second factor, which nobody has asked for. */
async function lookAtOwn(session: StalwartSession): Promise<Result<null, CallTrouble>> {
  const answer = await session.ask('GET', '/api/account/auth', null);
  if (!answer.ok) return answer;
  const read = authSchema.safeParse(answer.value.body);
  if (!read.success || answer.value.status !== 200) {
    return failed(refusalIn(session, answer.value) ?? oddAnswer(session, 'auth', answer.value));
  }
  const { otpEnabled, appPasswords } = read.data.data;
  if (!otpEnabled && appPasswords.length === 0) return success(null);
  const lost = `${appPasswords.length} app passwords${otpEnabled ? ' and the second factor' : ''}`;
  const words = session.words(`this version of Stalwart would remove ${lost} with the old password`);
  return failed({ ...trouble('provider.not-allowed', words), sent: false });
}

async function lookAtPrincipal(session: StalwartSession): Promise<Result<null, CallTrouble>> {
  const answer = await session.ask('GET', pathOf(session), null);
  if (!answer.ok) return answer;
  const read = principalSchema.safeParse(answer.value.body);
  if (!read.success || answer.value.status !== 200) {
    return failed(refusalIn(session, answer.value) ?? oddAnswer(session, 'principal', answer.value));
  }
  const { type, name, emails } = read.data.data;
  const isOwn = (known: string) => sameAddress(known, session.address);
  if (type === 'individual' && [name, ...emails].some(isOwn)) return success(null);
  const words = session.words('the account of this name has another address');
  return failed({ ...trouble('provider.no-such-mailbox', words), sent: false });
}

/** Accounts are known by the name that they sign in with. */
const pathOf = ({ user }: StalwartSession): string => `/api/principal/${encodeURIComponent(user)}`;

/** Nothing is done before any of these (`ManagementApiError`). */
function refusalIn(session: StalwartSession, answer: JsonAnswer): CallTrouble | null {
  const no = noSchema.safeParse(answer.body);
  if (!no.success || !statusFits(answer.status, false)) return refusedWhole(session, answer);
  const { error, details, reason } = no.data;
  const words = session.words(`${error} ${details ?? ''} ${reason ?? ''}`);
  const known = ['other', 'unsupported', 'notFound', 'assertFailed', 'fieldMissing', 'fieldAlreadyExists'];
  if (!known.includes(error)) return null;
  const code = error === 'notFound' ? 'provider.no-such-mailbox' : 'provider.not-allowed';
  return { ...trouble(code, words), sent: false };
}
