import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import type { CallTrouble } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { toldMailboxes } from '../told.ts';
import { directAdminManifest } from './manifest.ts';
import { changeFor, changeOwn, findMailbox, listAll, proveCurrent } from './orders.ts';
import { type DirectAdminSession, sessionFor } from './session.ts';

/** DirectAdmin, as the mailbox itself or as the account that its domain belongs to. */
export function createDirectAdminProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: directAdminManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
    listMailboxes: async (access) => await toldMailboxes(access, sessionFor(access, null, limits), listAll),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const session = sessionFor(access, null, limits);
  if (!session.ok) return notReady(session.failure);
  const found = session.value.mode === 'self' ? await proveCurrent(session.value) : await findMailbox(session.value);
  return found.ok ? { kind: 'ready', rules: null, warnings: [] } : notReady(found.failure);
}

async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const session = sessionFor(access, next, limits);
  if (!session.ok) return refused(session.failure);
  const set = await (session.value.mode === 'self' ? asMailbox : asAccount)(session.value, next.reveal());
  if (set.ok) return accepted;
  return set.failure.sent ? unknown(set.failure) : refused(set.failure);
}

/** A refusal of the change does not say which of the two passwords is wrong, so the current one is proven first. */
async function asMailbox(session: DirectAdminSession, next: string): Promise<Result<null, CallTrouble>> {
  const proven = await proveCurrent(session);
  return proven.ok ? await changeOwn(session, next) : proven;
}

async function asAccount(session: DirectAdminSession, next: string): Promise<Result<null, CallTrouble>> {
  const found = await findMailbox(session);
  return found.ok ? await changeFor(session, found.value, next) : found;
}
