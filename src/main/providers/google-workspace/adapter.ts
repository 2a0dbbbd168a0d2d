import type { Provider } from '../../../core/ports.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { type CloudPlaces, type CloudSession, type CloudUser, cloudSession, freshToken } from '../cloud-session.ts';
import { askJson, createHostedProvider, oddAnswer, placeOf, sameAddress, seenRefusal } from '../hosted.ts';
import type { CallTrouble } from '../http-call.ts';
import type { JsonAnswer } from '../json-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { googleToken } from './credential.ts';
import { googleWorkspaceManifest } from './manifest.ts';
import { errorSchema, userSchema } from './types.ts';

const google: CloudPlaces = { tokens: placeOf('oauth2.googleapis.com'), directory: placeOf('admin.googleapis.com') };

/** Google Workspace through the Directory API of the Admin SDK, with an application of the office's own. */
export function createGoogleWorkspaceProvider(
  limits: Limits = usualLimits,
  places: CloudPlaces = google,
  now: () => number = Date.now,
): Provider {
  const missing = 'way, clientId or actAs, credential';
  return createHostedProvider<CloudSession, CloudUser>({
    manifest: googleWorkspaceManifest,
    open: (access, next) => cloudSession(access, { next, limits, places, token: googleToken(access, now()), missing }),
    find,
    set,
  });
}

const users = '/admin/directory/v1/users';

/** Signs in, and reads the user whose first address this is: an alias leads to somebody else's password. */
async function find(session: CloudSession): Promise<Result<CloudUser, CallTrouble>> {
  const token = await freshToken(session);
  if (!token.ok) return token;
  const { authorization, words: hiding } = token.value;
  const path = `${users}/${encodeURIComponent(session.local)}@${session.domain}`;
  const answer = await askJson(session, { method: 'GET', path, headers: { authorization }, body: null });
  if (!answer.ok) return answer;
  const user = userSchema.safeParse(answer.value.body);
  if (answer.value.status !== 200 || !user.success) return refusalIn(hiding, answer.value, 'find');
  const { id, primaryEmail } = user.data;
  if (!sameAddress(primaryEmail, session.address)) {
    return seenRefusal('provider.no-such-mailbox', hiding('find user: the address is another user’s'));
  }
  return success({ id, authorization, words: hiding });
}

/** `users.update` changes only what is named. The password goes as it is, so that Google can hold it against its rules. */
async function set(session: CloudSession, user: CloudUser, next: string): Promise<Result<null, CallTrouble>> {
  const { authorization } = user;
  const body = { password: next, changePasswordAtNextLogin: false };
  const path = `${users}/${user.id}`;
  const answer = await askJson(session, { method: 'PUT', path, headers: { authorization }, body });
  if (!answer.ok) return answer;
  const said = userSchema.safeParse(answer.value.body);
  const yes = answer.value.status === 200 && said.data?.id === user.id;
  return yes ? success(null) : refusalIn(user.words, answer.value, 'set');
}

/** Said with 403, although they are about how often one asks (developers.google.com/admin-sdk/directory/v1/limits). */
const tooMany: readonly string[] = [
  'userRateLimitExceeded',
  'rateLimitExceeded',
  'quotaExceeded',
  'dailyLimitExceeded',
];

/** An error says its status a second time: twice the same, or it is not known what was done. */
function refusalIn(
  words: (text: string) => string,
  { status, body }: JsonAnswer,
  act: 'find' | 'set',
): Result<never, CallTrouble> {
  const { data } = errorSchema.safeParse(body);
  const reason = data?.error.errors?.[0]?.reason ?? '';
  const technical = words(`${act} user: ${status} ${reason} ${data?.error.message ?? ''}`.trim());
  const code = data?.error.code === status ? refusalCode(status, reason, act) : null;
  return code === null ? oddAnswer(technical) : seenRefusal(code, technical);
}

/** 403 is also the answer about a super administrator's password, to anybody who is none. */
function refusalCode(status: number, reason: string, act: 'find' | 'set'): ProviderFailureCode | null {
  if (status === 401) return 'provider.credential-refused';
  if (status === 403) return tooMany.includes(reason) ? 'provider.too-many-requests' : 'provider.not-allowed';
  if (status === 404) return 'provider.no-such-mailbox';
  // Of a user who was found, only the password is new; before that, it is the address.
  if (status === 400) return act === 'set' ? 'provider.policy' : 'provider.no-such-mailbox';
  return null;
}
