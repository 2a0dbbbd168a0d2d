import type { Provider } from '../../../core/ports.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { bearerAuthorization } from '../authorization.ts';
import {
  type AuthorizedSession,
  askJson,
  authorizedSession,
  createHostedProvider,
  type HostedSession,
  oddAnswer,
  type Place,
  placeOf,
  sameAddress,
  seenRefusal,
} from '../hosted.ts';
import type { CallTrouble } from '../http-call.ts';
import type { JsonAnswer } from '../json-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { gandiManifest } from './manifest.ts';
import { answerSchema, type GandiAnswer, mailboxesSchema, perPage } from './types.ts';

/** Gandi Mail (api.gandi.net/docs/email), with a personal access token. */
export function createGandiProvider(limits: Limits = usualLimits, place: Place = placeOf('api.gandi.net')): Provider {
  return createHostedProvider<AuthorizedSession, string>({
    manifest: gandiManifest,
    open: (access, next) => {
      const authorization = bearerAuthorization(access.credential?.reveal() ?? '');
      return authorizedSession(access, authorization, 'token', { place, limits, next });
    },
    find,
    set,
  });
}

/** Of a domain's mailboxes so many pages are read at most. */
const mostPages = 50;

/**
 * The mailbox's id: its changes go by that, and only the list tells it. After the last page comes an empty one. All pages
 * together have as much time as one answer.
 */
async function find(session: AuthorizedSession): Promise<Result<string, CallTrouble>> {
  const { authorization, address, limits, words } = session;
  const end = performance.now() + limits.answer;
  for (let page = 1; page <= mostPages; page += 1) {
    const left = Math.ceil(end - performance.now());
    if (left <= 0) return oddAnswer(words(`GET mailboxes: no end of the list within ${limits.answer} ms`));
    const path = `${mailboxesOf(session)}?page=${page}&per_page=${perPage}`;
    const call = { method: 'GET', path, headers: { authorization }, body: null } as const;
    const answer = await askJson({ ...session, limits: { ...limits, answer: left } }, call);
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    const list = mailboxesSchema.safeParse(body);
    if (status !== 200 || !list.success) return refusalIn(session, answer.value, 'find');
    const [mailbox, ...others] = list.data.filter((one) => sameAddress(one.address, address));
    if (others.length > 0) return oddAnswer(words('GET mailboxes: one address twice'));
    if (mailbox !== undefined) return success(mailbox.id);
    if (list.data.length === 0) return seenRefusal('provider.no-such-mailbox', words('GET mailboxes: not among them'));
  }
  return oddAnswer(words('GET mailboxes: a list without end'));
}

/** Answered with 202 and a message: the change is taken in, and carried out afterwards. */
async function set(session: AuthorizedSession, id: string, next: string): Promise<Result<null, CallTrouble>> {
  const path = `${mailboxesOf(session)}/${id}`;
  const { authorization } = session;
  const answer = await askJson(session, {
    ...{ method: 'PATCH', path },
    headers: { authorization },
    body: { password: next },
  });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const said = answerSchema.safeParse(body);
  const takenIn = (status === 200 || status === 202) && said.success && !isError(said.data);
  return takenIn && said.data.message !== undefined ? success(null) : refusalIn(session, answer.value, 'set');
}

const mailboxesOf = ({ domain }: HostedSession): string => `/v5/email/mailboxes/${domain}`;

/** A message goes with a success, too; these go with errors only. */
const isError = ({ object, cause, code, status, errors }: GandiAnswer): boolean =>
  [object, cause, code, status, errors].some((field) => field !== undefined);

/** A no is one by its status and by its body; with one of them alone it is not known what was done. */
function refusalIn(
  { words }: HostedSession,
  { status, body }: JsonAnswer,
  act: 'find' | 'set',
): Result<never, CallTrouble> {
  const said = answerSchema.safeParse(body);
  const reasons = said.data?.errors?.map(({ name = '', description = '' }) => `${name}: ${description}`) ?? [];
  const technical = words([`${act} mailbox: ${status}`, said.data?.message ?? '', ...reasons].join(' ').trim());
  if (!said.success || !isError(said.data)) return oddAnswer(technical);
  if (status === 401) return seenRefusal('provider.credential-refused', technical);
  if (status === 403) return seenRefusal('provider.not-allowed', technical);
  if (status === 404) return seenRefusal('provider.no-such-mailbox', technical);
  // The only field that is sent is the password.
  if (status === 400 && act === 'set') return seenRefusal('provider.policy', technical);
  return oddAnswer(technical);
}
