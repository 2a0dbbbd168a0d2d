import type { Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { basicAuthorization } from '../authorization.ts';
import {
  createHostedProvider,
  type HostedSession,
  hostedSession,
  oddAnswer,
  sameAddress,
  seenRefusal,
} from '../hosted.ts';
import { type CallTrouble, callHttp, incomplete } from '../http-call.ts';
import { jsonOf } from '../json-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { virtualminManifest } from './manifest.ts';
import { type ProgramAnswer, programSchema, usersSchema, virtualminSettingsSchema } from './types.ts';

interface VirtualminSession extends HostedSession {
  readonly authorization: string;
}

/** Virtualmin by its programs, which are called over the web (remote.cgi). Not for owners of domains. */
export function createVirtualminProvider(limits: Limits = usualLimits): Provider {
  return createHostedProvider<VirtualminSession, string>({
    manifest: virtualminManifest,
    open: (access, next) => open(access, next, limits),
    find: findUser,
    set: setPassword,
  });
}

function open(access: ProviderAccess, next: Secret | null, limits: Limits): Result<VirtualminSession, CallTrouble> {
  const settings = virtualminSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { adminUser, ...place } = settings.data;
  const authorization = basicAuthorization(adminUser, access.credential?.reveal() ?? '');
  if (authorization === null) return incomplete('adminUser, adminPassword');
  const session = hostedSession(access, { place, limits, next });
  return session.ok ? success({ ...session.value, authorization }) : session;
}

/** Asks for the one user, because the list of all may hold their passwords, and compares the address here. */
async function findUser(session: VirtualminSession): Promise<Result<string, CallTrouble>> {
  const { domain, local, words, address } = session;
  const said = await run(session, 'list-users', { domain, user: local, multiline: '' });
  if (!said.ok) return said;
  if (said.value.status !== 'success') return seenRefusal('provider.no-such-mailbox', wordsOf(session, said.value));
  const users = usersSchema.safeParse(said.value.data);
  if (!users.success) return oddAnswer(words('list-users: a list that is none'));
  const isAsked = (email: string): boolean => sameAddress(email, address);
  const user = users.data.find(({ values }) => values.email_address?.some(isAsked) === true);
  if (user !== undefined) return success(user.values.unix_username[0]);
  return seenRefusal('provider.no-such-mailbox', words('list-users: nobody of this address'));
}

/** What `modify-user` says before it has changed anything: how it is used (modify-user.pl `usage`). */
const usage = /modifies a mail, ftp or database user/i;

async function setPassword(session: VirtualminSession, user: string, next: string): Promise<Result<null, CallTrouble>> {
  const said = await run(session, 'modify-user', { domain: session.domain, user, pass: next });
  if (!said.ok) return said;
  if (said.value.status === 'success') return success(null);
  const technical = wordsOf(session, said.value);
  if (said.value.status === 'error') return seenRefusal('provider.not-allowed', technical);
  // Otherwise it may have failed in the middle.
  return usage.test(said.value.full_error) ? seenRefusal('provider.policy', technical) : oddAnswer(technical);
}

const wordsOf = ({ words }: VirtualminSession, said: ProgramAnswer): string => words(`Virtualmin: ${said.error ?? ''}`);

/** Runs one program. Its arguments go into the body, never into the address. */
async function run(
  { door, limits, signal, authorization, words }: VirtualminSession,
  program: string,
  args: Readonly<Record<string, string>>,
): Promise<Result<ProgramAnswer, CallTrouble>> {
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ program, ...args, json: '1' }).toString();
  const call = { method: 'POST', path: '/virtual-server/remote.cgi', headers, body } as const;
  const answer = await callHttp(door, call, limits, signal);
  if (!answer.ok) return answer;
  const { status } = answer.value;
  if (status === 401) return seenRefusal('provider.credential-refused', words(`${program}: answer 401`));
  const json = jsonOf(door, answer.value);
  if (!json.ok) return json;
  const said = programSchema.safeParse(json.value.body);
  const fits = said.success && status === 200 && (said.data.status === 'error' || said.data.command === program);
  return fits ? success(said.data) : oddAnswer(words(`${program}: answer ${status}`));
}
