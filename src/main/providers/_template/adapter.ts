import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed } from '../../../shared/result.ts';
import { dnsAddress } from '../address-parts.ts';
import type { CallTrouble } from '../http-call.ts';
import { callJson, type JsonAnswer, statusFits } from '../json-call.ts';
import {
  accepted,
  type Limits,
  notReady,
  refused,
  type Trouble,
  technicalText,
  trouble,
  unknown,
  usualLimits,
} from '../outcome.ts';
import { templateManifest } from './manifest.ts';
import { accountSchema, changedSchema, errorSchema, settingsSchema } from './types.ts';

/** A provider with a JSON interface and an administrator's token: copy this folder and say what yours does. */
export function createTemplateProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: templateManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

/** The provider's own words for a refusal, in ours. */
const codes: Readonly<Record<string, ProviderFailureCode>> = {
  'bad-token': 'provider.credential-refused',
  'no-account': 'provider.no-such-mailbox',
  'too-short': 'provider.too-short',
  locked: 'provider.locked',
  'too-soon': 'provider.too-soon',
};

/** Reads only. */
async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const answer = await call(access, '/account', {}, limits);
  if (!answer.ok) return notReady(answer.failure);
  const account = accountSchema.safeParse(answer.value.body);
  if (!account.success || !statusFits(answer.value.status, true)) {
    return notReady(refusalIn(answer.value, access) ?? odd(answer.value));
  }
  const rules = {
    minLength: account.data.shortest,
    maxLength: 1_000,
    maxBytes: null,
    upper: false,
    lower: false,
    digit: false,
    special: false,
    forbidden: '',
    notCurrent: false,
    source: 'server',
  } as const;
  return { kind: 'ready', rules, warnings: [] };
}

/** One request. `refused` only for a refusal that was read, or if nothing has left; everything else is `unknown`. */
async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const answer = await call(access, '/password', { password: next.reveal() }, limits);
  if (!answer.ok) return answer.failure.sent ? unknown(answer.failure) : refused(answer.failure);
  const { status, body } = answer.value;
  if (changedSchema.safeParse(body).success && statusFits(status, true)) return accepted;
  const refusal = refusalIn(answer.value, access, next);
  return refusal === null ? unknown(odd(answer.value)) : refused(refusal);
}

async function call(
  access: ProviderAccess,
  path: string,
  body: object,
  limits: Limits,
): Promise<Result<JsonAnswer, CallTrouble>> {
  const settings = settingsSchema.safeParse(access.settings);
  const mailbox = dnsAddress(access.address);
  if (!settings.success || access.credential === null || mailbox === null) {
    return failed({ ...trouble('provider.settings-incomplete', 'host, port, token or address'), sent: false });
  }
  const door = { ...settings.data, authorities: access.authorities };
  const headers = { authorization: `Bearer ${access.credential.reveal()}` };
  const request = { method: 'POST', path, headers, body: { address: mailbox.address, ...body } } as const;
  return await callJson(door, request, limits, access.signal);
}

function refusalIn({ status, body }: JsonAnswer, access: ProviderAccess, next: Secret | null = null): Trouble | null {
  const said = errorSchema.safeParse(body);
  const code = said.success ? codes[said.data.error] : undefined;
  if (!said.success || code === undefined || !statusFits(status, false)) return null;
  return trouble(code, technicalText(`answer ${status} ${said.data.error}`, [access.credential, next]));
}

const odd = ({ status }: JsonAnswer): Trouble => trouble('provider.odd-answer', `answer ${status}`);
