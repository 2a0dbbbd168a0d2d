import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import type { CallTrouble, HttpAnswer } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { toldMailboxes } from '../told.ts';
import { type Box, boxFor, parsed } from './client.ts';
import { mailinaboxManifest } from './manifest.ts';
import { usersSchema } from './types.ts';

/** Mail-in-a-Box by the interface of its control panel. */
export function createMailinaboxProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: mailinaboxManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
    listMailboxes: async (access) => await toldMailboxes(access, boxFor(access, null, limits), activeUsers),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const box = boxFor(access, null, limits);
  if (!box.ok) return notReady(box.failure);
  const users = await activeUsers(box.value);
  if (!users.ok) return notReady(users.failure);
  // Names are compared to the letter there.
  return users.value.includes(box.value.address)
    ? { kind: 'ready', rules: null, warnings: [] }
    : notReady(trouble('provider.no-such-mailbox', box.value.words('mail/users: not in the list')));
}

/** The addresses of all who are not archived, of every domain. */
async function activeUsers(box: Box): Promise<Result<readonly string[], CallTrouble>> {
  const answer = await box.ask('GET', 'mail/users?format=json', null);
  if (!answer.ok) return answer;
  const { status, text } = answer.value;
  const listed = usersSchema.safeParse(parsed(text));
  if (!listed.success || status !== 200) {
    return failed({ ...trouble('provider.odd-answer', box.words(`mail/users: answer ${status}`)), sent: true });
  }
  const users = listed.data.flatMap((domain) => domain.users);
  return success(users.filter(({ status: standing }) => standing === 'active').map(({ email }) => email));
}

/** One request, which is refused as a whole or done: an unknown mailbox and a wrong credential are said at once. */
async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal().trim() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const box = boxFor(access, next, limits);
  if (!box.ok) return refused(box.failure);
  const form = new URLSearchParams({ email: box.value.address, password: next.reveal() });
  const answer = await box.value.ask('POST', 'mail/users/password', form);
  if (!answer.ok) return answer.failure.sent ? unknown(answer.failure) : refused(answer.failure);
  return judge(box.value, answer.value);
}

/** `set_mail_password` in management/mailconfig.py. */
function judge(box: Box, { status, text }: HttpAnswer): ChangeAnswer {
  if (status === 200 && text === 'OK') return accepted;
  const code = status === 400 ? refusalCode(text, box.address) : null;
  const technical = box.words(`mail/users/password: answer ${status}${code === null ? '' : ` ${text}`}`);
  return code === null ? unknown(trouble('provider.odd-answer', technical)) : refused(trouble(code, technical));
}

function refusalCode(text: string, address: string): ProviderFailureCode | null {
  if (text === 'No password provided.' || text === 'Passwords must be at least eight characters.') {
    return 'provider.too-short';
  }
  return text === `That's not a user (${address}).` ? 'provider.no-such-mailbox' : null;
}
