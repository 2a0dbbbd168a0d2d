import type { ChangeAnswer, CheckAnswer, PasswordRules, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import type { CallTrouble } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { findMailbox, readRules, setPassword } from './accounts.ts';
import { groupOfficeManifest } from './manifest.ts';
import { type GroupOfficeSession, sessionFor } from './session.ts';
import { type SignedIn, signIn, signOut } from './sign-in.ts';

/**
 * Group-Office: as a user, whose password it hands on to the mailbox (module serverclient), or the mailbox alone (module
 * maildomains). Where users are looked up in a directory, a change as a user leaves that directory alone; the round finds out.
 */
export function createGroupOfficeProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: groupOfficeManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const session = sessionFor(access, null, limits);
  if (!session.ok) return notReady(session.failure);
  const rules = await signedInTo(
    session.value,
    async (signedIn): Promise<Result<PasswordRules | null, CallTrouble>> => {
      const found = await accountOf(session.value, signedIn);
      return found.ok ? await readRules(session.value, signedIn) : found;
    },
  );
  return rules.ok ? { kind: 'ready', rules: rules.value, warnings: [] } : notReady(rules.failure);
}

async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const session = sessionFor(access, next, limits);
  if (!session.ok) return refused(session.failure);
  const self = session.value.mode === 'self';
  const proof = self ? { currentPassword: access.current?.reveal() ?? '' } : {};
  const set = await signedInTo(session.value, async (signedIn): Promise<Result<null, CallTrouble>> => {
    const found = await accountOf(session.value, signedIn);
    if (!found.ok) return found;
    const of = { method: self ? 'User/set' : 'MailBox/set', id: found.value } as const;
    return await setPassword(session.value, signedIn, of, { ...proof, password: next.reveal() });
  });
  if (set.ok) return accepted;
  return set.failure.sent ? unknown(set.failure) : refused(set.failure);
}

/** The user who signed in, or the mailbox of this address. */
async function accountOf(session: GroupOfficeSession, signedIn: SignedIn): Promise<Result<string, CallTrouble>> {
  return session.mode === 'self' ? success(signedIn.user) : await findMailbox(session, signedIn);
}

/** Signs in, acts, and signs out again however that went. */
async function signedInTo<T>(
  session: GroupOfficeSession,
  act: (signedIn: SignedIn) => Promise<Result<T, CallTrouble>>,
): Promise<Result<T, CallTrouble>> {
  const signedIn = await signIn(session);
  if (!signedIn.ok) return signedIn;
  const result = await act(signedIn.value);
  await signOut(session, signedIn.value);
  return result;
}
