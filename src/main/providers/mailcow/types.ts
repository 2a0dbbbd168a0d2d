import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The form's values as a person typed them. */
export const mailcowSettingsSchema = z.object({ host: hostSchema, port: z.coerce.number().pipe(portSchema) });

/** What is said instead of a list or an entry that is empty (`process_get_return` in data/web/json_api.php). */
export const nothingSchema = z.strictObject({});

/** `get/mailbox/<address>` (`mailbox_details` in data/web/inc/functions.mailbox.inc.php). */
export const mailboxSchema = z.object({
  username: z.string(),
  /** Who keeps the password; missing where mailcow is too old to know any other than itself. */
  authsource: z.string().default('mailcow'),
});

// Redis keeps texts, and PHP says false for what is not there (`password_complexity` in data/web/inc/functions.inc.php).
const settingSchema = z.union([z.string().regex(/^\d{1,4}$/), z.literal(false), z.int().min(0).max(9_999)]);

/** `get/passwordpolicy`; all but the length are 0 or 1. */
export const policySchema = z.object({
  length: settingSchema,
  chars: settingSchema,
  special_chars: settingSchema,
  lowerupper: settingSchema,
  numbers: settingSchema,
});

/** `get/app-passwd/all/<address>`. */
export const appPasswordsSchema = z.union([
  z.array(z.object({ mailbox: z.string(), active: z.union([z.int(), z.string()]) })).max(1_000),
  nothingSchema,
]);

/** One of the messages that an edit is answered with, in the order in which they came up. */
export const messagesSchema = z
  .array(
    z
      .object({ type: z.string().max(40), msg: z.union([z.string(), z.array(z.unknown()).min(1)]) })
      .transform(({ type, msg }) => ({ type, words: (typeof msg === 'string' ? [msg] : msg).map(String) })),
  )
  .min(1)
  .max(100);
export type Message = z.infer<typeof messagesSchema>[number];

/** What refuses a whole request: a wrong key, another address than the key is for, a key that may only read. */
export const errorSchema = z.object({ type: z.literal('error'), msg: z.string() });
