import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { failure } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { sameAddress } from '../address-parts.ts';
import { beforehand, type CallTrouble } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { fitsXml, part, type XmlElement } from '../xml.ts';
import { zimbraManifest } from './manifest.ts';
import { sessionFor } from './session.ts';
import { answerText, callZimbra, type ZimbraSession, type ZimbraTrouble } from './soap.ts';

/*
 * `dryRun` is left alone on purpose: a server whose SetPassword or ChangePassword does not know it sets the password.
 */

/** Zimbra: ChangePassword as the mailbox itself, SetPassword as an administrator. */
export function createZimbraProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: zimbraManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

/** Signed in, as far as the server lets: everything that a change needs. */
interface SignedIn {
  readonly session: ZimbraSession;
  /** Null where nobody is let in before the password is changed. */
  readonly token: Secret | null;
  /** The account's own id, for administrators. */
  readonly id: string;
  /** The technical line of a server that wants the password changed first. */
  readonly mustChange: string | null;
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const signedIn = await signIn(access, null, limits);
  if (!signedIn.ok) return notReady(signedIn.failure);
  const { mustChange } = signedIn.value;
  const warnings = mustChange === null ? [] : [failure('provider.must-change', mustChange)];
  return { kind: 'ready', rules: null, warnings };
}

async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  if (!fitsXml(next.reveal())) return refused(trouble('provider.policy', 'a character that XML cannot carry'));
  const signedIn = await signIn(access, next, limits);
  if (!signedIn.ok) return refused(beforehand(signedIn.failure));
  const { session, token, id } = signedIn.value;
  const answer =
    session.mode === 'self'
      ? await changeOwn(session, access, next, token)
      : await callZimbra(session, 'SetPassword', [], { token, attributes: { id, newPassword: next.reveal() } });
  if (!answer.ok) return answer.failure.sent ? unknown(answer.failure) : refused(answer.failure);
  // A change by the owner is answered with a new token; nothing else is known to stand for it.
  const complete = session.mode === 'admin' || answerText(answer.value, 'authToken') !== '';
  return complete ? accepted : unknown(trouble('provider.odd-answer', 'ChangePassword: an answer without a token'));
}

const changeOwn = async (session: ZimbraSession, access: ProviderAccess, next: Secret, token: Secret | null) =>
  await callZimbra(
    session,
    'ChangePassword',
    [
      part('account', access.user, { by: 'name' }),
      part('oldPassword', access.current?.reveal() ?? ''),
      part('password', next.reveal()),
    ],
    { token },
  );

/** Signs in once; an administrator also looks the account up by its address. Reads only. */
async function signIn(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Promise<Result<SignedIn, CallTrouble>> {
  const asked = sessionFor(access, next, limits);
  if (!asked.ok) return asked;
  const { session, user, password } = asked.value;
  const answer = await authenticate(session, user, password);
  if (!answer.ok) {
    const { fault, technical } = answer.failure;
    // The password was right, or this would not have been said; it may be changed without a token then.
    const mayChange = session.mode === 'self' && fault === 'account.CHANGE_PASSWORD';
    return mayChange ? success({ session, token: null, id: '', mustChange: technical }) : answer;
  }
  const token = tokenIn(session, answer.value);
  if (!token.ok) return token;
  const id = session.mode === 'self' ? success('') : await accountId(session, token.value);
  return id.ok ? success({ session, token: token.value, id: id.value, mustChange: null }) : id;
}

function tokenIn(session: ZimbraSession, answer: XmlElement): Result<Secret, CallTrouble> {
  if (answerText(answer, 'twoFactorAuthRequired') !== '') {
    const words = session.words('Auth: a second factor is wanted');
    return failed({ ...trouble('provider.not-allowed', words), sent: false });
  }
  const token = answerText(answer, 'authToken');
  if (token !== '') return success(new Secret(token));
  return failed({ ...trouble('provider.odd-answer', session.words('Auth: no token')), sent: true });
}

async function authenticate(
  session: ZimbraSession,
  user: string,
  password: string,
): Promise<Result<XmlElement, ZimbraTrouble>> {
  if (session.mode === 'admin') {
    return await callZimbra(session, 'Auth', [], { token: null, attributes: { name: user, password } });
  }
  const content = [part('account', user, { by: 'name' }), part('password', password)];
  return await callZimbra(session, 'Auth', content, { token: null });
}

/** The id of the account whose name is exactly this address; an alias leads to another account's password. */
async function accountId(session: ZimbraSession, token: Secret): Promise<Result<string, CallTrouble>> {
  const { address } = session;
  const answer = await callZimbra(session, 'GetAccount', [part('account', address, { by: 'name' })], {
    token,
    attributes: { attrs: 'zimbraId' },
  });
  if (!answer.ok) return answer;
  const [account, ...others] = answer.value.children.filter(({ name }) => name === 'account');
  const id = account?.attributes.get('id') ?? '';
  if (account === undefined || others.length > 0 || !/^[\w-]{1,100}$/.test(id)) {
    return failed({ ...trouble('provider.odd-answer', session.words('GetAccount: no account')), sent: true });
  }
  const same = sameAddress(account.attributes.get('name') ?? '', address);
  const other = trouble('provider.no-such-mailbox', session.words('GetAccount: the address is another account’s'));
  return same ? success(id) : failed({ ...other, sent: false });
}
