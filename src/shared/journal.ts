import * as z from 'zod';
import { failureCodeSchema, mailFailureCodeSchema, providerFailureCodeSchema } from './failures.ts';
import { gradeSchema, shownSchema } from './findings.ts';
import { clientIdSchema, rotationIdSchema, versionIdSchema } from './ids.ts';
import { protocolSchema } from './model.ts';

/**
 * The lines of a mailbox's journal. Each is an intent, written before the act, or a fact, written after it. They hold
 * ids, stages, attempts and times: no secret, no host, no user name. A line alone never sends or deletes anything.
 */
const rotation = rotationIdSchema;
const line = <T extends string, S extends z.core.$ZodShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...shape });

/** Which version a sign-in was tried with, and what for. */
const probeShape = {
  rotation,
  attempt: z.int().min(1),
  version: versionIdSchema,
  label: z.enum(['current', 'pending']),
  purpose: z.enum(['get-ready', 'settle', 'verify', 'forget']),
  protocol: protocolSchema,
};

export const rotationModeSchema = z.enum(['self', 'admin', 'by-hand']);
export type RotationMode = z.infer<typeof rotationModeSchema>;
export const byHandAnswerSchema = z.enum(['changed', 'refused', 'different', 'gave-up']);
export type ByHandAnswer = z.infer<typeof byHandAnswerSchema>;

/** What a single sign-in outside a rotation is for. */
export const askPurposeSchema = z.enum(['is-it-dead', 'which-is-it', 'forget']);
export type AskPurpose = z.infer<typeof askPurposeSchema>;
/** Why it is not known which kept password is the mailbox's. */
export const doubtSchema = z.enum(['unreadable', 'missing', 'other-computer', 'emptied']);
export type Doubt = z.infer<typeof doubtSchema>;

export const journalFactSchema = z.discriminatedUnion('type', [
  // labels
  line('adopted', { version: versionIdSchema }),
  // a rotation
  line('planned', { rotation, mode: rotationModeSchema, current: versionIdSchema.nullable() }),
  line('staging', { rotation, version: versionIdSchema }),
  line('staged', { rotation, version: versionIdSchema }),
  line('submitting', { rotation, attempt: z.int().min(1), version: versionIdSchema }),
  line('provider-accepted', { rotation, attempt: z.int().min(1) }),
  line('provider-refused', { rotation, attempt: z.int().min(1), code: providerFailureCodeSchema }),
  line('provider-unknown', { rotation, attempt: z.int().min(1), code: failureCodeSchema }),
  line('person-answered', { rotation, attempt: z.int().min(1), answer: byHandAnswerSchema }),
  line('probing', probeShape),
  line('probed', {
    rotation,
    attempt: z.int().min(1),
    outcome: z.enum(['signed-in', 'refused', 'inconclusive']),
    code: mailFailureCodeSchema.nullable(),
  }),
  line('waiting', { rotation, rung: z.int().min(1), until: z.number() }),
  line('proven', { rotation }),
  line('promoted', { rotation, current: versionIdSchema, previous: versionIdSchema.nullable() }),
  line('client-checking', { rotation, client: clientIdSchema }),
  line('client-checked', {
    rotation,
    client: clientIdSchema,
    grade: gradeSchema,
    receiving: mailFailureCodeSchema.or(z.enum(['ok', 'unused', 'unchecked'])),
    sending: mailFailureCodeSchema.or(z.enum(['ok', 'unused', 'unchecked'])),
    // when each side was found so, where that was before this line: a sign-in that several clients share says nothing of the other side
    foundAt: z.strictObject({ receiving: z.number(), sending: z.number() }).optional(),
  }),
  line('client-marked', { rotation, client: clientIdSchema, mark: z.enum(['told', 'gone', 'waiting']) }),
  // what the client's own store or the provider's sign-in log shows of one side; `seenAt` by the clock of this computer
  line('client-shown', {
    rotation,
    client: clientIdSchema,
    side: z.enum(['receiving', 'sending']),
    shows: shownSchema,
    seenAt: z.number(),
  }),
  // the client's settings are others now: what was seen of it before says nothing about them
  line('client-edited', { client: clientIdSchema }),
  line('finished', { rotation }),
  line('reverted', { rotation, code: failureCodeSchema }),
  line('needs-help', { rotation, code: failureCodeSchema }),
  line('helped', { rotation, act: z.enum(['try-again', 'send-again', 'stop']) }),
  // after the time that previous and abandoned versions are kept
  line('forgetting', { version: versionIdSchema }),
  line('forgotten', { version: versionIdSchema }),
  // the installation that these notes belong to: a copy of them elsewhere, or from a backup, is noticed by it
  line('opened', { installation: z.string().regex(/^[a-z0-9]{16}$/) }),
  // the notes before this line are gone or not to be relied on; what the keychain kept then, newest first
  line('unsure', { why: doubtSchema, versions: z.array(versionIdSchema).max(200) }),
  // one sign-in outside a rotation; without an answer it counts as spent
  line('asking', {
    attempt: z.int().min(1),
    version: versionIdSchema,
    purpose: askPurposeSchema,
    protocol: protocolSchema,
  }),
  line('asked', {
    attempt: z.int().min(1),
    version: versionIdSchema,
    outcome: z.enum(['signed-in', 'refused', 'inconclusive']),
    code: mailFailureCodeSchema.nullable(),
  }),
  // check-ups
  line('checked-up', { proved: z.int().min(0), failed: z.int().min(0) }),
]);
export type JournalFact = z.infer<typeof journalFactSchema>;
export type JournalFactType = JournalFact['type'];

/** One line as it stands in the file. `at` is wall-clock milliseconds; order comes from `seq` alone. */
export interface JournalEntry {
  readonly v: 1;
  readonly seq: number;
  readonly at: number;
  readonly fact: JournalFact;
}
