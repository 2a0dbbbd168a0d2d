import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The settings of this provider's form, as typed by a person. */
export const directAdminSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  mode: z.enum(['self', 'admin']),
  /** `admin|user` for an administrator who acts as another account. */
  adminUser: z.string().trim().max(200).default(''),
});

/**
 * What JSON says of an order: one of the two, never both. A bare 0 or 1 is the older form's, where it has no meaning
 * without a text.
 */
export const orderSchema = z.union([
  z.object({ success: z.literal('E-Mail Updated'), error: z.never().optional() }),
  z.object({
    error: z.string().regex(/[^\d\s]/),
    result: z.string().default(''),
    success: z.never().optional(),
  }),
]);

/** Whole megabytes or messages, 0 for no limit; some versions write numbers, most write texts. */
const amountSchema = z.union([z.int().min(0), z.string().regex(/^\d{1,12}$/)]).transform(String);

/** What an entry of a list is called, whatever else it says. */
export const namedSchema = z.object({ account: z.string() });

/** One mailbox of a domain's list (levelzerotechnology/directadmin-go email.go), with what a change has to say again. */
export const mailboxSchema = namedSchema.extend({
  usage: z.object({ quota: amountSchema }),
  /**
   * Nothing but a number of messages, or none, where the server keeps no limit for each mailbox. One that cannot be read
   * fails: it could not be said again, and a change would take it away.
   */
  sent: z
    .union([
      z.object({ send_limit: amountSchema }),
      z.union([amountSchema, z.object({ send_limit: z.never().optional() })]).transform(() => null),
    ])
    .nullish()
    .transform((sent) => sent ?? null),
});
export type Mailbox = z.infer<typeof mailboxSchema>;
export const mailboxListSchema = z.object({ emails: z.record(z.string(), z.unknown()) });
