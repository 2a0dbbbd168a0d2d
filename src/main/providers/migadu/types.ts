import * as z from 'zod';

export const migaduSettingsSchema = z.object({ adminUser: z.string().trim().min(1).max(320) });

/** Of a mailbox (metio/migadu-client.go model/mailboxes.go), what is looked at. */
export const mailboxSchema = z.object({ address: z.string().min(3).max(400), error: z.never().optional() });

/** The mailboxes of a domain. */
export const mailboxesSchema = z.object({ mailboxes: z.array(mailboxSchema).max(20_000) });

/** What goes with a refusal: an object, whose words are not documented. */
export const refusalSchema = z.object({ address: z.never().optional(), error: z.string().optional() });
