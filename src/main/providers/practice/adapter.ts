import type * as z from 'zod';
import type { ChangeAnswer, CheckAnswer, PasswordRules, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import type { Door } from '../dial.ts';
import type { CallTrouble } from '../http-call.ts';
import { callJson, statusFits } from '../json-call.ts';
import { accepted, type Limits, notReady, refused, technicalText, trouble, unknown, usualLimits } from '../outcome.ts';
import { practiceManifest } from './manifest.ts';
import { changeAnswerSchema, checkAnswerSchema, practiceSettingsSchema, refusalCodes } from './types.ts';

/** Where the running practice service listens. Its token never leaves this process's memory. */
export interface PracticeAccess extends Door {
  readonly token: string;
}

/** The provider of the practice space, bound to the service that runs in this process. */
export function createPracticeProvider(service: PracticeAccess, limits: Limits = usualLimits): Provider {
  return {
    manifest: practiceManifest,
    check: async (access) => await check(service, access, limits),
    changePassword: async (access, next) => await changePassword(service, access, next, limits),
  };
}

async function check(service: PracticeAccess, access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const asked = await ask(service, access, '/check', {}, checkAnswerSchema, limits);
  if (!asked.ok) return notReady(asked.failure);
  const answer = asked.value;
  if (answer.ok) return { kind: 'ready', rules: rulesOf(answer.rules), warnings: [] };
  return notReady(trouble(refusalCodes[answer.code], technical(service, answer.code)));
}

async function changePassword(
  service: PracticeAccess,
  access: ProviderAccess,
  next: Secret,
  limits: Limits,
): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const asked = await ask(service, access, '/change-password', { next: next.reveal() }, changeAnswerSchema, limits);
  if (!asked.ok) return asked.failure.sent ? unknown(asked.failure) : refused(asked.failure);
  const answer = asked.value;
  return answer.ok ? accepted : refused(trouble(refusalCodes[answer.code], technical(service, answer.code)));
}

/** One request in the name of the mailbox's owner or of the administrator. */
async function ask<S extends z.ZodType<{ readonly ok: boolean }>>(
  service: PracticeAccess,
  access: ProviderAccess,
  path: string,
  more: object,
  answerSchema: S,
  limits: Limits,
): Promise<Result<z.infer<S>, CallTrouble>> {
  const settings = practiceSettingsSchema.safeParse(access.settings);
  const mode = settings.success ? settings.data.mode : null;
  const proof = mode === 'admin' ? access.credential : access.current;
  if (mode === null || proof === null) {
    return failed({ ...trouble('provider.settings-incomplete', mode === null ? 'mode' : 'password'), sent: false });
  }
  const body = {
    address: access.address,
    current: mode === 'self' ? proof.reveal() : null,
    administrator: mode === 'admin' ? proof.reveal() : null,
    ...more,
  };
  const headers = { authorization: `Bearer ${service.token}` };
  const answer = await callJson(service, { method: 'POST', path, headers, body }, limits, access.signal);
  if (!answer.ok) return answer;
  const parsed = answerSchema.safeParse(answer.value.body);
  if (parsed.success && statusFits(answer.value.status, parsed.data.ok)) return success(parsed.data);
  return failed({ ...trouble('provider.odd-answer', technical(service, `answer ${answer.value.status}`)), sent: true });
}

const technical = ({ host, port }: PracticeAccess, words: string) => technicalText(`${host}:${port} ${words}`, []);

const rulesOf = ({ minLength, maxLength }: { minLength: number; maxLength: number }): PasswordRules => ({
  minLength,
  maxLength,
  maxBytes: null,
  upper: false,
  lower: false,
  digit: false,
  special: false,
  forbidden: '',
  notCurrent: true,
  source: 'server',
});
