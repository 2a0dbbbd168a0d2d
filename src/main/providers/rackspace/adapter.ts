import { createHash } from 'node:crypto';
import type { Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import {
  createHostedProvider,
  type HostedSession,
  hostedSession,
  oddAnswer,
  type Place,
  placeOf,
  sameAddress,
  seenRefusal,
} from '../hosted.ts';
import { type CallTrouble, callHttp, type HttpAnswer, incomplete } from '../http-call.ts';
import { jsonOf } from '../json-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { rackspaceManifest } from './manifest.ts';
import { mailboxSchema, rackspaceSettingsSchema } from './types.ts';

/**
 * Rackspace Email and Hosted Exchange (api-wiki.apps.rackspace.com). Requests are signed with the time of this computer's
 * clock, `now`: the interface has no call that tells its own.
 */
export function createRackspaceProvider(
  limits: Limits = usualLimits,
  place: Place = placeOf('api.emailsrvr.com'),
  now: () => Date = () => new Date(),
): Provider {
  return createHostedProvider<RackspaceSession, null>({
    manifest: rackspaceManifest,
    open: (access, next) => open(access, next, limits, place, now),
    find,
    set,
  });
}

interface RackspaceSession extends HostedSession {
  /** Of the mailbox. */
  readonly path: string;
  /** The headers that sign in, for a request that is made now. */
  readonly signIn: () => Readonly<Record<string, string>>;
}

function open(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
  place: Place,
  now: () => Date,
): Result<RackspaceSession, CallTrouble> {
  const settings = rackspaceSettingsSchema.safeParse(access.settings);
  const secretKey = access.credential?.reveal() ?? '';
  if (!settings.success || secretKey === '') return incomplete('product, account, userKey, secretKey');
  const session = hostedSession(access, { place, limits, next });
  if (!session.ok) return session;
  const { product, account, userKey } = settings.data;
  const { domain, local } = session.value;
  const folder = product === 'email' ? 'rs' : 'ex';
  return success({
    ...session.value,
    path: `/v1/customers/${account}/domains/${domain}/${folder}/mailboxes/${encodeURIComponent(local)}`,
    signIn: () => signedHeaders(userKey, secretKey, now()),
  });
}

const userAgent = 'Keyround';

/** `key:time:base64(sha1(key + user agent + time + secret))`, the time as fourteen digits of UTC. */
function signedHeaders(userKey: string, secretKey: string, now: Date): Readonly<Record<string, string>> {
  const time = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const signature = createHash('sha1').update(`${userKey}${userAgent}${time}${secretKey}`, 'utf8').digest('base64');
  return { 'user-agent': userAgent, 'x-api-signature': `${userKey}:${time}:${signature}` };
}

async function find(session: RackspaceSession): Promise<Result<null, CallTrouble>> {
  const { door, path, local, limits, signal, words } = session;
  const headers = { ...session.signIn(), accept: 'application/json' };
  const answer = await callHttp(door, { method: 'GET', path, headers, body: null }, limits, signal);
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) return refusalIn(session, answer.value, 'find');
  const json = jsonOf(door, answer.value);
  if (!json.ok) return json;
  const mailbox = mailboxSchema.safeParse(json.value.body);
  const same = mailbox.success && sameAddress(mailbox.data.name ?? local, local);
  return same ? success(null) : oddAnswer(words('GET mailbox: another one, or none'));
}

/** A yes is 200 with nothing at all: neither a body nor the header that goes with errors. */
async function set(session: RackspaceSession, _: null, next: string): Promise<Result<null, CallTrouble>> {
  const { door, path, limits, signal } = session;
  const headers = { ...session.signIn(), 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ password: next }).toString();
  const answer = await callHttp(door, { method: 'PUT', path, headers, body }, limits, signal);
  if (!answer.ok) return answer;
  const { status, text } = answer.value;
  const yes = status === 200 && text === '' && reasonIn(answer.value) === null;
  return yes ? success(null) : refusalIn(session, answer.value, 'set');
}

/** The interface says in a header what was wrong; null where nothing was. */
const reasonIn = ({ headers }: HttpAnswer): string | null => headers.get('x-error-message')?.join(' ') ?? null;

function refusalIn({ words }: RackspaceSession, answer: HttpAnswer, act: 'find' | 'set'): Result<never, CallTrouble> {
  const reason = reasonIn(answer);
  const technical = words(`${act} mailbox: ${answer.status} ${reason ?? ''}`);
  const code = refusalCode(answer.status, reason, act);
  return code === null ? oddAnswer(technical) : seenRefusal(code, technical);
}

/** One status, 403, stands for a key that is none, for a key without the right, and for too many requests. */
function refusalCode(status: number, reason: string | null, act: 'find' | 'set'): ProviderFailureCode | null {
  if (reason === null) return null;
  if (status === 403 && /request limit/i.test(reason)) return 'provider.too-many-requests';
  // A key that found the mailbox is one.
  if (status === 403) return act === 'find' ? 'provider.credential-refused' : 'provider.not-allowed';
  if (status === 404) return 'provider.no-such-mailbox';
  // The only field that is sent is the password.
  return status === 400 && act === 'set' ? 'provider.policy' : null;
}
