import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The settings of this provider's form, as typed by a person. */
export const ispconfigSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  remoteUser: z.string().trim().min(1).max(200),
});

/** Every answer, all with status 200 (json_handler.inc.php `_return_json`). Of a fault only the words are told. */
export const saidSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('ok'), message: z.literal(''), response: z.unknown() }),
  z.object({
    code: z.enum(['remote_fault', 'invalid_method', 'invalid_class', 'invalid_data']),
    message: z.string(),
    response: z.literal(false),
  }),
]);
export type Said = z.infer<typeof saidSchema>;

/** Of `login`. */
export const sessionIdSchema = z.string().regex(/^[\w-]{16,200}$/);

/** Of `mail_user_update`: how many rows it has written. Each hash has a salt of its own, so it is always one. */
export const oneRowSchema = z.literal(1);
