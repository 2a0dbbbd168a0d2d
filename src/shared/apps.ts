import * as z from 'zod';
import { failureSchema } from './failures.ts';
import { clientIdSchema } from './ids.ts';
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
  // writing to this app has only been tried on Linux
  'not-tried-here',
  // the account: the same user on a server that is none of this mailbox's
  'other-server',
  // it is not known just now which password is the mailbox's
  'in-doubt',
  // the app
  'not-looked-at',
  'too-many',
  'still-open',
  'needs-unlocking',
  'wrong-unlocking',
  // the keyring of the desktop
  'keyring-locked',
  'keyring-silent',
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
  /** The device of the list that it is a part of; null where there is none. */
  client: clientIdSchema.nullable(),
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

/**
 * Where the update of one app stands. The person is asked in `asking`, has to close the app in `close-first`, and may still
 * undo in `proved` and `unproved`; the others go on by themselves or are over.
 */
export const updateStageSchema = z.enum([
  'planning',
  'asking',
  'close-first',
  'writing',
  'reading-back',
  'proving',
  'proved',
  'unproved',
  'undoing',
  'settling',
  // over
  'done',
  'undone',
  'declined',
  'not-possible',
  'stuck',
]);
export type UpdateStage = z.infer<typeof updateStageSchema>;

/** Which part of a store is written: a line of a file of text, or an entry of what is no text. */
const storePartSchema = z.union([z.strictObject({ line: z.int().positive() }), z.strictObject({ entry: z.string() })]);
export type StorePart = z.infer<typeof storePartSchema>;

/** The update of one app on this computer in a round: all its sign-ins to this mailbox together. No password is in it. */
export const appUpdateViewSchema = z.strictObject({
  client: clientIdSchema,
  app: mailAppIdSchema,
  name: z.string(),
  /** As in the app's manifest: what an app that is running would do. */
  whileOpen: z.enum(['close-first', 'restart-after', 'fine']),
  stage: updateStageSchema,
  /** Why it was undone, is not possible or is stuck; or what keeps it waiting. */
  why: z.union([appTroubleSchema, z.literal('refused')]).nullable(),
  /** What its store holds of each side: what was read last. Null: no sign-in of that kind, or not read yet. */
  holds: z.strictObject({ receiving: holdingSchema.nullable(), sending: holdingSchema.nullable() }),
  /** What would be written, or was. */
  writes: z.array(
    z.strictObject({ protocol: protocolSchema, place: z.string(), part: storePartSchema, backup: z.boolean() }),
  ),
  /** Sign-ins that are left to the person, while others of the same app are written. */
  left: z.array(z.strictObject({ protocol: protocolSchema, why: appTroubleSchema })),
  /** The store has to be opened first (`apps.startUpdate` with `unlock`): the keyring where `why` is `keyring-locked`. */
  locked: z.boolean(),
});
export type AppUpdateView = z.infer<typeof appUpdateViewSchema>;

/** What a person does about an update: says yes or no, has closed the app, tries again, undoes it, or is content. */
export const updateActSchema = z.enum(['agree', 'decline', 'closed', 'try-again', 'undo', 'confirm']);
export type UpdateAct = z.infer<typeof updateActSchema>;

/** What the provider's sign-in log tells in an open round, beside the grades that it has raised. */
export const evidenceViewSchema = z.strictObject({
  /** The log is being watched: the provider tells, and the round is open. */
  watching: z.boolean(),
  askedAt: z.number().nullable(),
  /** Why the last question was not answered. */
  failure: failureSchema.nullable(),
  /** Sign-ins that fit several devices, newest first: they raise no grade. */
  unclear: z
    .array(
      z.strictObject({
        at: z.number(),
        protocol: protocolSchema,
        outcome: z.enum(['signed-in', 'refused']),
        clients: z.array(clientIdSchema),
      }),
    )
    .max(20),
  /** Somebody still tries the old password. */
  knocking: z
    .strictObject({
      /** Those it may be; empty: none of the list. */
      clients: z.array(clientIdSchema),
      lastAt: z.number(),
      tries: z.int(),
      /** How many more refusals lock the mailbox, where the provider tells. */
      triesLeft: z.int().nullable(),
    })
    .nullable(),
});
export type EvidenceView = z.infer<typeof evidenceViewSchema>;
