import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The form's values as a person typed them. */
export const postfixAdminSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  /** The folder of the pages on the server, begun and ended by a slash. */
  path: z
    .string()
    .trim()
    .max(200)
    .regex(/^[\w./~-]*$/)
    .refine((path) => !path.split('/').includes('..'))
    .transform((path) => `/${path}/`.replaceAll(/\/{2,}/g, '/')),
  mode: z.enum(['self', 'admin']),
  adminName: z.string().trim().max(320).default(''),
});
export type PostfixAdminSettings = z.infer<typeof postfixAdminSettingsSchema>;
export type Asker = PostfixAdminSettings['mode'];
