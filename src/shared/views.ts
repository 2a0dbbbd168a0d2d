import * as z from 'zod';
import { failureSchema } from './failures.ts';
import { findingSchema, gradeSchema, probeStageSchema, shownSidesSchema } from './findings.ts';
import { passwordRulesSchema } from './held-password.ts';
import { checkupIdSchema, mailboxIdSchema, rotationIdSchema, versionIdSchema } from './ids.ts';
import { doubtSchema, rotationModeSchema } from './journal.ts';
import { authoritySchema, clientKindSchema, clientRecordSchema, mailboxDraftSchema } from './model.ts';
import { providerManifestSchema } from './provider.ts';

/** What the face shows. Every view is whole: a reload loses nothing, and no view holds a password. */

export const lampSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.enum(['unused', 'unchecked', 'cannot-check', 'left-alone']) }),
  z.strictObject({ state: z.literal('checking'), stage: probeStageSchema }),
  z.strictObject({ state: z.literal('known'), finding: findingSchema }),
]);
export type Lamp = z.infer<typeof lampSchema>;

export const clientViewSchema = z.strictObject({
  client: clientRecordSchema,
  receiving: lampSchema,
  sending: lampSchema,
  grade: gradeSchema,
  /** When the grade was earned, wall-clock milliseconds. */
  gradedAt: z.number().nullable(),
  /** The newest that was seen of each side of the device itself, and when. */
  shown: shownSidesSchema,
});
export type ClientView = z.infer<typeof clientViewSchema>;

export const mailboxListItemSchema = z.strictObject({
  id: mailboxIdSchema,
  address: z.string(),
  clients: z.int(),
  state: z.enum(['never-checked', 'signs-in', 'attention', 'in-doubt', 'unfinished']),
});
export type MailboxListItem = z.infer<typeof mailboxListItemSchema>;

export const historyItemSchema = z.strictObject({
  rotation: rotationIdSchema,
  at: z.number(),
  outcome: z.enum(['finished', 'reverted', 'needs-help', 'unfinished']),
  confirmed: z.int(),
  told: z.int(),
  clients: z.int(),
});

/** What one deliberate sign-in with a password that should no longer work has shown. */
export const oldCheckSchema = z.strictObject({
  verdict: z.enum(['dead', 'still-works', 'could-not-tell']),
  /** Why it could not be told, or the refusal that proves it dead. */
  failure: failureSchema.nullable(),
  at: z.number(),
  /** `still-works` soon after the change: until then servers may only be remembering it. Null where that is no excuse. */
  rememberedUntil: z.number().nullable(),
  /** Nothing was sent, because the attempt budget is spent: it may be asked again from then on. */
  tryAgainAt: z.number().nullable(),
});
export type OldCheck = z.infer<typeof oldCheckSchema>;

export const keptVersionSchema = z.strictObject({
  version: versionIdSchema,
  /** `unknown`: the notes that said what it is are gone. */
  label: z.enum(['current', 'pending', 'previous', 'abandoned', 'unknown']),
  since: z.number(),
  forgetAt: z.number().nullable(),
  /** The last answer to "is the old one dead?". */
  check: oldCheckSchema.nullable(),
});
export type KeptVersion = z.infer<typeof keptVersionSchema>;

/** A kept password that was removed from the keychain, for the history. */
export const forgottenVersionSchema = z.strictObject({
  label: z.enum(['previous', 'abandoned', 'unknown']),
  at: z.number(),
});

/**
 * It is not known which kept password is the mailbox's. Nothing is changed, checked or forgotten until one has signed in
 * (`mailboxes.findPassword`) or the person has typed it (`mailboxes.setPassword`).
 */
export const recoveryViewSchema = z.strictObject({
  why: doubtSchema,
  since: z.number().nullable(),
  /** The notes can be set aside first (`mailboxes.setJournalAside`). `unreadable` needs it before anything else. */
  maySetAside: z.boolean(),
  /** Kept passwords that may be the mailbox's, and how many of them may still be tried now. */
  kept: z.int(),
  left: z.int(),
  /** Refused so far. */
  refused: z.int(),
  /** Every one was refused: the next try makes sense from then on. */
  tryAgainAt: z.number().nullable(),
});
export type RecoveryView = z.infer<typeof recoveryViewSchema>;

/** One kept password on the emergency sheet. */
export const sheetVersionSchema = z.strictObject({
  version: versionIdSchema,
  /** `credential`: the provider's own; `app-password`: one device's own; `unknown`: nothing says what it is. */
  label: z.enum(['current', 'pending', 'previous', 'abandoned', 'credential', 'app-password', 'unknown']),
  since: z.number().nullable(),
  forgetAt: z.number().nullable(),
  /** The device that an app password belongs to. */
  device: z.string().nullable(),
});
export type SheetVersion = z.infer<typeof sheetVersionSchema>;

/** Every password that the keychain keeps, whatever else is stuck. No password is in it: rows are revealed one by one. */
export const sheetViewSchema = z.strictObject({
  readAt: z.number(),
  mailboxes: z.array(
    z.strictObject({
      mailbox: mailboxIdSchema,
      /** Null where the mailbox's record could not be read in time. */
      address: z.string().nullable(),
      /** Why labels are missing: what kept the journal from being read. Null if it was read. */
      journal: failureSchema.nullable(),
      record: failureSchema.nullable(),
      versions: z.array(sheetVersionSchema),
    }),
  ),
  /** Mailboxes whose notes lie here although the keychain knows nothing of them: it was emptied, or is another one. */
  lost: z.int(),
});
export type SheetView = z.infer<typeof sheetViewSchema>;

export const mailboxViewSchema = z.strictObject({
  id: mailboxIdSchema,
  settings: mailboxDraftSchema,
  provider: providerManifestSchema,
  hasCredential: z.boolean(),
  clients: z.array(clientViewSchema),
  authorities: z.array(authoritySchema.omit({ pem: true })),
  passwordKnown: z.boolean(),
  changedAt: z.number().nullable(),
  checkedAt: z.number().nullable(),
  rotation: rotationIdSchema.nullable(),
  history: z.array(historyItemSchema),
  kept: z.array(keptVersionSchema),
  /** What was kept and is no longer, newest first. */
  forgotten: z.array(forgottenVersionSchema),
  recovery: recoveryViewSchema.nullable(),
  /**
   * Sign-ins that the mailbox's server has refused within seven days, and at how many nothing more is tried unasked. Null
   * where they cannot be counted now.
   */
  refusals: z.strictObject({ thisWeek: z.int(), limit: z.int() }).nullable(),
});
export type MailboxView = z.infer<typeof mailboxViewSchema>;

export const checkStepSchema = z.strictObject({
  /** `keychain`, `current-password`, `provider`, `rules`, `other-protocols`: one line each on the first step's screen. */
  key: z.enum(['keychain', 'receiving', 'provider', 'rules', 'sending']),
  state: z.enum(['waiting', 'running', 'ok', 'failed', 'skipped']),
  failure: failureSchema.nullable(),
});

export const rotationStageSchema = z.enum([
  'getting-ready',
  'not-ready',
  'new-password',
  'staging',
  'submitting',
  'your-turn',
  'settling',
  'waiting',
  'verifying',
  'round',
  'finished',
  'reverted',
  'needs-help',
]);
export type RotationStage = z.infer<typeof rotationStageSchema>;

/** What shows that the new password is the mailbox's: a sign-in, or the provider's yes where no mail server takes it. */
export const provedBySchema = z.enum(['sign-in', 'answer']);

export const rotationViewSchema = z.strictObject({
  id: rotationIdSchema,
  mailbox: mailboxIdSchema,
  address: z.string(),
  mode: rotationModeSchema,
  stage: rotationStageSchema,
  provedBy: provedBySchema,
  /** True if this rotation was begun before the app was last started. */
  recovered: z.boolean(),
  checks: z.array(checkStepSchema),
  warnings: z.array(failureSchema),
  rules: passwordRulesSchema,
  endsSessions: z.boolean(),
  /** The page of a by-hand provider, shown in full before it is opened. */
  page: z.string().nullable(),
  /** Why it stands where it stands: refused, reverted, needs help, waiting. */
  failure: failureSchema.nullable(),
  waitUntil: z.number().nullable(),
  rung: z.int(),
  refusedSignIns: z.int(),
  clients: z.array(clientViewSchema),
  pending: versionIdSchema.nullable(),
  startedAt: z.number(),
  changedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
});
export type RotationView = z.infer<typeof rotationViewSchema>;

export const checkupViewSchema = z.strictObject({
  id: checkupIdSchema,
  mailbox: mailboxIdSchema,
  state: z.enum(['running', 'done', 'stopped']),
  clients: z.array(clientViewSchema),
  failure: failureSchema.nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
});
export type CheckupView = z.infer<typeof checkupViewSchema>;

export const clientKindViewSchema = z.strictObject({
  kind: clientKindSchema,
  /** Where it stands in the list that a person chooses from. */
  group: z.enum(['phone', 'computer', 'elsewhere']),
  icon: z.enum(['computer', 'phone', 'printer', 'website', 'mail', 'other']),
  usually: z.enum(['imap', 'pop3', 'none']),
  sends: z.boolean(),
  signIn: z.enum(['mailbox-password', 'app-password', 'elsewhere']),
  /** It keeps signing in by itself, also with a password that is no longer right. */
  knocks: z.boolean(),
  /** How it names itself in the IMAP command ID (RFC 2971); empty where no source tells. */
  signsInAs: z.array(z.string().min(1).max(60)).max(6),
});
export type ClientKindView = z.infer<typeof clientKindViewSchema>;

export const practiceSwitchesSchema = z.strictObject({
  slow: z.boolean(),
  refuseByPolicy: z.boolean(),
  acceptAndAnswerNothing: z.boolean(),
  cacheOldSeconds: z.int().min(0).max(3_600),
  lockAfterFailures: z.int().min(0).max(20),
});
export type PracticeSwitches = z.infer<typeof practiceSwitchesSchema>;

export const leftOverSessionSchema = z.strictObject({
  session: z.string().regex(/^[a-z0-9]{16}$/),
  startedAt: z.number(),
  afterStaging: z.boolean(),
  /** Its files are not in this data folder: a Keyround with another one may have it under way. */
  elsewhere: z.boolean(),
});

export const statusSchema = z.strictObject({
  version: z.string(),
  electron: z.string(),
  standIn: z.boolean(),
  standInAccepted: z.boolean(),
  platform: z.string(),
  space: z.enum(['home', 'practice', 'helpdesk']),
  keychain: failureSchema.nullable(),
  /** The keychain has not answered for a while: most likely the computer's own password box stands open. */
  keychainWaits: z.boolean(),
  /** What an earlier run left has been looked for; until then `unfinished` and `leftOver` say nothing. */
  begun: z.boolean(),
  /** Why nothing can be changed from here: another Keyround works with the same folder. Null: this one may. */
  readOnly: failureSchema.nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  /** Unfinished rounds are spoken of by the system's messages. */
  reminders: z.boolean(),
  unfinished: z.array(
    z.strictObject({
      rotation: rotationIdSchema,
      mailbox: mailboxIdSchema,
      address: z.string(),
      stage: rotationStageSchema,
    }),
  ),
  leftOver: leftOverSessionSchema.nullable(),
  /** Mailboxes whose notes lie here although the keychain knows nothing of them: it was emptied, or is another one. */
  lost: z.int(),
});
export type Status = z.infer<typeof statusSchema>;

export const reportViewSchema = z.strictObject({
  rotation: rotationIdSchema,
  address: z.string(),
  provider: z.string(),
  mode: rotationModeSchema,
  provedBy: provedBySchema,
  outcome: z.enum(['finished', 'unfinished', 'reverted', 'needs-help']),
  startedAt: z.number(),
  changedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  writtenAt: z.number(),
  version: z.string(),
  counts: z.record(gradeSchema, z.int()),
  everyDeviceConfirmed: z.boolean(),
  refusedSignIns: z.int(),
  clients: z.array(clientViewSchema),
});
export type ReportView = z.infer<typeof reportViewSchema>;
