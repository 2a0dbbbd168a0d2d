import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The settings of this provider's form, as typed by a person. */
export const virtualminSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  adminUser: z.string().trim().min(1).max(200),
});

/** What a program came to (json-lib.pl `convert_remote_format`); `error` is for calls that began none. */
export const programSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    command: z.string(),
    error: z.never().optional(),
    data: z.unknown().optional(),
  }),
  z.object({ status: z.literal('failure'), command: z.string(), error: z.string(), full_error: z.string() }),
  z.object({ status: z.literal('error'), error: z.string() }),
]);
export type ProgramAnswer = z.infer<typeof programSchema>;

/** Of `list-users`. There is more in it, the passwords of some servers among it, which is not read. */
export const usersSchema = z.array(
  z.object({
    values: z.object({
      unix_username: z.tuple([z.string().min(1)]),
      email_address: z.array(z.string()).optional(),
    }),
  }),
);
