import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import { success } from '../../../shared/result.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { toldMailboxes } from '../told.ts';
import { cpanelManifest } from './manifest.ts';
import { sessionFor } from './session.ts';
import { listAll, lookUp, setPassword } from './uapi.ts';

/** cPanel by UAPI, as the mailbox itself or as the hosting account that it belongs to. */
export function createCpanelProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: cpanelManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
    listMailboxes: async (access) => await toldMailboxes(access, sessionFor(access, null, limits), listAll),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const session = sessionFor(access, null, limits);
  if (!session.ok) return notReady(session.failure);
  const found = await lookUp(session.value);
  return found.ok ? { kind: 'ready', rules: null, warnings: [] } : notReady(found.failure);
}

/** Every request signs in; as the mailbox there is one only, because cPanel locks out who is refused too often. */
async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const session = sessionFor(access, next, limits);
  if (!session.ok) return refused(session.failure);
  const { mode, local } = session.value;
  const found = mode === 'admin' ? await lookUp(session.value) : success(local);
  if (!found.ok) return refused(found.failure);
  const set = await setPassword(session.value, found.value, next.reveal());
  if (set.ok) return accepted;
  return set.failure.sent ? unknown(set.failure) : refused(set.failure);
}
