import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import type { CodeDesk } from '../code-desk.ts';
import type { CallTrouble } from '../http-call.ts';
import { trouble } from '../outcome.ts';
import type { GroupOfficeSession } from './session.ts';
import { type SignedIn, signIn, signOut } from './sign-in.ts';

/** How long signing out may take where nobody waits for it, in milliseconds. */
const partingTime = 3_000;

/**
 * The session that a one-time code has begun, or a new one. A code is sent at most once, and not at all to a server that
 * has just refused several: it writes each of those into the log by which addresses are kept out.
 */
export async function beginSession(
  session: GroupOfficeSession,
  codes: CodeDesk<SignedIn>,
): Promise<Result<SignedIn, CallTrouble>> {
  const { address, fingerprint, door, folder, limits, words } = session;
  const kept = codes.find(address, fingerprint);
  if (kept !== null) return success(kept);
  const server = `${door.host}:${door.port}`;
  if (session.code !== null && !codes.mayTry(server)) {
    return failed({ ...trouble('provider.too-many-codes', words('auth: not asked')), sent: false });
  }
  const signedIn = await signIn(session);
  if (!signedIn.ok && signedIn.failure.code === 'provider.wrong-code') codes.noteRefused(server);
  if (signedIn.ok && signedIn.value.byCode) {
    // Not the whole of `session`: the code and the password must not stay behind with it.
    const leave = () => signOut({ door, folder, limits, signal: AbortSignal.timeout(partingTime) }, signedIn.value);
    codes.keep(address, fingerprint, signedIn.value, leave);
  }
  return signedIn;
}

/** The server no longer knows the session that a code has begun. Nothing was done. */
export const hasEnded = (result: Result<unknown, CallTrouble>): boolean =>
  !result.ok && result.failure.code === 'provider.sign-in-ended';
