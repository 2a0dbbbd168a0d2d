import * as z from 'zod';
import { mostEntries } from '../../../shared/at-provider.ts';
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

const protocolSchema = z.enum(['imap', 'pop3', 'smtp', 'api']);
export const signInsAnswerSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    now: z.number(),
    /** Older ones are not kept. */
    from: z.number(),
    lockAfter: z.int().min(1).max(1_000).nullable(),
    signIns: z
      .array(
        z.object({
          at: z.number(),
          protocol: protocolSchema,
          ok: z.boolean(),
          address: z.string().max(64),
          remotePort: z.int().min(1).max(65_535),
          client: z.string().max(200).nullable(),
          secret: z.enum(['mailbox-password', 'app-password']),
        }),
      )
      .max(mostEntries),
  }),
  refusalSchema,
]);
export const appPasswordsAnswerSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    appPasswords: z
      .array(
        z.object({
          name: z.string().max(200),
          protocols: z.array(protocolSchema).max(10),
          createdAt: z.number(),
          lastUsedAt: z.number().nullable(),
        }),
      )
      .max(mostEntries),
  }),
  refusalSchema,
]);
export const mailboxesAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), mailboxes: z.array(z.string().max(320)).max(mostEntries) }),
  refusalSchema,
]);
