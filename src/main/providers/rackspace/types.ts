import * as z from 'zod';

export const rackspaceSettingsSchema = z.object({
  product: z.enum(['email', 'exchange']),
  account: z
    .string()
    .trim()
    .regex(/^(me|\d{1,20})$/),
  userKey: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,200}$/),
});

/** A mailbox, what is looked at. Whether Hosted Exchange repeats the name is not documented. */
export const mailboxSchema = z.object({ name: z.string().max(400).optional() });
