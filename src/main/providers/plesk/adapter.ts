import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import { beforehand, type CallTrouble } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, type Trouble, trouble, unknown, usualLimits } from '../outcome.ts';
import { fitsXml } from '../xml.ts';
import { pleskManifest } from './manifest.ts';
import { findByRest, setByRest } from './rest-api.ts';
import { type PleskSession, sessionFor } from './session.ts';
import { findByXml, setByXml } from './xml-api.ts';

/** Plesk by its XML interface (all versions) or by REST (17.8 and later), as an administrator. */
export function createPleskProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: pleskManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const session = sessionFor(access, null, limits);
  if (!session.ok) return notReady(session.failure);
  const found = session.value.interface === 'xml' ? await findByXml(session.value) : await findByRest(session.value);
  return found.ok ? { kind: 'ready', rules: null, warnings: [] } : notReady(found.failure);
}

/** The mailbox is looked up first, so that a wrong credential or address is found before the new password has left. */
async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  const session = sessionFor(access, next, limits);
  if (!session.ok) return refused(session.failure);
  const unfit = faultOf(next.reveal(), session.value.interface);
  if (unfit !== null) return refused(unfit);
  const lost =
    session.value.interface === 'xml'
      ? await changeByXml(session.value, next)
      : await changeByRest(session.value, next);
  if (lost === null) return accepted;
  return lost.sent ? unknown(lost) : refused(lost);
}

/** Null when the server said that the password is set. */
async function changeByXml(session: PleskSession, next: Secret): Promise<CallTrouble | null> {
  const found = await findByXml(session);
  if (!found.ok) return beforehand(found.failure);
  const set = await setByXml(session, found.value, next);
  return set.ok ? null : set.failure;
}

async function changeByRest(session: PleskSession, next: Secret): Promise<CallTrouble | null> {
  const found = await findByRest(session);
  if (!found.ok) return beforehand(found.failure);
  const set = await setByRest(session, next);
  return set.ok ? null : set.failure;
}

/** Passwords that would not arrive as what they are. */
function faultOf(next: string, way: PleskSession['interface']): Trouble | null {
  if (next === '') return trouble('provider.too-short', 'an empty password');
  if (!fitsXml(next)) return trouble('provider.policy', 'a character that XML cannot carry');
  // A program on the server would take it for one of its options.
  const option = way === 'rest' && next.startsWith('-');
  return option ? trouble('provider.policy', 'a password that begins with a hyphen, by REST') : null;
}
