import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import { accepted, type Limits, notReady, refused, technicalText, trouble, unknown, usualLimits } from '../outcome.ts';
import { postfixAdminManifest } from './manifest.ts';
import { addresses, changeForm, filledIn, formAddress, messagesOf, refusalIn } from './pages.ts';
import { openSession, type Session } from './session.ts';
import type { Shown } from './visit.ts';

/**
 * PostfixAdmin (3.3.13) by its web pages. Its own programming interface is switched off by default, leaves out the
 * password rules and is not in Debian's package.
 */
export function createPostfixAdminProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: postfixAdminManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const session = await openSession(access, limits);
  return session.ok ? { kind: 'ready', rules: null, warnings: [] } : notReady(session.failure);
}

async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const session = await openSession(access, limits);
  if (!session.ok) return refused(session.failure);
  const { visit, address, asker, form } = session.value;
  const fields = filledIn(form, asker, access.current?.reveal() ?? '', next.reveal());
  const answer = await visit.send(formAddress(asker, address), fields);
  if (!answer.ok) return answer.failure.sent ? unknown(answer.failure) : refused(answer.failure);
  const { status, leadsTo, page } = answer.value;
  // A person is led to the first page only after the change (public/users/password.php).
  if (asker === 'self' && leadsTo === addresses.self.after) return accepted;
  const secrets = [next, access.current, access.credential];
  if (asker === 'admin' && leadsTo === addresses.admin.after) return await told(session.value, secrets);
  const again = status === 200 ? changeForm(page, asker, address) : null;
  const refusal = again === null ? null : refusalIn(page, again, asker);
  if (refusal !== null) {
    return refused(trouble(refusal.code, technicalText(`${visit.place} ${refusal.words}`, secrets)));
  }
  return unknown(odd(session.value, answer.value, secrets));
}

/**
 * An administrator is led to the list after the change, and also when the mailbox went away in between
 * (public/edit.php); only what the list then says above it tells which.
 */
async function told(session: Session, secrets: readonly (Secret | null)[]): Promise<ChangeAnswer> {
  const shown = await session.visit.see(addresses.admin.after);
  if (!shown.ok) return unknown({ ...shown.failure, code: 'provider.no-answer' });
  const { news } = messagesOf(shown.value.page);
  // Whatever was written, PostfixAdmin keeps and says it in lower case.
  const wanted = session.address.toLowerCase();
  const updated = shown.value.status === 200 && news.some((text) => text.toLowerCase().split(' ').includes(wanted));
  return updated ? accepted : unknown(odd(session, shown.value, secrets));
}

function odd({ visit }: Session, { status, page }: Shown, secrets: readonly (Secret | null)[]) {
  const { errors } = messagesOf(page);
  return trouble('provider.odd-answer', technicalText(`${visit.place} answer ${status} ${errors.join(' ')}`, secrets));
}
