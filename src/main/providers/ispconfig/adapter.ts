import type { Provider, ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { sameAddress } from '../address-parts.ts';
import { createHostedProvider, type HostedSession, hostedSession, oddAnswer, seenRefusal } from '../hosted.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import { type Limits, usualLimits } from '../outcome.ts';
import { callIspconfig, isOfDatabase, isOfOtherFields, knownFault } from './calls.ts';
import { ispconfigManifest } from './manifest.ts';
import { type MailUser, readMailUser } from './record.ts';
import { ispconfigSettingsSchema, oneRowSchema, sessionIdSchema } from './types.ts';

interface IspconfigSession extends HostedSession {
  readonly remoteUser: string;
  readonly remotePassword: string;
  /** What `login` gave; null before it, and after `logout`. */
  readonly held: { id: string | null };
}

/** ISPConfig by the JSON form of its remote API (interface/web/remote/json.php), as a remote user. Not for its clients. */
export function createIspconfigProvider(limits: Limits = usualLimits): Provider {
  return createHostedProvider<IspconfigSession, MailUser>({
    manifest: ispconfigManifest,
    open: (access, next) => open(access, next, limits),
    find: signInAndFind,
    set: setPassword,
    close: signOut,
  });
}

function open(access: ProviderAccess, next: Secret | null, limits: Limits): Result<IspconfigSession, CallTrouble> {
  const settings = ispconfigSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { remoteUser, ...place } = settings.data;
  const remotePassword = access.credential?.reveal() ?? '';
  if (remotePassword === '') return incomplete('remotePassword');
  // Hashed as Latin-1, with a question mark for what is not in it (auth.inc.php `crypt_password`): mail programs send UTF-8.
  if (next !== null && !/^[\x20-\x7e]*$/.test(next.reveal())) {
    return seenRefusal('provider.policy', 'ISPConfig would store another password: only ASCII comes through unharmed');
  }
  const session = hostedSession(access, { place, limits, next });
  if (!session.ok) return session;
  const held: IspconfigSession['held'] = { id: null };
  // whoever has its number has the session
  const hidden = () => (held.id === null ? [] : [new Secret(held.id)]);
  const words: HostedSession['words'] = (text, more = []) => session.value.words(text, [...more, ...hidden()]);
  return success({ ...session.value, words, remoteUser, remotePassword, held });
}

async function signInAndFind(session: IspconfigSession): Promise<Result<MailUser, CallTrouble>> {
  const { remoteUser: username, remotePassword: password, limits, words, held } = session;
  const signedIn = await callIspconfig(session, 'login', { username, password, client_login: false }, limits);
  if (!signedIn.ok) return signedIn;
  if (signedIn.value.code !== 'ok') {
    const code = knownFault(signedIn.value.message) ?? 'provider.not-allowed';
    return seenRefusal(code, words(`login: ${signedIn.value.message}`));
  }
  const id = sessionIdSchema.safeParse(signedIn.value.response);
  if (!id.success) return oddAnswer(words('login: no session'));
  held.id = id.data;
  return await findUser(session);
}

/** Asks for the one mailbox. A `%` would ask for all that are like it, so what comes is compared here. */
async function findUser(session: IspconfigSession): Promise<Result<MailUser, CallTrouble>> {
  const { limits, words, held, address: email } = session;
  const given = { session_id: held.id, primary_id: { email } };
  const said = await callIspconfig(session, 'mail_user_get', given, limits);
  if (!said.ok) return said;
  if (said.value.code !== 'ok') {
    const code = knownFault(said.value.message) ?? 'provider.not-allowed';
    return seenRefusal(code, words(`mail_user_get: ${said.value.message}`));
  }
  const list: unknown = said.value.response;
  if (!Array.isArray(list)) return oddAnswer(words('mail_user_get: a list that is none'));
  const [record, ...others] = list;
  if (record === undefined) return seenRefusal('provider.no-such-mailbox', words('mail_user_get: nothing found'));
  const user = readMailUser(record);
  if (!user.ok) return seenRefusal('provider.not-allowed', words(`mail_user_get: ${user.failure}`));
  const found = user.value.fields['email'];
  if (others.length === 0 && typeof found === 'string' && sameAddress(found, email)) return user;
  return seenRefusal('provider.no-such-mailbox', words('mail_user_get: other mailboxes than this'));
}

/** Client 0 stands for nobody: any other would become the mailbox's owner (tform_base.inc.php `_getSQL`). */
async function setPassword(
  session: IspconfigSession,
  user: MailUser,
  next: string,
): Promise<Result<null, CallTrouble>> {
  const { limits, words, held } = session;
  const params = { ...user.fields, password: next };
  const given = { session_id: held.id, client_id: 0, primary_id: user.id, params };
  const said = await callIspconfig(session, 'mail_user_update', given, limits);
  if (!said.ok) return said;
  if (said.value.code === 'ok') {
    return oneRowSchema.safeParse(said.value.response).success
      ? success(null)
      : oddAnswer(words('mail_user_update: not one row'));
  }
  const { code, message } = said.value;
  // The one fault that may come after the writing.
  if (isOfDatabase(message)) return oddAnswer(words('mail_user_update: a fault of the database'));
  const fields = code !== 'remote_fault' || isOfOtherFields(message) ? 'provider.not-allowed' : 'provider.policy';
  return seenRefusal(knownFault(message) ?? fields, words(`mail_user_update: ${message}`));
}

/** How long the end of a session is waited for, in milliseconds. Without it, one ends by itself after half an hour. */
const longestFarewell = 5_000;

async function signOut(session: IspconfigSession): Promise<void> {
  const { held, limits } = session;
  if (held.id === null) return;
  const given = { session_id: held.id };
  held.id = null;
  const connect = Math.min(limits.connect, longestFarewell);
  await callIspconfig(session, 'logout', given, { connect, answer: Math.min(limits.answer, longestFarewell) });
}
