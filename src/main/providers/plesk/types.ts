import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The settings of this provider's form, as typed by a person. */
export const pleskSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  interface: z.enum(['xml', 'rest']),
  signIn: z.enum(['password', 'key']),
  adminUser: z.string().trim().max(200).default(''),
});

/**
 * What the REST interface says of a run of one of Plesk's command line programs: `code` is what the program returned, 0
 * for success and otherwise 1 with the reason on `stderr` (docs.plesk.com/current/cli-linux, "Getting Started").
 */
export const cliAnswerSchema = z.object({ code: z.int(), stdout: z.string(), stderr: z.string() });
export type CliAnswer = z.infer<typeof cliAnswerSchema>;
