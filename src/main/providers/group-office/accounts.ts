import type { PasswordRules } from '../../../core/ports.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { dnsAddress, sameAddress } from '../address-parts.ts';
import { beforehand, type CallTrouble } from '../http-call.ts';
import { trouble } from '../outcome.ts';
import { callMethods } from './methods.ts';
import type { GroupOfficeSession } from './session.ts';
import type { SignedIn } from './sign-in.ts';
import { mailboxesSchema, modulesSchema, type SetError, setAnswerSchema, settingsOfCoreSchema } from './types.ts';

/** Asks for the mailbox's id by its whole name. Reads only. */
export async function findMailbox(
  session: GroupOfficeSession,
  signedIn: SignedIn,
): Promise<Result<string, CallTrouble>> {
  const { words } = session;
  const address = dnsAddress(session.address)?.address ?? session.address;
  const ids = { resultOf: 'MailBox/query', name: 'MailBox/query', path: '/ids' };
  const answers = await callMethods(session, signedIn, [
    ['MailBox/query', { filter: { username: address } }],
    ['MailBox/get', { '#ids': ids, properties: ['id', 'username'] }],
  ]);
  if (!answers.ok) return failed(beforehand(answers.failure));
  const found = mailboxesSchema.safeParse(answers.value[1]);
  if (!found.success) return failed(refusal('provider.unreachable', words('MailBox/get: a list that is none')));
  // The database compares as it likes, so the name is compared again here.
  const same = found.data.list.filter(({ username }) => sameAddress(username, address));
  const [mailbox, ...others] = same;
  if (mailbox !== undefined && others.length === 0) return success(mailbox.id);
  return failed(refusal('provider.no-such-mailbox', words(`MailBox/query: ${same.length} of this name`)));
}

/** Asks how long a password has to be; null where this user is not told. Lengths are counted in bytes there. */
export async function readRules(
  session: GroupOfficeSession,
  signedIn: SignedIn,
): Promise<Result<PasswordRules | null, CallTrouble>> {
  const answers = await callMethods(session, signedIn, [
    ['Module/get', { properties: ['name', 'package', 'settings'] }],
  ]);
  if (!answers.ok) {
    const untold = answers.failure.code === 'provider.not-allowed';
    return untold ? success(null) : failed(beforehand(answers.failure));
  }
  const modules = modulesSchema.safeParse(answers.value[0]);
  const core = modules.data?.list.find((module) => module.name === 'core' && module.package === 'core');
  const settings = settingsOfCoreSchema.safeParse(core?.settings);
  if (!settings.success) return success(null);
  const { passwordMinLength: minLength, passwordMaxLength } = settings.data;
  // Written where the server has no number of its own (www/go/core/model/Settings.php).
  const longest = passwordMaxLength ?? 255;
  const kinds = { upper: false, lower: false, digit: false, special: false };
  const rest = { forbidden: '', notCurrent: false, source: 'server' } as const;
  return success({ minLength, maxLength: longest, maxBytes: longest, ...kinds, ...rest });
}

/**
 * Sets the password of one user or mailbox: the one request here that changes anything. It is done when the id is among
 * what was updated, whatever stands behind it, and not among what was not.
 */
export async function setPassword(
  session: GroupOfficeSession,
  signedIn: SignedIn,
  of: { readonly method: 'User/set' | 'MailBox/set'; readonly id: string },
  values: { readonly password: string; readonly currentPassword?: string },
): Promise<Result<null, CallTrouble>> {
  const answers = await callMethods(session, signedIn, [[of.method, { update: { [of.id]: values } }]]);
  if (!answers.ok) return answers;
  const said = setAnswerSchema.safeParse(answers.value[0]);
  const updated = Object.hasOwn(said.data?.updated ?? {}, of.id);
  const error = Object.entries(said.data?.notUpdated ?? {}).find(([id]) => id === of.id)?.[1];
  if (updated && error === undefined) return success(null);
  if (updated || error === undefined) {
    const words = session.words(`${of.method}: neither yes nor no`);
    return failed({ ...trouble('provider.odd-answer', words), sent: true });
  }
  return failed(refusal(refusalCode(error), session.words(`${of.method}: ${wordsOf(error)}`)));
}

/** A refusal that was read. */
const refusal = (code: ProviderFailureCode, technical: string): CallTrouble => ({
  ...trouble(code, technical),
  sent: false,
});

function refusalCode({ type, validationErrors }: SetError): ProviderFailureCode {
  if (type === 'notFound') return 'provider.no-such-mailbox';
  const wrong = validationErrors ?? {};
  // One code for wrong and for missing; it was not missing.
  if (Object.hasOwn(wrong, 'currentPassword')) return 'provider.wrong-current';
  if (!Object.hasOwn(wrong, 'password')) return 'provider.not-allowed';
  const text = wrong['password']?.description ?? '';
  if (/^minimum password length/i.test(text)) return 'provider.too-short';
  return /^maximum password length/i.test(text) ? 'provider.too-long' : 'provider.policy';
}

function wordsOf({ type, description, validationErrors }: SetError): string {
  const each = Object.entries(validationErrors ?? {}).map(
    ([name, error]) => `${name} ${error.code ?? ''} ${error.description ?? ''}`,
  );
  return [type, description ?? '', ...each].join(' ');
}
