import * as z from 'zod';

const text = (pattern: RegExp) => z.string().trim().max(200).regex(pattern);

/** The form's values. A tenant is a number of 32 hexadecimal digits in groups, or one of its domains. */
export const microsoftSettingsSchema = z.object({
  way: z.enum(['signIn', 'application']),
  tenant: text(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i),
  clientId: text(/^[\w-]+$/),
});

/** What the keychain keeps after a sign-in in the browser. An application's secret is kept as it was typed. */
export const signedInSchema = z.strictObject({ refreshToken: z.string().min(1) });

/** A user of Microsoft Graph, what is asked for. */
export const userSchema = z.object({
  id: z.string().regex(/^[\w-]{1,100}$/),
  userPrincipalName: z.string().max(400),
  mail: z.string().max(400).nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  error: z.never().optional(),
});

/** An error of Microsoft Graph (learn.microsoft.com/graph/errors). */
export const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string().optional() }) });
