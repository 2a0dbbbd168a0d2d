import type { Provider } from '../../../core/ports.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { type CloudPlaces, type CloudSession, type CloudUser, cloudSession, freshToken } from '../cloud-session.ts';
import { askJson, createHostedProvider, oddAnswer, placeOf, sameAddress, seenRefusal } from '../hosted.ts';
import { type CallTrouble, callHttp } from '../http-call.ts';
import { jsonOf } from '../json-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { loginHost, microsoftToken } from './credential.ts';
import { microsoft365Manifest } from './manifest.ts';
import { errorSchema, userSchema } from './types.ts';

const microsoft: CloudPlaces = { tokens: placeOf(loginHost), directory: placeOf('graph.microsoft.com') };

/** Microsoft 365 through Microsoft Graph, with an application of the office's own. */
export function createMicrosoft365Provider(limits: Limits = usualLimits, places: CloudPlaces = microsoft): Provider {
  const missing = 'way, tenant, clientId, credential';
  return createHostedProvider<CloudSession, CloudUser>({
    manifest: microsoft365Manifest,
    open: (access, next) => cloudSession(access, { next, limits, places, token: microsoftToken(access), missing }),
    find,
    set,
  });
}

const asked = '?$select=id,userPrincipalName,mail,onPremisesSyncEnabled';

/** Signs in, and reads the user with this name and this address, whose password is kept here and not elsewhere. */
async function find(session: CloudSession): Promise<Result<CloudUser, CallTrouble>> {
  const token = await freshToken(session);
  if (!token.ok) return token;
  const { authorization, words: hiding } = token.value;
  const place = `/v1.0/users/${encodeURIComponent(session.user)}${asked}`;
  const answer = await askJson(session, { method: 'GET', path: place, headers: { authorization }, body: null });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const user = userSchema.safeParse(body);
  if (status !== 200 || !user.success) return refusalIn(hiding, status, body, 'find');
  const { id, userPrincipalName, mail, onPremisesSyncEnabled } = user.data;
  const own = [userPrincipalName, mail ?? ''].some((text) => sameAddress(text, session.address));
  if (!own || !sameAddress(userPrincipalName, session.user)) {
    return seenRefusal('provider.no-such-mailbox', hiding('find user: the address is another user’s'));
  }
  if (onPremisesSyncEnabled === true) {
    return seenRefusal(
      'provider.not-allowed',
      hiding('find user: the password is kept by a directory on the premises'),
    );
  }
  return success({ id, authorization, words: hiding });
}

/** A yes has no body. Whether the next sign-in has to change the password is said each time: left out, it may be so. */
async function set(session: CloudSession, user: CloudUser, next: string): Promise<Result<null, CallTrouble>> {
  const { door, limits, signal } = session;
  const { authorization, words } = user;
  const headers = { authorization, accept: 'application/json', 'content-type': 'application/json' };
  const body = JSON.stringify({ passwordProfile: { password: next, forceChangePasswordNextSignIn: false } });
  const call = { method: 'PATCH', path: `/v1.0/users/${user.id}`, headers, body } as const;
  const answer = await callHttp(door, call, limits, signal);
  if (!answer.ok) return answer;
  if (answer.value.status === 204 && answer.value.text === '') return success(null);
  const json = jsonOf(door, answer.value);
  return json.ok ? refusalIn(words, json.value.status, json.value.body, 'set') : json;
}

function refusalIn(
  words: (text: string) => string,
  status: number,
  body: unknown,
  act: 'find' | 'set',
): Result<never, CallTrouble> {
  const { data } = errorSchema.safeParse(body);
  const technical = words(`${act} user: ${status} ${data?.error.code ?? ''} ${data?.error.message ?? ''}`.trim());
  const code = data ? refusalCode(status, data.error, act) : null;
  return code === null ? oddAnswer(technical) : seenRefusal(code, technical);
}

/** Said of users whom a directory on the premises or another service keeps. */
const keptElsewhere = /^Unable to update the specified properties/i;

/** 403 is also the answer about an administrator's password, to anybody without a higher role. */
function refusalCode(
  status: number,
  { code, message = '' }: { readonly code: string; readonly message?: string | undefined },
  act: 'find' | 'set',
): ProviderFailureCode | null {
  if (status === 401) return 'provider.credential-refused';
  if (status === 403) return 'provider.not-allowed';
  if (status === 404) return 'provider.no-such-mailbox';
  // Two changes of one user at the same time: this one was not made.
  if (status === 409 && code === 'Directory_ConcurrencyViolation') return 'provider.busy';
  if (status !== 400 || act === 'find') return null;
  return keptElsewhere.test(message) ? 'provider.not-allowed' : 'provider.policy';
}
