import * as z from 'zod';

/** Each data centre is a Zoho of its own, under a top-level domain of its own. */
export const topLevels = { us: 'com', eu: 'eu', in: 'in', au: 'com.au', jp: 'jp' } as const;

export const zohoSettingsSchema = z.object({
  region: z.enum(['us', 'eu', 'in', 'au', 'jp']),
  organization: z
    .string()
    .trim()
    .regex(/^\d{1,20}$/),
  clientId: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,200}$/),
});
export type ZohoRegion = z.infer<typeof zohoSettingsSchema>['region'];

/** What a refresh token is exchanged for (RFC 6749 section 5.1). */
export const tokenSchema = z.object({
  access_token: z.string().regex(/^[\w.~+/-]{1,2000}=*$/),
  error: z.never().optional(),
});
/** Or why not (section 5.2), with codes of Zoho's own among them. */
export const tokenErrorSchema = z.object({ error: z.string(), access_token: z.never().optional() });

/** Every answer of the mail interface says its status a second time, in newer documents as a number. */
const statusSchema = z.object({ code: z.union([z.int(), z.string().regex(/^\d{3}$/)]).transform(Number) });
export const answerSchema = z.object({ status: statusSchema });

const yes = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const userSchema = z.object({
  // A number too large for a double would be that of another user: `int` takes none.
  zuid: z.union([z.int().min(1).transform(String), z.string().regex(/^\d{1,20}$/)]),
  emailAddress: z.array(z.object({ mailId: z.string(), isPrimary: yes })),
});
/** One user; older documents show a list with the one user in it. */
export const userAnswerSchema = z.object({
  status: statusSchema,
  data: z.union([userSchema, z.tuple([userSchema]).transform(([user]) => user)]),
});
