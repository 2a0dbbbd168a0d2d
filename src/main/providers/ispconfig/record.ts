import * as z from 'zod';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';

/*
 * ISPConfig writes every field of its form for mailboxes, whatever was sent (tform_base.inc.php `_getSQL`). Versions of today
 * take the old value for what is left out, earlier ones the empty one (remoting.inc.php `updateQueryPrepare`). So the whole
 * record goes back as it came, and one that could not is not touched.
 */

/** Names that begin with `_` are orders to the server, not fields: `_ispconfig_pw_crypted` would store the password as it is. */
const fieldsSchema = z.record(z.string().regex(/^[a-z][\w-]*$/), z.union([z.string(), z.int(), z.null()]));
export type MailUserFields = Readonly<z.infer<typeof fieldsSchema>>;

export interface MailUser {
  readonly id: number;
  readonly fields: MailUserFields;
}

/** The fields that its documents name for `mail_user_update`. Without one of them, the record is not whole. */
const documented = [
  ...['server_id', 'email', 'login', 'name', 'uid', 'gid', 'maildir', 'quota', 'cc', 'homedir', 'move_junk'],
  ...['autoresponder', 'autoresponder_start_date', 'autoresponder_end_date', 'autoresponder_text'],
  ...['custom_mailfilter', 'postfix', 'disableimap', 'disablepop3', 'disabledeliver', 'disablesmtp'],
];

/** Fields that are cleaned when they are saved (mail_user.tform.php): tags are cut, and of one-liners the ends of lines. */
const oneLiners = ['name', 'maildir', 'maildir_format', 'homedir', 'autoresponder_subject'];
const cleaned: readonly (readonly [string, RegExp])[] = [
  ...oneLiners.map((name) => [name, /<\S|[\r\n\0]/] as const),
  ['autoresponder_text', /<\S|\0/],
];

/** Reads one record. The failure says what keeps it from going back as it is. */
export function readMailUser(record: unknown): Result<MailUser, string> {
  const fields = fieldsSchema.safeParse(record);
  if (!fields.success) return failed('a record with more than plain fields');
  const { data } = fields;
  const id = Number(data['mailuser_id']);
  if (!Number.isSafeInteger(id) || id < 1) return failed('a record without a number');
  const missing = documented.find((name) => !Object.hasOwn(data, name));
  if (missing !== undefined) return failed(`a record without the field ${missing}`);
  const cut = cleaned.find(([name, unclean]) => unclean.test(String(data[name] ?? '')));
  if (cut !== undefined) return failed(`a record whose field ${cut[0]} would not be saved as it is`);
  return success({ id, fields: data });
}
