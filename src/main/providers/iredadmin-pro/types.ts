import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';
import { folderSchema } from '../folder.ts';

/** The settings of this provider's form, as typed by a person. */
export const iredAdminSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  path: folderSchema,
  adminUser: z.string().trim().min(1).max(320),
});

/** Every answer says whether it is a success, and if not, why. */
export const iredAdminAnswerSchema = z.discriminatedUnion('_success', [
  z.object({ _success: z.literal(true), _msg: z.never().optional() }),
  z.object({ _success: z.literal(false), _msg: z.string().default('') }),
]);
export type IredAdminAnswer = z.infer<typeof iredAdminAnswerSchema>;
