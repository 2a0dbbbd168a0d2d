import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';
import { folderSchema } from '../folder.ts';

/** The form's values as a person typed them. */
export const postfixAdminSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  path: folderSchema,
  mode: z.enum(['self', 'admin']),
  adminName: z.string().trim().max(320).default(''),
});
export type PostfixAdminSettings = z.infer<typeof postfixAdminSettingsSchema>;
export type Asker = PostfixAdminSettings['mode'];
