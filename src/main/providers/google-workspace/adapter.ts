import type { Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import {
  askJson,
  createHostedProvider,
  type HostedSession,
  hostedSession,
  oddAnswer,
  type Place,
  placeOf,
  sameAddress,
  seenRefusal,
} from '../hosted.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import type { JsonAnswer } from '../json-call.ts';
import { askForToken } from '../oauth-token.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { type GoogleForm, googleForm } from './credential.ts';
import { googleWorkspaceManifest } from './manifest.ts';
import { errorSchema, userSchema } from './types.ts';

/** Google's two services that are asked: who signs in, and the directory of users. */
type PlacesOf = (service: 'oauth2' | 'admin') => Place;

/** Google Workspace through the Directory API of the Admin SDK, with an application of the office's own. */
export function createGoogleWorkspaceProvider(
  limits: Limits = usualLimits,
  place: PlacesOf = (service) => placeOf(`${service}.googleapis.com`),
  now: () => number = Date.now,
): Provider {
  return createHostedProvider<GoogleSession, GoogleUser>({
    manifest: googleWorkspaceManifest,
    open: (access, next) => open(access, next, limits, place, now),
    find,
    set,
  });
}

interface GoogleSession extends HostedSession {
  readonly tokens: Place;
  /** What an access token is asked for with. */
  readonly form: GoogleForm['form'];
}

/** A user of the organization, and the right to change them: for an hour, and kept nowhere. */
interface GoogleUser {
  readonly id: string;
  readonly authorization: string;
  readonly words: (text: string) => string;
}

function open(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
  place: PlacesOf,
  now: () => number,
): Result<GoogleSession, CallTrouble> {
  const form = googleForm(access, now());
  if (form === null) return incomplete('way, clientId or actAs, credential');
  const session = hostedSession(access, { place: place('admin'), limits, next, secrets: form.secrets });
  return session.ok ? success({ ...session.value, tokens: place('oauth2'), form: form.form }) : session;
}

const users = '/admin/directory/v1/users';

/** Signs in, and reads the user whose first address this is: an alias leads to somebody else's password. */
async function find(session: GoogleSession): Promise<Result<GoogleUser, CallTrouble>> {
  const { limits, signal, form, words } = session;
  const door = { ...session.tokens, authorities: session.door.authorities };
  const token = await askForToken({ door, path: '/token', form, limits, signal, words });
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
async function set(session: GoogleSession, user: GoogleUser, next: string): Promise<Result<null, CallTrouble>> {
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
