import type { ChangeAnswer, CheckAnswer, PasswordRules, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import { type Failure, failure, type ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { sameAddress } from '../address-parts.ts';
import { beforehand, type CallTrouble } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { type Mailcow, mailcowFor } from './client.ts';
import { mailcowManifest } from './manifest.ts';
import { appPasswords, listMailboxes, signIns } from './told.ts';
import {
  appPasswordsSchema,
  type Message,
  mailboxSchema,
  messagesSchema,
  nothingSchema,
  policySchema,
} from './types.ts';

/** mailcow by its JSON interface, with an administrator's key. */
export function createMailcowProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: mailcowManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
    signIns: async (access, since) => await signIns(access, since, limits),
    appPasswords: async (access) => await appPasswords(access, limits),
    listMailboxes: async (access) => await listMailboxes(access, limits),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const mailcow = mailcowFor(access, null, limits);
  if (!mailcow.ok) return notReady(mailcow.failure);
  const found = await findMailbox(mailcow.value);
  if (!found.ok) return notReady(found.failure);
  const policy = await mailcow.value.ask('GET', 'get/passwordpolicy', null);
  if (!policy.ok) return notReady(policy.failure);
  const listed = await mailcow.value.ask('GET', `get/app-passwd/all/${mailcow.value.inPath}`, null);
  if (!listed.ok) return notReady(listed.failure);
  return { kind: 'ready', rules: rulesOf(policy.value), warnings: warningsOf(mailcow.value, listed.value) };
}

/** The mailbox is looked up first: what an edit says of one whose password is kept elsewhere is a yes. */
async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  const password = next.reveal();
  // To PHP both are empty; mailcow would leave the password alone and say that the mailbox was changed.
  if (password === '' || password === '0') return refused(trouble('provider.too-short', 'an empty password'));
  const mailcow = mailcowFor(access, next, limits);
  if (!mailcow.ok) return refused(mailcow.failure);
  const found = await findMailbox(mailcow.value);
  if (!found.ok) return refused(beforehand(found.failure));
  const body = { items: [found.value], attr: { password, password2: password } };
  const answer = await mailcow.value.ask('POST', 'edit/mailbox', body);
  if (!answer.ok) return answer.failure.sent ? unknown(answer.failure) : refused(answer.failure);
  return judgeEdit(mailcow.value, answer.value);
}

/** The name of the mailbox that has exactly this address and whose password mailcow itself keeps. */
async function findMailbox(mailcow: Mailcow): Promise<Result<string, CallTrouble>> {
  const answer = await mailcow.ask('GET', `get/mailbox/${mailcow.inPath}`, null);
  if (!answer.ok) return answer;
  const refusal = (code: ProviderFailureCode, text: string) =>
    failed({ ...trouble(code, mailcow.words(text)), sent: false });
  if (nothingSchema.safeParse(answer.value).success) return refusal('provider.no-such-mailbox', 'get/mailbox: nothing');
  const mailbox = mailboxSchema.safeParse(answer.value);
  if (!mailbox.success || !sameAddress(mailbox.data.username, mailcow.address)) {
    return failed({ ...trouble('provider.odd-answer', mailcow.words('get/mailbox: not this mailbox')), sent: true });
  }
  const { username, authsource } = mailbox.data;
  return authsource === 'mailcow'
    ? success(username)
    : refusal('provider.not-allowed', `get/mailbox: the password is kept by ${authsource}`);
}

/**
 * What an edit is refused with before the password is set (`edit`, `mailbox` in data/web/inc/functions.mailbox.inc.php and
 * `password_check` in functions.inc.php). All other errors may have come up behind it.
 */
const refusals: Readonly<Record<string, ProviderFailureCode>> = {
  password_complexity: 'provider.policy',
  password_mismatch: 'provider.policy',
  username_invalid: 'provider.no-such-mailbox',
  // An unknown mailbox and one of somebody else look alike; this one was there a moment ago.
  access_denied: 'provider.not-allowed',
  // Every edit looks at the quota again, even if it is not in it.
  mailbox_quota_left_exceeded: 'provider.not-allowed',
  mailbox_quota_exceeded: 'provider.not-allowed',
  unlimited_quota_acl: 'provider.not-allowed',
};

/** Comes with 200 whatever it says. Yes is one message, of success and about this mailbox; no is one that is known. */
function judgeEdit(mailcow: Mailcow, body: unknown): ChangeAnswer {
  const messages = messagesSchema.safeParse(body);
  const [message, ...others] = messages.success ? messages.data : [];
  if (message === undefined || others.length > 0) {
    return unknown(trouble('provider.odd-answer', mailcow.words('edit/mailbox: not one message')));
  }
  if (saysChanged(message, mailcow.address)) return accepted;
  const [word = ''] = message.words;
  const technical = mailcow.words(`edit/mailbox: ${message.type} ${message.words.join(' ')}`);
  const code = message.type === 'danger' && Object.hasOwn(refusals, word) ? refusals[word] : undefined;
  return code === undefined ? unknown(trouble('provider.odd-answer', technical)) : refused(trouble(code, technical));
}

function saysChanged({ type, words }: Message, address: string): boolean {
  const [word, name = '', ...more] = words;
  return type === 'success' && word === 'mailbox_modified' && sameAddress(name, address) && more.length === 0;
}

/** Null for a policy of a form that is not known. `chars` (any letter) is left to the server: no rule here says that. */
function rulesOf(body: unknown): PasswordRules | null {
  const policy = policySchema.safeParse(body);
  if (!policy.success) return null;
  const { length, special_chars: special, lowerupper, numbers } = policy.data;
  const on = (setting: typeof length) => Number(setting) === 1;
  return {
    // Counted in bytes there, in characters here: never too few.
    minLength: Math.max(1, Number(length)),
    maxLength: 1_000,
    maxBytes: null,
    upper: on(lowerupper),
    lower: on(lowerupper),
    digit: on(numbers),
    special: on(special),
    forbidden: '',
    notCurrent: false,
    source: 'server',
  };
}

/** Devices with app passwords go on signing in with them, whatever the mailbox's password is. */
function warningsOf(mailcow: Mailcow, body: unknown): Failure[] {
  const listed = appPasswordsSchema.safeParse(body);
  if (!listed.success || !Array.isArray(listed.data)) return [];
  const usable = listed.data.filter(
    ({ mailbox, active }) => sameAddress(mailbox, mailcow.address) && String(active) === '1',
  );
  const technical = mailcow.words(`get/app-passwd: ${usable.length} in use`);
  return usable.length === 0 ? [] : [failure('provider.app-passwords', technical)];
}
