import type { Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { sameAddress } from '../address-parts.ts';
import { basicAuthorization } from '../authorization.ts';
import {
  type AuthorizedSession,
  askJson,
  authorizedSession,
  createHostedProvider,
  oddAnswer,
  seenRefusal,
} from '../hosted.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import { type JsonAnswer, statusFits } from '../json-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { froxlorManifest } from './manifest.ts';
import { addressSchema, froxlorSettingsSchema, refusalSchema } from './types.ts';
import { isStoredUnharmed } from './unharmed.ts';

interface FroxlorSession extends AuthorizedSession {
  readonly folder: string;
}

/** Froxlor 2 by its API (api.php), with the key of an administrator or of the customer whom the mailbox belongs to. */
export function createFroxlorProvider(limits: Limits = usualLimits): Provider {
  return createHostedProvider<FroxlorSession, number>({
    manifest: froxlorManifest,
    open: (access, next) => open(access, next, limits),
    find: findCustomer,
    set: setPassword,
  });
}

function open(access: ProviderAccess, next: Secret | null, limits: Limits): Result<FroxlorSession, CallTrouble> {
  const settings = froxlorSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { apiKey, path: folder, ...place } = settings.data;
  if (next !== null && !isStoredUnharmed(next.reveal())) {
    return seenRefusal('provider.policy', 'Froxlor would store another password: signs or words that it takes out');
  }
  const authorization = basicAuthorization(apiKey, access.credential?.reveal() ?? '');
  const session = authorizedSession(access, authorization, 'apiKey, apiSecret', { place, limits, next });
  return session.ok ? success({ ...session.value, folder }) : session;
}

/** The customer whom the mailbox belongs to: an administrator has to name him (ApiCommand.php `getCustomerData`). */
async function findCustomer(session: FroxlorSession): Promise<Result<number, CallTrouble>> {
  const { words } = session;
  const said = await run(session, 'Emails.get', {});
  if (!said.ok) return said;
  const found = addressIn(session, said.value);
  if (found === null) return refusalIn(session, said.value, 'Emails.get', 'provider.not-allowed');
  if (found.popaccountid) return success(found.customerid);
  return seenRefusal('provider.no-such-mailbox', words('Emails.get: an address without a mailbox'));
}

/** Leaves quota and standing as they are: what is not named keeps its value (EmailAccounts.php `update`). */
async function setPassword(
  session: FroxlorSession,
  customerid: number,
  next: string,
): Promise<Result<null, CallTrouble>> {
  const said = await run(session, 'EmailAccounts.update', { customerid, email_password: next });
  if (!said.ok) return said;
  if (addressIn(session, said.value) !== null) return success(null);
  return refusalIn(session, said.value, 'EmailAccounts.update', 'provider.policy');
}

async function run(
  session: FroxlorSession,
  command: string,
  params: Readonly<Record<string, string | number>>,
): Promise<Result<JsonAnswer, CallTrouble>> {
  const { folder, authorization, address } = session;
  const body = { command, params: { emailaddr: address, ...params } };
  return await askJson(session, { method: 'POST', path: `${folder}api.php`, headers: { authorization }, body });
}

/** Null where it is no answer about this very address. */
function addressIn({ address }: FroxlorSession, { status, body }: JsonAnswer) {
  const said = addressSchema.safeParse(body);
  if (!said.success || status !== 200) return null;
  return sameAddress(said.data.data.email_full, address) ? said.data.data : null;
}

/** By its status, because the words are in the language of the key's owner. All of these come before anything is written. */
const codes: Readonly<Record<number, ProviderFailureCode>> = {
  401: 'provider.credential-refused',
  403: 'provider.credential-refused',
  404: 'provider.no-such-mailbox',
  405: 'provider.not-allowed',
  406: 'provider.not-allowed',
};

/** `wrong`: what 400 means, which is said of values that do not suit. */
function refusalIn(
  { words }: FroxlorSession,
  { status, body }: JsonAnswer,
  command: string,
  wrong: ProviderFailureCode,
): Result<never, CallTrouble> {
  const said = refusalSchema.safeParse(body);
  const code = status === 400 ? wrong : codes[status];
  const technical = words(`${command}: answer ${status} ${said.success ? said.data.message : ''}`);
  if (!said.success || code === undefined || !statusFits(status, false)) return oddAnswer(technical);
  // These two are said in English only, before a command is looked at (Api.php, ApiCommand.php).
  const closed = /^(API is not enabled|Invalid API credentials)/.test(said.data.message);
  return seenRefusal(closed ? 'provider.not-allowed' : code, technical);
}
