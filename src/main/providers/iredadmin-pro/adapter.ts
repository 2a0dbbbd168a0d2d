import type { Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { Cookies } from '../cookies.ts';
import { createHostedProvider, type HostedSession, hostedSession, oddAnswer, seenRefusal } from '../hosted.ts';
import { type CallTrouble, callHttp, incomplete } from '../http-call.ts';
import { jsonOf, statusFits } from '../json-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { iredAdminManifest } from './manifest.ts';
import { type IredAdminAnswer, iredAdminAnswerSchema, iredAdminSettingsSchema } from './types.ts';

interface IredAdminSession extends HostedSession {
  readonly folder: string;
  readonly adminUser: string;
  readonly adminPassword: string;
  /** Those that signing in gives, for the requests after it. */
  readonly cookies: Cookies;
}

/** iRedAdmin-Pro by its RESTful API. */
export function createIredAdminProvider(limits: Limits = usualLimits): Provider {
  return createHostedProvider<IredAdminSession, null>({
    manifest: iredAdminManifest,
    open: (access, next) => open(access, next, limits),
    find: signInAndFind,
    set: setPassword,
  });
}

function open(access: ProviderAccess, next: Secret | null, limits: Limits): Result<IredAdminSession, CallTrouble> {
  const settings = iredAdminSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { adminUser, path: folder, ...place } = settings.data;
  const adminPassword = access.credential?.reveal() ?? '';
  if (adminPassword === '') return incomplete('adminPassword');
  const session = hostedSession(access, { place, limits, next });
  return session.ok ? success({ ...session.value, folder, adminUser, adminPassword, cookies: new Cookies() }) : session;
}

async function signInAndFind(session: IredAdminSession): Promise<Result<null, CallTrouble>> {
  const { adminUser, adminPassword, words } = session;
  const signedIn = await ask(session, 'POST', 'login', { username: adminUser, password: adminPassword });
  if (!signedIn.ok) return signedIn;
  if (!signedIn.value._success) {
    return refusal(signedIn.value, 'provider.credential-refused', words(`login: ${signedIn.value._msg}`));
  }
  const found = await ask(session, 'GET', userOf(session), null);
  if (!found.ok) return found;
  return found.value._success
    ? success(null)
    : refusal(found.value, 'provider.no-such-mailbox', words(`user: ${found.value._msg}`));
}

async function setPassword(session: IredAdminSession, _: null, next: string): Promise<Result<null, CallTrouble>> {
  const said = await ask(session, 'PUT', userOf(session), { password: next });
  if (!said.ok) return said;
  // Once the mailbox was found, only the password can be at fault.
  return said.value._success
    ? success(null)
    : refusal(said.value, 'provider.policy', session.words(`user: ${said.value._msg}`));
}

/** Said of whoever may not do this, whatever it was about (iredmail/iRedAdmin libs/sqllib, libs/ldaplib, decorators.py). */
const notAllowed = /^(PERMISSION_DENIED|LOGIN_REQUIRED)/;

const refusal = ({ _msg = '' }: IredAdminAnswer, usual: ProviderFailureCode, technical: string) =>
  seenRefusal(notAllowed.test(_msg) ? 'provider.not-allowed' : usual, technical);

const userOf = ({ local, domain }: IredAdminSession): string => `user/${encodeURIComponent(`${local}@${domain}`)}`;

/** Sends one request. What counts is what the answer says; the documents name no status (en_US/iredadmin). */
async function ask(
  { door, limits, signal, folder, cookies, words }: IredAdminSession,
  method: 'GET' | 'POST' | 'PUT',
  what: string,
  fields: Readonly<Record<string, string>> | null,
): Promise<Result<IredAdminAnswer, CallTrouble>> {
  const cookie = cookies.header();
  const headers = {
    accept: 'application/json',
    ...(cookie === '' ? {} : { cookie }),
    ...(fields === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const body = fields === null ? null : new URLSearchParams(fields).toString();
  const answer = await callHttp(door, { method, path: `${folder}api/${what}`, headers, body }, limits, signal);
  if (!answer.ok) return answer;
  cookies.take(answer.value.headers.get('set-cookie') ?? []);
  const json = jsonOf(door, answer.value);
  if (!json.ok) return json;
  const said = iredAdminAnswerSchema.safeParse(json.value.body);
  const fits = said.success && statusFits(answer.value.status, said.data._success);
  return fits ? success(said.data) : oddAnswer(words(`${method}: answer ${answer.value.status}`));
}
