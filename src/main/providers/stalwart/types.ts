import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The form's values as a person typed them. */
export const stalwartSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  mode: z.enum(['self', 'admin']),
  adminUser: z.string().trim().max(320).default(''),
});

/** What Stalwart's own objects are called since 0.16 (crates/jmap-proto/src/request/capability.rs). */
export const ownCapability = 'urn:stalwart:jmap';
const idSchema = z.string().regex(/^[\w-]{1,255}$/);

/** RFC 8620 section 2. Since 0.16, whoever signs in has an account for Stalwart's own objects, whatever their rights. */
export const sessionSchema = z.object({
  username: z.string(),
  primaryAccounts: z.record(z.string(), idSchema),
});

/** RFC 7807, as every refusal of a whole request comes. */
export const problemSchema = z.object({ status: z.int(), title: z.string(), detail: z.string().optional() });

const setErrorSchema = z.object({
  type: z.string().max(100),
  description: z.string().nullish(),
  properties: z.array(z.unknown()).nullish(),
});
export type SetError = z.infer<typeof setErrorSchema>;

/** RFC 8620 section 3.4: name, arguments, and which call it answers. */
export const answersSchema = z.object({
  methodResponses: z.array(z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string()])).max(4),
});
/** Section 5.3. A name in `updated` may stand there with null. */
export const setSchema = z.object({
  updated: z.record(z.string(), z.unknown()).nullish(),
  notUpdated: z.record(z.string(), setErrorSchema).nullish(),
});
export const methodErrorSchema = z.object({ type: z.string().max(100), description: z.string().nullish() });
/** Section 5.1, of accounts. What an account signs in with is a list written as an object: its names are numbers. */
export const accountsSchema = z.object({
  list: z.array(
    z.object({
      id: idSchema,
      emailAddress: z.string().optional(),
      credentials: z.record(z.string().regex(/^\d{1,9}$/), z.object({ '@type': z.string() })).optional(),
    }),
  ),
});

/** Until 0.15: a yes, and a no (`ManagementApiError`), often with the status 200 both. */
export const doneSchema = z.strictObject({ data: z.null() });
const textSchema = z.string().nullish();
export const noSchema = z.strictObject({
  error: z.string().max(100),
  ...{ details: textSchema, reason: textSchema, item: textSchema, field: textSchema, value: textSchema },
});
/** What else the mailbox signs in with. */
export const authSchema = z.object({ data: z.object({ otpEnabled: z.boolean(), appPasswords: z.array(z.unknown()) }) });
const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);
export const principalSchema = z.object({ data: z.object({ type: z.string(), name: z.string(), emails: oneOrMore }) });
