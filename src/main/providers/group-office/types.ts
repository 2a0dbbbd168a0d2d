import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';
import { folderSchema } from '../folder.ts';

/** The settings of this provider's form, as typed by a person. */
export const groupOfficeSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  path: folderSchema,
  mode: z.enum(['self', 'admin']),
  /** What the user is called there, where that is not the mailbox's own name. */
  userName: z.string().trim().max(320).default(''),
  signIn: z.enum(['key', 'password']).default('key'),
  adminUser: z.string().trim().max(320).default(''),
});

/** Ids are numbers in some versions and texts in others. */
export const idSchema = z.union([z.int().positive(), z.string().regex(/^[\w-]{1,64}$/)]).transform(String);

/** What signing in comes to (www/api/auth.php): a session, or the wish for a second factor. */
export const sessionSchema = z.object({ accessToken: z.string().min(1).max(1_000), userId: idSchema });
export const secondFactorSchema = z.object({
  loginToken: z.string(),
  authenticators: z.array(z.string().max(100)).min(1).max(20),
});
/** What was wrong with a one-time code. PHP writes an error without a name as a list with one text in it. */
export const wrongCodeSchema = z.object({
  errors: z.object({
    otpauthenticator: z.union([
      z
        .object({ otp_code: z.object({ code: z.int(), description: z.string() }) })
        .transform(({ otp_code }) => otp_code),
      z.array(z.string()).transform(([description]) => ({ code: 0, description: description ?? '' })),
    ]),
  }),
});
export const wrongLoginSchema = z.object({
  errors: z.object({ username: z.object({ description: z.string() }) }),
});

/** A bare list of answers, each with its method, what came of it, and the id of its call (www/go/core/jmap/Response.php). */
export const answersSchema = z.array(z.tuple([z.string(), z.unknown(), z.string()])).max(20);
export const methodErrorSchema = z.object({ message: z.string().default(''), type: z.string().default('') });

/** PHP writes an empty map as a list. */
const mapOf = <S extends z.ZodType>(value: S) =>
  z.union([z.record(z.string(), value), z.array(z.never()).transform((): Record<string, z.output<S>> => ({}))]);
const setErrorSchema = z.object({
  type: z.string().default(''),
  description: z.string().nullish(),
  validationErrors: mapOf(z.object({ code: z.int().nullish(), description: z.string().nullish() })).nullish(),
});
export type SetError = z.infer<typeof setErrorSchema>;
export const setAnswerSchema = z.object({
  updated: mapOf(z.unknown()).nullish(),
  notUpdated: mapOf(setErrorSchema).nullish(),
});

export const mailboxesSchema = z.object({ list: z.array(z.object({ id: idSchema, username: z.string() })) });
export const modulesSchema = z.object({
  list: z.array(z.object({ name: z.string(), package: z.string().nullish(), settings: z.unknown().optional() })),
});
const lengthSchema = z.coerce.number().pipe(z.int().min(1).max(1_000));
export const settingsOfCoreSchema = z.object({
  passwordMinLength: lengthSchema,
  passwordMaxLength: lengthSchema.nullish(),
});
