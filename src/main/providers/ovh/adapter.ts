import type { Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import {
  createHostedProvider,
  hostedSession,
  oddAnswer,
  type Place,
  placeOf,
  sameAddress,
  seenRefusal,
  twoSecrets,
} from '../hosted.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import type { JsonAnswer } from '../json-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { ovhManifest } from './manifest.ts';
import { askSigned, type OvhClock, type OvhSession, readClock } from './session.ts';
import { accountSchema, errorSchema, type OvhRegion, ovhSettingsSchema, taskSchema, tasksSchema } from './types.ts';

const places = { eu: placeOf('eu.api.ovh.com'), canada: placeOf('ca.api.ovh.com') } as const;

/**
 * OVHcloud's e-mail (eu.api.ovh.com/console, section /email/domain). It takes a change in and carries it out later, as a
 * task: *accepted* means no more than that, and only a sign-in proves the rest. While a task of the mailbox is under way
 * no second change is sent.
 */
export function createOvhProvider(
  limits: Limits = usualLimits,
  place: (region: OvhRegion) => Place = (region) => places[region],
): Provider {
  return createHostedProvider<OvhSession, OvhClock>({
    manifest: ovhManifest,
    open: (access, next) => open(access, next, limits, place),
    find,
    set,
  });
}

function open(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
  place: (region: OvhRegion) => Place,
): Result<OvhSession, CallTrouble> {
  const settings = ovhSettingsSchema.safeParse(access.settings);
  const secrets = twoSecrets(access.credential);
  if (!settings.success || secrets === null) return incomplete('region, applicationKey, secrets');
  const { region, applicationKey } = settings.data;
  // OVHcloud allows none ("no space at begin and end").
  const blank = next !== null && next.reveal() !== next.reveal().trim();
  if (blank) return seenRefusal('provider.policy', 'a password with a blank at an end');
  const session = hostedSession(access, { place: place(region), limits, next, secrets });
  const [applicationSecret, consumerKey] = secrets;
  return session.ok ? success({ ...session.value, applicationKey, applicationSecret, consumerKey }) : session;
}

/** Whether the mailbox is there, and nothing is being done with it. */
async function find(session: OvhSession): Promise<Result<OvhClock, CallTrouble>> {
  const { local, domain, words } = session;
  const clock = await readClock(session);
  if (!clock.ok) return clock;
  const read = async (path: string) => await askSigned(session, clock.value, { method: 'GET', path, body: null });
  const answer = await read(accountPath(session));
  if (!answer.ok) return answer;
  const account = accountSchema.safeParse(answer.value.body);
  if (answer.value.status !== 200 || !account.success) return refusalIn(session, answer.value, 'find');
  const { accountName, domain: itsDomain } = account.data;
  if (!sameAddress(`${accountName}@${itsDomain}`, `${local}@${domain}`)) return oddAnswer(words('another account'));
  const listed = await read(`/1.0/email/domain/${domain}/task/account?name=${encodeURIComponent(local)}`);
  if (!listed.ok) return listed;
  const tasks = tasksSchema.safeParse(listed.value.body);
  if (listed.value.status !== 200 || !tasks.success) return refusalIn(session, listed.value, 'find');
  const [task] = tasks.data;
  return task === undefined ? clock : seenRefusal('provider.busy', words(`task ${task} of this account is under way`));
}

/** Answered with the task, which has then begun at the most. */
async function set(session: OvhSession, clock: OvhClock, next: string): Promise<Result<null, CallTrouble>> {
  const { local, domain } = session;
  const path = `${accountPath(session)}/changePassword`;
  const answer = await askSigned(session, clock, { method: 'POST', path, body: { password: next } });
  if (!answer.ok) return answer;
  const task = taskSchema.safeParse(answer.value.body);
  const ours = task.success && sameAddress(`${task.data.name}@${task.data.domain}`, `${local}@${domain}`);
  return ours && answer.value.status === 200 ? success(null) : refusalIn(session, answer.value, 'set');
}

const accountPath = ({ domain, local }: OvhSession): string =>
  `/1.0/email/domain/${domain}/account/${encodeURIComponent(local)}`;

/** Codes of the door in front of all services (ovh/python-ovh ovh/client.py `call`): the key, its owner, its end. */
const badKeys = new Set(['INVALID_KEY', 'INVALID_CREDENTIAL', 'NOT_CREDENTIAL', 'INVALID_SIGNATURE']);

function refusalIn(
  { words }: OvhSession,
  { status, body }: JsonAnswer,
  act: 'find' | 'set',
): Result<never, CallTrouble> {
  const said = errorSchema.safeParse(body);
  const { message = '', errorCode = '' } = said.data ?? {};
  const technical = words(`${act} account: ${status} ${errorCode} ${message}`);
  const code = said.success ? refusalCode(status, errorCode, act) : null;
  return code === null ? oddAnswer(technical) : seenRefusal(code, technical);
}

function refusalCode(status: number, errorCode: string, act: 'find' | 'set'): ProviderFailureCode | null {
  if (status < 400 || status > 499) return null;
  if (badKeys.has(errorCode) || status === 401) return 'provider.credential-refused';
  if (errorCode !== '' || status === 403) return 'provider.not-allowed';
  if (status === 404) return 'provider.no-such-mailbox';
  if (status === 409) return 'provider.busy';
  // The only field that is sent is the password.
  return status === 400 && act === 'set' ? 'provider.policy' : null;
}
