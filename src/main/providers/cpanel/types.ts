import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The settings of this provider's form, as typed by a person. */
export const cpanelSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  mode: z.enum(['self', 'admin']),
  signIn: z.enum(['token', 'password']).default('token'),
  adminUser: z.string().trim().max(200).default(''),
});

const resultSchema = z.object({
  status: z.union([z.literal(0), z.literal(1)]),
  errors: z
    .array(z.string())
    .nullish()
    .transform((errors) => errors ?? []),
  data: z.unknown().optional(),
});
export type UapiResult = z.infer<typeof resultSchema>;

/** What a function answers. Its documents show it inside `result`, servers send it bare; both at once is neither. */
export const uapiAnswerSchema = z.union([
  z.object({ result: resultSchema, status: z.never().optional() }).transform(({ result }) => result),
  resultSchema.extend({ result: z.never().optional() }),
]);

/** Of `Email::list_pops`. */
export const mailboxesSchema = z.array(z.object({ email: z.string() }));
