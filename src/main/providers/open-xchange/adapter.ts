import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import { beforehand } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { changeCodes } from './answers.ts';
import { openXchangeManifest } from './manifest.ts';
import { signIn } from './session.ts';
import { changedSchema } from './types.ts';

/** Open-Xchange by its HTTP API: `login`, `passwordchange`, and out again. */
export function createOpenXchangeProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: openXchangeManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const session = await signIn(access, null, limits);
  if (!session.ok) return notReady(session.failure);
  await session.value.end();
  return { kind: 'ready', rules: null, warnings: [] };
}

async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const signedIn = await signIn(access, next, limits);
  if (!signedIn.ok) return refused(beforehand(signedIn.failure));
  const session = signedIn.value;
  const passwords = { old_password: access.current?.reveal() ?? '', new_password: next.reveal() };
  const answer = await session.put('passwordchange?action=update', passwords);
  await session.end();
  if (!answer.ok) return answer.failure.sent ? unknown(answer.failure) : refused(answer.failure);
  const { status, body } = answer.value;
  if (status === 200 && changedSchema.safeParse(body).success) return accepted;
  const refusal = session.refusal(answer.value, changeCodes);
  return refusal === null ? unknown(session.odd('passwordchange', answer.value)) : refused(refusal);
}
