import * as z from 'zod';
import { mailFailureCodeSchema } from './failures.ts';
import { portSchema, protocolSchema, securitySchema } from './model.ts';

/** How far a connection had come. A password is only ever sent after `encrypted` and `greeted`. */
export const probeStageSchema = z.enum([
  'resolving',
  'connecting',
  'encrypting',
  'greeting',
  'signing-in',
  'signed-in',
]);
export type ProbeStage = z.infer<typeof probeStageSchema>;

const where = { protocol: protocolSchema, host: z.string().max(253), port: portSchema, security: securitySchema };

/** What one sign-in attempt showed, already classified. `at` is wall-clock milliseconds, `took` milliseconds. */
export const findingSchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    ...where,
    at: z.number(),
    took: z.number(),
    tls: z.string().max(20),
    mechanism: z.string().max(40),
    /** Messages in the inbox, where a check-up read them. */
    messages: z.number().nullable(),
  }),
  z.strictObject({
    ok: z.literal(false),
    ...where,
    at: z.number(),
    took: z.number(),
    code: mailFailureCodeSchema,
    stage: probeStageSchema,
    /** True if a password (or its SASL form) may have reached the server. */
    passwordSent: z.boolean(),
    /** The server's own words: cleaned, at most 300 characters, shown as text only. */
    serverText: z.string().max(300),
  }),
]);
export type Finding = z.infer<typeof findingSchema>;
export type Proved = Extract<Finding, { ok: true }>;
export type NotProved = Extract<Finding, { ok: false }>;

/** Codes that are a definite "no" to this password. All others say nothing about it. */
export const refusalCodes = [
  'mail.wrong-password',
  'mail.account-locked',
  'mail.password-expired',
  'mail.app-password-required',
  'mail.full-address-needed',
] as const;

/** True if the server refused this very password: it counts against the attempt budget. */
export function isRefusal(finding: Finding): finding is NotProved {
  return !finding.ok && (refusalCodes as readonly string[]).includes(finding.code);
}

/** Why we believe a client is updated, strongest first. Shown in words, never as a bare tick. */
export const gradeSchema = z.enum([
  'device-seen',
  'stored',
  'settings-proved',
  'told',
  'old-password',
  'waiting',
  'left-alone',
  'cannot-check',
  'gone',
]);
export type Grade = z.infer<typeof gradeSchema>;

/**
 * What was seen of one side of a device itself. `stored`: its own store was read back, and that very password signed in;
 * `holds-old`: its own store still holds an old one; `signed-in`, `tried-old`: the provider's sign-in log has it.
 */
export const shownSchema = z.enum(['stored', 'holds-old', 'signed-in', 'tried-old']);
export type ShownAs = z.infer<typeof shownSchema>;

/** The newest that was seen of one side of a device itself; `at`: when it was so, by the clock of this computer. */
const shownOneSchema = z.strictObject({ as: shownSchema, at: z.number() });
export type Shown = z.infer<typeof shownOneSchema>;
export const shownSidesSchema = z.strictObject({
  receiving: shownOneSchema.nullable(),
  sending: shownOneSchema.nullable(),
});
export type ShownSides = z.infer<typeof shownSidesSchema>;
export const nothingShown: ShownSides = { receiving: null, sending: null };
