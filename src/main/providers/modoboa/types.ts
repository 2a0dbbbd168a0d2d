import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The form's values as a person typed them. */
export const modoboaSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  mode: z.enum(['self', 'admin']),
  clientId: z
    .string()
    .trim()
    .max(200)
    .regex(/^[\x21-\x7e]*$/)
    .default(''),
});

/** An account, of which only these facts matter here; one without a mailbox is an administrator's. */
export const accountSchema = z.object({
  pk: z.int().min(1),
  mailbox: z.object({ full_address: z.string() }).nullish(),
});

/** `GET accounts/?search=`: all whose address begins with what is searched, one page of them. */
export const accountsSchema = z.object({ next: z.string().nullable(), results: z.array(accountSchema).max(1_000) });

/** An account that was changed. */
export const changedSchema = z.object({ pk: z.int() });

/** RFC 6749 sections 5.1 and 5.2. */
export const tokenSchema = z.object({ access_token: z.string().max(4_096), token_type: z.literal('Bearer') });
export const tokenErrorSchema = z.object({ error: z.string().max(100) });

/** Django REST framework's errors: about the whole request, or about its fields. */
export const detailSchema = z.object({ detail: z.string() });
export const fieldErrorsSchema = z.record(z.string(), z.array(z.string()).min(1));
