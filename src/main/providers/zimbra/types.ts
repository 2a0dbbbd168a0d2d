import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The settings of this provider's form, as typed by a person. */
export const zimbraSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  mode: z.enum(['self', 'admin']),
  adminUser: z.string().trim().max(320).default(''),
});
