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

/** What has parts of its own is no word: nobody knows how it would read. */
const wordOf = (part: unknown): string => (typeof part === 'object' ? '' : String(part));

/** One of the messages that an edit is answered with, in the order in which they came up. */
export const messagesSchema = z
  .array(
    z
      .object({ type: z.string().max(40), msg: z.union([z.string(), z.array(z.unknown()).min(1)]) })
      .transform(({ type, msg }) => ({ type, words: (typeof msg === 'string' ? [msg] : msg).map(wordOf) })),
  )
  .min(1)
  .max(100);
export type Message = z.infer<typeof messagesSchema>[number];

/** What refuses a whole request: a wrong key, another address than the key is for, a key that may only read. */
export const errorSchema = z.object({ type: z.literal('error'), msg: z.string() });

/** `get/mailbox/all/<domain>`. */
export const mailboxesSchema = z.union([z.array(z.object({ username: z.string() })).max(20_000), nothingSchema]);

// A date and a time without a zone (MariaDB's DATETIME).
const moment = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;
const flagSchema = z.union([z.int(), z.string()]).transform((flag) => String(flag) === '1');

/** `get/app-passwd/all/<address>` in full: the columns of its table (data/web/inc/init_db.inc.php); the hash is not read. */
export const appPasswordDetailsSchema = z.union([
  z
    .array(
      z.object({
        name: z.string().max(4_000),
        mailbox: z.string(),
        active: flagSchema,
        created: z.string().regex(moment),
        imap_access: flagSchema,
        pop3_access: flagSchema,
        smtp_access: flagSchema,
        sieve_access: flagSchema,
        dav_access: flagSchema,
        eas_access: flagSchema,
      }),
    )
    .max(1_000),
  nothingSchema,
]);

/** `get/logs/sasl/<lines>`: the newest lines of the table `sasl_log`, whoever they are about. */
export const saslLogSchema = z.union([
  z
    .array(
      z.object({
        service: z.string(),
        app_password: z.union([z.int(), z.string(), z.null()]),
        username: z.string(),
        real_rip: z.string(),
        datetime: z.string().regex(moment),
      }),
    )
    .max(2_000),
  nothingSchema,
]);

/** `get/status/host` (`get_host_stats` in data/Dockerfiles/dockerapi/modules/DockerApi.py): the server's own wall clock. */
export const hostStatusSchema = z.object({
  system_time: z.string().regex(/^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d$/),
});
