import type { ProviderAccess } from '../../../core/ports.ts';
import type { AppPassword, MailboxListing, SignIn, SignInLog } from '../../../shared/at-provider.ts';
import { type Result, success } from '../../../shared/result.ts';
import { type Limits, trouble } from '../outcome.ts';
import { listingOf, untold } from '../told.ts';
import { ask, type PracticeAccess, technical } from './call.ts';
import { appPasswordsAnswerSchema, mailboxesAnswerSchema, refusalCodes, signInsAnswerSchema } from './types.ts';

export async function signIns(
  service: PracticeAccess,
  access: ProviderAccess,
  since: number,
  limits: Limits,
): Promise<Result<SignInLog>> {
  const asked = await ask(service, access, '/sign-ins', { since }, signInsAnswerSchema, limits);
  if (!asked.ok) return untold(asked.failure);
  const answer = asked.value;
  if (!answer.ok) return refusedToTell(service, answer.code);
  const entries = answer.signIns.map(
    ({ at, protocol, ok, address, remotePort, client, secret }): SignIn => ({
      ...{ at, address, client, secret, service: protocol, port: remotePort },
      protocol: protocol === 'api' ? null : protocol,
      outcome: ok ? 'signed-in' : 'refused',
    }),
  );
  return success({
    entries: entries.toReversed(),
    reachesBackTo: Math.max(since, answer.from),
    timesSureFrom: 0,
    keeps: 'every',
    refusals: true,
    serverNow: answer.now,
    lockAfter: answer.lockAfter,
  });
}

export async function appPasswords(
  service: PracticeAccess,
  access: ProviderAccess,
  limits: Limits,
): Promise<Result<readonly AppPassword[]>> {
  const asked = await ask(service, access, '/app-passwords', {}, appPasswordsAnswerSchema, limits);
  if (!asked.ok) return untold(asked.failure);
  if (!asked.value.ok) return refusedToTell(service, asked.value.code);
  return success(
    asked.value.appPasswords.map(({ protocols, ...rest }) => ({
      ...rest,
      active: true,
      protocols: protocols.filter((protocol) => protocol !== 'api'),
    })),
  );
}

export async function listMailboxes(
  service: PracticeAccess,
  access: ProviderAccess,
  limits: Limits,
): Promise<Result<MailboxListing>> {
  if (access.settings['mode'] !== 'admin') return untold(trouble('provider.settings-incomplete', 'mode'));
  const asked = await ask(service, access, '/mailboxes', {}, mailboxesAnswerSchema, limits);
  if (!asked.ok) return untold(asked.failure);
  return asked.value.ok
    ? success(listingOf(asked.value.mailboxes, access.address))
    : refusedToTell(service, asked.value.code);
}

const refusedToTell = (service: PracticeAccess, code: keyof typeof refusalCodes) =>
  untold(trouble(refusalCodes[code], technical(service, code)));
