import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import { type Failure, failure } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { beforehand, type CallTrouble } from '../http-call.ts';
import type { JsonAnswer } from '../json-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { changeCode, mustChangeFirst, signInCode } from './answers.ts';
import { sogoManifest } from './manifest.ts';
import { SogoSession } from './session.ts';
import { changedSchema, connectedSchema, policyErrorSchema } from './types.ts';

/** SOGo: `connect`, then `so/changePassword` (UI/MainUI/SOGoRootPage.m). */
export function createSogoProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: sogoManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const signedIn = await signIn(access, null, limits);
  return signedIn.ok ? { kind: 'ready', rules: null, warnings: signedIn.value.warnings } : notReady(signedIn.failure);
}

/** A second request is only sent where the first one proved the current password, so that a no to it is about the new one. */
async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const signedIn = await signIn(access, next, limits);
  if (!signedIn.ok) return refused(beforehand(signedIn.failure));
  const { session } = signedIn.value;
  const passwords = { oldPassword: session.current, newPassword: next.reveal() };
  const answer = await session.post('so/changePassword', { ...session.who, ...passwords });
  if (!answer.ok) return answer.failure.sent ? unknown(answer.failure) : refused(answer.failure);
  if (isYes(answer.value, session)) return accepted;
  const { status } = answer.value;
  const policyError = policyErrorIn(answer.value);
  if (policyError === null) return unknown(trouble('provider.odd-answer', session.words(`changePassword ${status}`)));
  const technical = session.words(`changePassword ${status} LDAPPasswordPolicyError ${policyError}`);
  return refused(trouble(changeCode(policyError), technical));
}

/** Whoever has changed the password is signed in anew with it; without that, an empty answer could be anybody's. */
function isYes({ status, body }: JsonAnswer, session: SogoSession): boolean {
  const said = status === 204 ? body === null : status === 200 && changedSchema.safeParse(body).success;
  return said && session.isKnown;
}

function policyErrorIn({ status, body }: JsonAnswer): number | null {
  const said = policyErrorSchema.safeParse(body);
  return status === 403 && said.success ? said.data.LDAPPasswordPolicyError : null;
}

interface SignedIn {
  readonly session: SogoSession;
  readonly warnings: readonly Failure[];
}

/** Signs in once. A password that has to be changed first lets nobody in, and is changed without a session. */
async function signIn(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Promise<Result<SignedIn, CallTrouble>> {
  const made = SogoSession.for(access, next, limits);
  if (!made.ok) return made;
  const session = made.value;
  const answer = await session.post('connect', { ...session.who, password: session.current, rememberLogin: 0 });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const policyError = policyErrorIn(answer.value);
  if (policyError !== null) {
    const technical = session.words(`connect ${status} LDAPPasswordPolicyError ${policyError}`);
    if (!mustChangeFirst.includes(policyError)) {
      return failed({ ...trouble(signInCode(policyError), technical), sent: false });
    }
    return success({ session, warnings: [failure('provider.must-change', technical)] });
  }
  // 202 asks for a code, and `totpInvalidKey` is about one.
  if (status === 202) {
    return failed({
      ...trouble('provider.not-allowed', session.words('connect asks for a second factor')),
      sent: false,
    });
  }
  const connected = connectedSchema.safeParse(body);
  if (status !== 200 || !connected.success || !session.isKnown) {
    return failed({ ...trouble('provider.odd-answer', session.words(`connect ${status}`)), sent: true });
  }
  return success({ session, warnings: warningsOf(connected.data, session) });
}

function warningsOf({ expire, grace }: { readonly expire: number; readonly grace: number }, session: SogoSession) {
  if (grace > 0) return [failure('provider.grace-running-out', session.words(`${grace} sign-ins are left`))];
  return expire > 0 ? [failure('provider.must-change', session.words(`the password expires in ${expire} s`))] : [];
}
