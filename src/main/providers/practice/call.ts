import type * as z from 'zod';
import type { ProviderAccess } from '../../../core/ports.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import type { Door } from '../dial.ts';
import type { CallTrouble } from '../http-call.ts';
import { callJson, statusFits } from '../json-call.ts';
import { type Limits, technicalText, trouble } from '../outcome.ts';
import { practiceSettingsSchema } from './types.ts';

/** Where the running practice service listens. Its token never leaves this process's memory. */
export interface PracticeAccess extends Door {
  readonly token: string;
}

/** One request in the name of the mailbox's owner or of the administrator. */
export async function ask<S extends z.ZodType<{ readonly ok: boolean }>>(
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

/** Words for the technical line. */
export const technical = ({ host, port }: PracticeAccess, words: string) =>
  technicalText(`${host}:${port} ${words}`, []);
