import type { Provider } from '../../../core/ports.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { basicAuthorization } from '../authorization.ts';
import {
  type AuthorizedSession,
  askJson,
  authorizedSession,
  createHostedProvider,
  oddAnswer,
  type Place,
  placeOf,
  sameAddress,
  seenRefusal,
} from '../hosted.ts';
import type { CallTrouble } from '../http-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { migaduManifest } from './manifest.ts';
import { mailboxesSchema, mailboxSchema, migaduSettingsSchema, refusalSchema } from './types.ts';

/** Migadu (migadu.com/api), with the key of a user of its administration. */
export function createMigaduProvider(limits: Limits = usualLimits, place: Place = placeOf('api.migadu.com')): Provider {
  return createHostedProvider<AuthorizedSession, null>({
    manifest: migaduManifest,
    open: (access, next) => {
      const settings = migaduSettingsSchema.safeParse(access.settings);
      const user = settings.success ? settings.data.adminUser : '';
      const authorization = basicAuthorization(user, access.credential?.reveal() ?? '');
      return authorizedSession(access, authorization, 'adminUser, apiKey', { place, limits, next });
    },
    find: async (session) => await ask(session, null),
    list: listAll,
    set: async (session, _, next) => await ask(session, next),
  });
}

/** All mailboxes of the domain, in one answer (`GetMailboxes` in metio/migadu-client.go client/mailboxes.go). */
async function listAll(session: AuthorizedSession): Promise<Result<readonly string[], CallTrouble>> {
  const { domain, authorization, words } = session;
  const path = `/v1/domains/${domain}/mailboxes`;
  const answer = await askJson(session, { method: 'GET', body: null, path, headers: { authorization } });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const listed = mailboxesSchema.safeParse(body);
  if (status === 200 && listed.success) return success(listed.data.mailboxes.map(({ address }) => address));
  const technical = words(`GET mailboxes: ${status}`);
  if (!refusalSchema.safeParse(body).success) return oddAnswer(technical);
  if (status === 401) return seenRefusal('provider.credential-refused', technical);
  return status === 403 || status === 404 ? seenRefusal('provider.not-allowed', technical) : oddAnswer(technical);
}

/** Reads the mailbox, or sets its password; both are answered with the mailbox. */
async function ask(session: AuthorizedSession, next: string | null): Promise<Result<null, CallTrouble>> {
  const { domain, local, authorization, address, words } = session;
  const request =
    next === null ? ({ method: 'GET', body: null } as const) : ({ method: 'PUT', body: { password: next } } as const);
  const path = `/v1/domains/${domain}/mailboxes/${encodeURIComponent(local)}`;
  const answer = await askJson(session, { ...request, path, headers: { authorization } });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const said = refusalSchema.safeParse(body);
  const technical = words(`${request.method} mailbox: ${status} ${said.data?.error ?? ''}`);
  const mailbox = mailboxSchema.safeParse(body);
  if (status === 200 && mailbox.success && sameAddress(mailbox.data.address, address)) return success(null);
  if (!said.success) return oddAnswer(technical);
  if (status === 401) return seenRefusal('provider.credential-refused', technical);
  if (status === 403) return seenRefusal('provider.not-allowed', technical);
  if (status === 404) return seenRefusal('provider.no-such-mailbox', technical);
  // Every other failure is a 400 (migadu.com/api). Once the mailbox was found, only the password can be at fault.
  if (status === 400) return seenRefusal(next === null ? 'provider.no-such-mailbox' : 'provider.policy', technical);
  return oddAnswer(technical);
}
