import type { Provider, ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
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
  twoSecrets,
} from '../hosted.ts';
import { type CallTrouble, callHttp, incomplete } from '../http-call.ts';
import { type JsonAnswer, jsonOf } from '../json-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { hiding } from '../panel-session.ts';
import { zohoManifest } from './manifest.ts';
import {
  answerSchema,
  tokenErrorSchema,
  tokenSchema,
  topLevels,
  userAnswerSchema,
  type ZohoRegion,
  zohoSettingsSchema,
} from './types.ts';

/** Zoho's two services that are asked: who signs in, and the mail. */
type PlacesOf = (service: 'accounts' | 'mail', region: ZohoRegion) => Place;

/** Zoho Mail (zoho.com/mail/help/api), with a client of the office's own and its refresh token. */
export function createZohoProvider(
  limits: Limits = usualLimits,
  place: PlacesOf = (service, region) => placeOf(`${service}.zoho.${topLevels[region]}`),
): Provider {
  return createHostedProvider<ZohoSession, ZohoUser>({
    manifest: zohoManifest,
    open: (access, next) => open(access, next, limits, place),
    find,
    set,
  });
}

interface ZohoSession extends HostedSession {
  readonly accounts: Place;
  readonly organization: string;
  /** What a new access token is asked for with, as a form. It goes into the body: the documents show it in the address. */
  readonly form: string;
}

/** A user of the organization, and the token that may change them: valid for an hour and kept nowhere. */
interface ZohoUser {
  readonly zuid: string;
  readonly authorization: string;
  readonly words: (text: string) => string;
}

function open(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
  place: PlacesOf,
): Result<ZohoSession, CallTrouble> {
  const settings = zohoSettingsSchema.safeParse(access.settings);
  const secrets = twoSecrets(access.credential);
  if (!settings.success || secrets === null) return incomplete('region, organization, clientId, secrets');
  const { region, organization, clientId } = settings.data;
  const session = hostedSession(access, { place: place('mail', region), limits, next, secrets });
  if (!session.ok) return session;
  const [client_secret, refresh_token] = secrets;
  const fields = { refresh_token, client_id: clientId, client_secret, grant_type: 'refresh_token' };
  const form = new URLSearchParams(fields).toString();
  return success({ ...session.value, accounts: place('accounts', region), organization, form });
}

/** Signs in, and reads the user whose first address this is: an alias leads to somebody else's password. */
async function find(session: ZohoSession): Promise<Result<ZohoUser, CallTrouble>> {
  const token = await freshToken(session);
  if (!token.ok) return token;
  const { words } = hiding(session, new Secret(token.value));
  const authorization = `Zoho-oauthtoken ${token.value}`;
  const path = `${accountsOf(session)}/${encodeURIComponent(session.local)}@${session.domain}`;
  const answer = await askJson(session, { method: 'GET', path, headers: { authorization }, body: null });
  if (!answer.ok) return answer;
  const user = userAnswerSchema.safeParse(answer.value.body);
  if (answer.value.status !== 200 || user.data?.status.code !== 200) return refusalIn(words, answer.value, 'find');
  const { zuid, emailAddress } = user.data.data;
  const own = emailAddress.some(({ mailId, isPrimary }) => isPrimary && sameAddress(mailId, session.address));
  if (!own) return seenRefusal('provider.no-such-mailbox', words('find user: the address is another user’s'));
  return success({ zuid, authorization, words });
}

async function set(session: ZohoSession, user: ZohoUser, next: string): Promise<Result<null, CallTrouble>> {
  const path = `${accountsOf(session)}/${user.zuid}`;
  const { authorization } = user;
  const body = { password: next, mode: 'resetPassword' };
  const answer = await askJson(session, { method: 'PUT', path, headers: { authorization }, body });
  if (!answer.ok) return answer;
  const said = answerSchema.safeParse(answer.value.body);
  const yes = answer.value.status === 200 && said.data?.status.code === 200;
  return yes ? success(null) : refusalIn(user.words, answer.value, 'set');
}

const accountsOf = ({ organization }: ZohoSession): string => `/api/organization/${organization}/accounts`;

/** Exchanges the refresh token; an error may come with 200, and then it is one all the same. */
async function freshToken(session: ZohoSession): Promise<Result<string, CallTrouble>> {
  const door = { ...session.accounts, authorities: session.door.authorities };
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const call = { method: 'POST', path: '/oauth/v2/token', headers, body: session.form } as const;
  const answer = await callHttp(door, call, session.limits, session.signal);
  if (!answer.ok) return answer;
  const json = jsonOf(door, answer.value);
  if (!json.ok) return json;
  const { status, body } = json.value;
  const token = tokenSchema.safeParse(body);
  if (status === 200 && token.success) return success(token.data.access_token);
  const error = tokenErrorSchema.safeParse(body);
  const technical = session.words(`token: ${status} ${error.data?.error ?? ''}`);
  const known = /^invalid_(client|client_secret|code|token|grant)$/.test(error.data?.error ?? '');
  return known && status < 500 ? seenRefusal('provider.credential-refused', technical) : oddAnswer(technical);
}

/** The words of an error are not documented, its number is: twice the same, or it is not known what was done. */
function refusalIn(
  words: (text: string) => string,
  { status, body }: JsonAnswer,
  act: 'find' | 'set',
): Result<never, CallTrouble> {
  const said = answerSchema.safeParse(body);
  const technical = words(`${act} user: ${status}, ${said.data?.status.code ?? 'no code'}`);
  const code = said.data?.status.code === status ? refusalCode(status, act) : null;
  return code === null ? oddAnswer(technical) : seenRefusal(code, technical);
}

/** zoho.com/mail/help/api/response-codes.html */
function refusalCode(status: number, act: 'find' | 'set'): ProviderFailureCode | null {
  if (status === 401) return 'provider.credential-refused';
  if (status === 403) return 'provider.not-allowed';
  if (status === 404) return 'provider.no-such-mailbox';
  // Invalid input: of a user who was found, only the password is new; before that, it is the organization or the address.
  if (status === 400) return act === 'set' ? 'provider.policy' : 'provider.no-such-mailbox';
  return null;
}
