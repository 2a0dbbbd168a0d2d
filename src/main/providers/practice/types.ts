import * as z from 'zod';
import type { ProviderFailureCode } from '../../../shared/failures.ts';

export const practiceSettingsSchema = z.object({ mode: z.enum(['self', 'admin']) });

/** The practice service's words for a refusal, and ours. */
export const refusalCodes = {
  'credential-refused': 'provider.credential-refused',
  'wrong-current': 'provider.wrong-current',
  'no-such-mailbox': 'provider.no-such-mailbox',
  locked: 'provider.locked',
  'too-short': 'provider.too-short',
  'used-before': 'provider.used-before',
  policy: 'provider.policy',
} as const satisfies Record<string, ProviderFailureCode>;

const refusalSchema = z.object({
  ok: z.literal(false),
  code: z.enum(Object.keys(refusalCodes) as [keyof typeof refusalCodes, ...(keyof typeof refusalCodes)[]]),
});
export const checkAnswerSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    rules: z.object({ minLength: z.int().min(1).max(1_000), maxLength: z.int().min(1).max(1_000) }),
  }),
  refusalSchema,
]);
export const changeAnswerSchema = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), refusalSchema]);
