import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';
import { folderSchema } from '../folder.ts';

/** The settings of this provider's form, as typed by a person. */
export const froxlorSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  path: folderSchema,
  apiKey: z.string().trim().min(1).max(500),
});

/** A number as its database gives it out: some drivers make words of them. */
const numberSchema = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

/** An address, as `Emails.get` and after it `EmailAccounts.update` tell it; 0 for `popaccountid` is one without a mailbox. */
export const addressSchema = z.object({
  data: z.object({ email_full: z.string(), customerid: numberSchema, popaccountid: numberSchema.nullable() }),
  message: z.never().optional(),
});

/** Why nothing came of a call (lib/Froxlor/Api/Response.php). */
export const refusalSchema = z.strictObject({ message: z.string() });
