import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { beforehand, type CallTrouble } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { findTarget, setByJmap } from './jmap.ts';
import { stalwartManifest } from './manifest.ts';
import { lookByRest, setByRest } from './rest.ts';
import { sessionFor, whatIsSpoken } from './session.ts';

/** Stalwart: since 0.16 by JMAP, until 0.15 by REST; which of them is found out each time. */
export function createStalwartProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: stalwartManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const prepared = await prepare(access, null, limits);
  return prepared.ok ? { kind: 'ready', rules: null, warnings: [] } : notReady(prepared.failure);
}

async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const prepared = await prepare(access, next, limits);
  if (!prepared.ok) return refused(beforehand(prepared.failure));
  const answer = await prepared.value(next);
  if (answer.ok) return accepted;
  return answer.failure.sent ? unknown(answer.failure) : refused(answer.failure);
}

/** Signed in, and in front of the password: what is left is to set it. */
type Prepared = (next: Secret) => Promise<Result<null, CallTrouble>>;

/** Finds out what is spoken and where the password is. Reads only. */
async function prepare(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Promise<Result<Prepared, CallTrouble>> {
  const made = sessionFor(access, next, limits);
  if (!made.ok) return made;
  const session = made.value;
  const spoken = await whatIsSpoken(session);
  if (!spoken.ok) return spoken;
  const account = spoken.value;
  if (account === null) {
    const looked = await lookByRest(session);
    return looked.ok ? success(async (secret) => await setByRest(session, secret)) : looked;
  }
  const target = await findTarget(session, account);
  return target.ok ? success(async (secret) => await setByJmap(session, account, target.value, secret)) : target;
}
