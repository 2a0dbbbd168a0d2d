import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { HttpAnswer } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { type Box, boxFor, parsed } from './client.ts';
import { mailinaboxManifest } from './manifest.ts';
import { usersSchema } from './types.ts';

/** Mail-in-a-Box by the interface of its control panel. */
export function createMailinaboxProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: mailinaboxManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const box = boxFor(access, null, limits);
  if (!box.ok) return notReady(box.failure);
  const answer = await box.value.ask('GET', 'mail/users?format=json', null);
  if (!answer.ok) return notReady(answer.failure);
  const { status, text } = answer.value;
  const listed = usersSchema.safeParse(parsed(text));
  if (!listed.success || status !== 200) {
    return notReady(trouble('provider.odd-answer', box.value.words(`mail/users: answer ${status}`)));
  }
  const found = listed.data
    .flatMap(({ users }) => users)
    // Names are compared to the letter there.
    .some(({ email, status: standing }) => email === box.value.address && standing === 'active');
  return found
    ? { kind: 'ready', rules: null, warnings: [] }
    : notReady(trouble('provider.no-such-mailbox', box.value.words('mail/users: not in the list')));
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
