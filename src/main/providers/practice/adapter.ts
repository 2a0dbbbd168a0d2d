import type { ChangeAnswer, CheckAnswer, PasswordRules, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown, usualLimits } from '../outcome.ts';
import { ask, type PracticeAccess, technical } from './call.ts';
import { appPasswords, listMailboxes, signIns } from './lists.ts';
import { practiceManifest } from './manifest.ts';
import { changeAnswerSchema, checkAnswerSchema, refusalCodes } from './types.ts';

export type { PracticeAccess } from './call.ts';

/** The provider of the practice space, bound to the service that runs in this process. */
export function createPracticeProvider(service: PracticeAccess, limits: Limits = usualLimits): Provider {
  return {
    manifest: practiceManifest,
    check: async (access) => await check(service, access, limits),
    changePassword: async (access, next) => await changePassword(service, access, next, limits),
    signIns: async (access, since) => await signIns(service, access, since, limits),
    appPasswords: async (access) => await appPasswords(service, access, limits),
    listMailboxes: async (access) => await listMailboxes(service, access, limits),
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
