import * as z from 'zod';

const clientId = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,200}$/);

/** The form's values, each way with what it needs. */
export const googleSettingsSchema = z.discriminatedUnion('way', [
  z.object({ way: z.literal('signIn'), clientId }),
  z.object({
    way: z.literal('serviceAccount'),
    actAs: z
      .string()
      .trim()
      .regex(/^[^\s@]{1,64}@[^\s@]{1,255}$/),
  }),
]);

/** What the keychain keeps after a sign-in in the browser. */
export const signedInSchema = z.strictObject({ clientSecret: z.string().min(1), refreshToken: z.string().min(1) });

/** What the keychain keeps of a service account's key file: its private key is PKCS #8 in base64. */
export const serviceAccountSchema = z.strictObject({
  email: z.string().min(1),
  keyId: z.string().min(1),
  key: z.string().min(1),
});

/** A key file as the Google Cloud console gives it out, what is taken from it. */
export const keyFileSchema = z.object({
  type: z.literal('service_account'),
  private_key_id: z.string().regex(/^[0-9a-f]{8,128}$/),
  private_key: z.string().max(8_192),
  client_email: z.string().regex(/^[\w.-]{1,120}@[\w.-]{1,160}$/),
});

/** A user of the Directory API, what is looked at. */
export const userSchema = z.object({
  id: z.string().regex(/^\d{1,40}$/),
  primaryEmail: z.string().max(400),
  error: z.never().optional(),
});

/** An error of the Directory API. */
export const errorSchema = z.object({
  error: z.object({
    code: z.int(),
    message: z.string().optional(),
    errors: z.array(z.object({ reason: z.string().optional() })).optional(),
  }),
});
