import * as z from 'zod';
import { protocolSchema } from './model.ts';

/** A mail app on this computer that Keyround knows how to read: the name of its folder in `src/main/apps`. */
export const mailAppIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);
export type MailAppId = z.infer<typeof mailAppIdSchema>;

/**
 * What an app's own store holds for one sign-in. `old`: a password that the mailbox had before; `new`: the one that is
 * right; `another`: one that Keyround does not know; `none`: nothing is kept, the app asks; `locked`: the store has to be
 * opened with a password of its own first; `oauth`: it signs in without a password; `unsupported`: it is not understood.
 */
export const holdingSchema = z.enum(['old', 'new', 'another', 'none', 'locked', 'oauth', 'unsupported']);
export type Holding = z.infer<typeof holdingSchema>;

/** Why an app's store is not read or not written. Each has a sentence in the message catalogue under `apps.why`. */
export const appTroubleSchema = z.enum([
  // the file itself
  'absent',
  'not-a-file',
  'unreadable',
  'too-large',
  'not-yours',
  'read-only',
  'linked-twice',
  'tracked',
  'changed',
  'write-failed',
  'kept-differs',
  // what is in it
  'not-understood',
  'runs-command',
  // a command again, but one that only asks a password store: the password is changed there
  'kept-elsewhere',
  'newer-store',
  'holds-another',
  // one line for several accounts that are not plainly one mailbox
  'shared-entry',
  'cannot-be-written',
  // the account: the same user on a server that is none of this mailbox's
  'other-server',
  // the app
  'still-open',
  'needs-unlocking',
  'wrong-unlocking',
]);
export type AppTrouble = z.infer<typeof appTroubleSchema>;

/** `unknown`: the settings do not say, or say something else. */
export const appSecuritySchema = z.enum(['tls', 'starttls', 'none', 'unknown']);
export type AppSecurity = z.infer<typeof appSecuritySchema>;

/** One sign-in of an app on this computer, and what its store holds. No password is in it. */
export const foundAppSchema = z.strictObject({
  app: mailAppIdSchema,
  name: z.string(),
  /** What the person calls it in the app: a profile, a section, an account. */
  profile: z.string(),
  protocol: protocolSchema,
  host: z.string(),
  port: z.int().nullable(),
  security: appSecuritySchema,
  user: z.string(),
  /** The file that names it. */
  place: z.string(),
  holds: holdingSchema,
  why: appTroubleSchema.nullable(),
});
export type FoundApp = z.infer<typeof foundAppSchema>;

export const foundAppsSchema = z.strictObject({
  /** False where apps on this computer are not looked at: it is not the caller's. */
  looked: z.boolean(),
  accounts: z.array(foundAppSchema),
  /** Files of apps that could not be read or understood. */
  troubles: z.array(z.strictObject({ name: z.string(), place: z.string(), why: appTroubleSchema })),
});
export type FoundApps = z.infer<typeof foundAppsSchema>;
