import type { Failure } from '../../shared/failures.ts';
import { failure, type ProviderFailureCode } from '../../shared/failures.ts';
import type { VersionId } from '../../shared/ids.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import type { ProviderManifest } from '../../shared/provider.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { AttemptAsk, Reservation } from '../ports.ts';
import { holdUntil } from './ages.ts';
import type { Context } from './context.ts';
import { usableCurrent } from './machine.ts';

/** What a provider's answer showed of the password it was asked with. Anything but these says nothing about it. */
const refusals: readonly (Failure['code'] | ProviderFailureCode)[] = ['provider.wrong-current', 'provider.locked'];

/** How the ledger notes a sign-in that a provider made with the mailbox's own password. */
export function outcomeAtProvider(ok: boolean, code: Failure['code'] | null): Parameters<Reservation['settle']>[0] {
  if (ok) return 'signed-in';
  return code !== null && refusals.includes(code) ? 'refused' : 'inconclusive';
}

/** True where an administrator's credential is used, so that no sign-in of the user is made. */
export function actsAsAdministrator(
  { capabilities }: ProviderManifest,
  { credential, provider }: Pick<MailboxRecord, 'credential' | 'provider'>,
): boolean {
  // a provider that can do both asks which in its field `mode`; a credential may be left from before
  return capabilities.admin && credential !== null && provider.settings['mode'] !== 'self';
}

/** A right to let the provider sign in as the user; `settle` takes what its answer showed. */
export interface ProviderAttempt {
  settle(answer: { readonly ok: boolean; readonly code: Failure['code'] | null }): Promise<void>;
}

const uncounted: ProviderAttempt = { settle: () => Promise.resolve() };

/**
 * A provider that works in the user's name signs in with the current password, and its refusals lock the mailbox like
 * those of the mail server. So the right to it comes from the same ledger, under the name of the provider's server, and is
 * on the disk before anything is sent: a crash counts it as refused. With an administrator's credential or by hand no
 * sign-in of the user is made.
 */
export async function reserveAtProvider(
  context: Context,
  prompted: AttemptAsk['prompted'],
): Promise<Result<ProviderAttempt>> {
  const { ports, mailbox, desk, state } = context;
  const version = desk.rotation ? usableCurrent(desk.rotation) : null;
  if (context.mode !== 'self' || version === null) return success(uncounted);
  const standing = state.provenAtProvider === version ? 'proven' : 'unproven';
  const right = await ports.ledger.reserve({ server: providerServer(context), mailbox, version, standing, prompted });
  if (!right.granted) {
    const why = failure('mail.budget-spent');
    state.hold = holdUntil(ports.clock, right.freeAt, why);
    return failed(why);
  }
  return success({ settle: (answer) => settle(context, version, right.reservation, answer) });
}

async function settle(
  { state }: Context,
  version: VersionId,
  reservation: Reservation,
  { ok, code }: { readonly ok: boolean; readonly code: Failure['code'] | null },
): Promise<void> {
  if (ok) state.provenAtProvider = version;
  await reservation.settle(outcomeAtProvider(ok, code));
}

/** The host that the provider's settings name; where they name none, the provider itself. */
export function providerServer({ provider, record }: Pick<Context, 'provider' | 'record'>): string {
  const { fields, id } = provider.manifest;
  const { settings } = record.provider;
  const host = fields.find(({ kind }) => kind === 'host');
  const named = host ? settings[host.key] : undefined;
  if (named) return named;
  const address = fields.find(({ kind }) => kind === 'https-url');
  const at = /^https:\/\/([^/:?#]+)/i.exec(address ? (settings[address.key] ?? '') : '')?.[1];
  return at ?? `provider ${id}`;
}
