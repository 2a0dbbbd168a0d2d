import * as z from 'zod';
import { handleSchema } from './ids.ts';

export const ruleCheckSchema = z.strictObject({
  rule: z.enum([
    'min-length',
    'max-length',
    'max-bytes',
    'upper',
    'lower',
    'digit',
    'special',
    'forbidden',
    'not-current',
  ]),
  met: z.boolean(),
  /** The number in the sentence, or the forbidden characters found. */
  detail: z.string(),
});

export const passwordRulesSchema = z.strictObject({
  minLength: z.int(),
  maxLength: z.int(),
  maxBytes: z.int().nullable(),
  upper: z.boolean(),
  lower: z.boolean(),
  digit: z.boolean(),
  special: z.boolean(),
  forbidden: z.string(),
  notCurrent: z.boolean(),
  source: z.enum(['default', 'manifest', 'server']),
});

/** A password that main holds: what may be said of it without saying it. */
export const heldPasswordSchema = z.strictObject({
  handle: handleSchema,
  origin: z.enum(['generated', 'typed', 'kept']),
  checks: z.array(ruleCheckSchema),
  acceptable: z.boolean(),
});
export type HeldPassword = z.infer<typeof heldPasswordSchema>;
