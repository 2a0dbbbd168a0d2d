import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import { beforehand, type CallTrouble } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, type Trouble, trouble, unknown, usualLimits } from '../outcome.ts';
import { findAccount, setPassword } from './as-admin.ts';
import { changeOwn, signIn } from './as-self.ts';
import { modoboaManifest } from './manifest.ts';
import { type ModoboaSession, sessionFor } from './session.ts';

/** Modoboa 2 by its interface v2, as the mailbox itself or as an administrator. */
export function createModoboaProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: modoboaManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const session = sessionFor(access, null, limits);
  if (!session.ok) return notReady(session.failure);
  const found = session.value.mode === 'self' ? await signIn(session.value) : await findAccount(session.value);
  return found.ok ? { kind: 'ready', rules: null, warnings: [] } : notReady(found.failure);
}

async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  const unfit = faultOf(next.reveal());
  if (unfit !== null) return refused(unfit);
  const session = sessionFor(access, next, limits);
  if (!session.ok) return refused(session.failure);
  const lost = session.value.mode === 'self' ? await asSelf(session.value, next) : await asAdmin(session.value, next);
  if (lost === null) return accepted;
  return lost.sent ? unknown(lost) : refused(lost);
}

/** Null when the server said that the password is set. */
async function asSelf(session: ModoboaSession, next: Secret): Promise<CallTrouble | null> {
  const signedIn = await signIn(session);
  return signedIn.ok ? await changeOwn(session, signedIn.value, next) : beforehand(signedIn.failure);
}

async function asAdmin(session: ModoboaSession, next: Secret): Promise<CallTrouble | null> {
  const found = await findAccount(session);
  return found.ok ? await setPassword(session, found.value, next) : beforehand(found.failure);
}

/** The server cuts blanks off both ends of every text (`trim_whitespace` of Django REST framework's `CharField`). */
function faultOf(next: string): Trouble | null {
  if (next === '') return trouble('provider.too-short', 'an empty password');
  const cut = /^[\s\p{Cc}]|[\s\p{Cc}]$/u.test(next);
  return cut ? trouble('provider.policy', 'a blank at its beginning or end, which Modoboa would cut off') : null;
}
