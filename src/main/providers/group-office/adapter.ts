import type { ChangeAnswer, CheckAnswer, PasswordRules, Provider, ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { type CodeDesk, createCodeDesk } from '../code-desk.ts';
import type { CallTrouble } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { hiding } from '../panel-session.ts';
import { findMailbox, readRules, setPassword } from './accounts.ts';
import { beginSession, hasEnded } from './kept-session.ts';
import { groupOfficeManifest } from './manifest.ts';
import { type GroupOfficeSession, sessionFor } from './session.ts';
import { type SignedIn, signOut } from './sign-in.ts';

/** What outlives a call. */
interface Desk {
  readonly limits: Limits;
  readonly codes: CodeDesk<SignedIn>;
}

/**
 * Group-Office: as a user, whose password it hands on to the mailbox (module serverclient), or the mailbox alone (module
 * maildomains). Where users are looked up in a directory, a change as a user leaves that directory alone; the round finds out.
 */
export function createGroupOfficeProvider(limits: Limits = usualLimits): Provider {
  const codes = createCodeDesk<SignedIn>();
  const desk = { limits, codes };
  return {
    manifest: groupOfficeManifest,
    secondFactor: codes,
    check: async (access) => await check(access, desk),
    changePassword: async (access, next) => await changePassword(access, next, desk),
  };
}

async function check(access: ProviderAccess, desk: Desk): Promise<CheckAnswer> {
  const code = desk.codes.takeCode(access.address);
  const session = sessionFor(access, { next: null, code }, desk.limits);
  if (!session.ok) return notReady(session.failure);
  const wasKept = desk.codes.find(access.address, session.value.fingerprint) !== null;
  const ask = () => signedInTo(session.value, desk, rulesFor);
  const first = await ask();
  // A session of an hour ago: this is the first sign-in of this check.
  const rules = wasKept && hasEnded(first) ? await ask() : first;
  return rules.ok ? { kind: 'ready', rules: rules.value, warnings: [] } : notReady(rules.failure);
}

async function rulesFor(
  session: GroupOfficeSession,
  signedIn: SignedIn,
): Promise<Result<PasswordRules | null, CallTrouble>> {
  const found = await accountOf(session, signedIn);
  return found.ok ? await readRules(session, signedIn) : found;
}

async function changePassword(access: ProviderAccess, next: Secret, desk: Desk): Promise<ChangeAnswer> {
  const code = desk.codes.takeCode(access.address);
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const session = sessionFor(access, { next, code }, desk.limits);
  if (!session.ok) return refused(session.failure);
  const self = session.value.mode === 'self';
  const proof = self ? { currentPassword: access.current?.reveal() ?? '' } : {};
  const set = await signedInTo(session.value, desk, async (inside, signedIn): Promise<Result<null, CallTrouble>> => {
    const found = await accountOf(inside, signedIn);
    if (!found.ok) return found;
    const of = { method: self ? 'User/set' : 'MailBox/set', id: found.value } as const;
    return await setPassword(inside, signedIn, of, { ...proof, password: next.reveal() });
  });
  if (set.ok) {
    // What a code has begun is of no more use; after any other answer the password may have to be sent once more.
    await desk.codes.end(access.address);
    return accepted;
  }
  return set.failure.sent ? unknown(set.failure) : refused(set.failure);
}

/** The user who signed in, or the mailbox of this address. */
async function accountOf(session: GroupOfficeSession, signedIn: SignedIn): Promise<Result<string, CallTrouble>> {
  return session.mode === 'self' ? success(signedIn.user) : await findMailbox(session, signedIn);
}

/** Signs in, acts, and signs out again however that went; only what a one-time code has begun is kept. */
async function signedInTo<T>(
  session: GroupOfficeSession,
  { codes }: Desk,
  act: (inside: GroupOfficeSession, signedIn: SignedIn) => Promise<Result<T, CallTrouble>>,
): Promise<Result<T, CallTrouble>> {
  const signedIn = await beginSession(session, codes);
  if (!signedIn.ok) return signedIn;
  const token = new Secret(signedIn.value.authorization.replace(/^Bearer /, ''));
  const result = await act(hiding(session, token), signedIn.value);
  if (!signedIn.value.byCode) await signOut(session, signedIn.value);
  else if (hasEnded(result)) codes.drop(session.address);
  return result;
}
