import * as z from 'zod';
import { mailboxIdSchema, versionIdSchema } from '../../../src/shared/ids.ts';
import { mailboxRecordSchema, portSchema, protocolSchema, securitySchema } from '../../../src/shared/model.ts';
import { providerManifestSchema } from '../../../src/shared/provider.ts';
import { rotationViewSchema } from '../../../src/shared/views.ts';
import { filePointSchema } from '../kill/fail-points.ts';

/*
 * What goes between the tests and the engine's process. One process serves many worlds, each with a folder, a clock, a
 * keychain and a mail service of its own, so that one kill hits many rotations at once.
 */

const doing = <T extends string, S extends z.core.$ZodShape>(what: T, shape: S) =>
  z.strictObject({ do: z.literal(what), ...shape });

/** What the app does at its start, and then what a person does. */
const commandSchema = z.discriminatedUnion('do', [
  doing('open', {
    folder: z.string(),
    mailbox: mailboxIdSchema,
    manifest: providerManifestSchema,
    /** Where this life stops, if that is a call of the file layer; the other points are the parent's own calls. */
    point: filePointSchema.nullable(),
    /** Something was sent in an earlier life. */
    sent: z.boolean(),
    /** The power goes with the process: what was not synced is lost. */
    losesUnsynced: z.boolean(),
  }),
  /** The mailbox is added, with its secrets; the current one is one of them, or not known. */
  doing('set-up', {
    record: mailboxRecordSchema,
    secrets: z.array(z.strictObject({ version: versionIdSchema, text: z.string() })),
    current: versionIdSchema.nullable(),
  }),
  doing('resume', {}),
  doing('start', {}),
  doing('get-ready', {}),
  doing('change', { password: z.string() }),
  doing('answer', { answer: z.enum(['changed', 'refused', 'gave-up']) }),
  doing('help', { act: z.enum(['try-again', 'send-again', 'stop']) }),
  doing('finish', {}),
  doing('leave', {}),
  doing('tidy', {}),
]);
export type Command = z.infer<typeof commandSchema>;

/** What the app shows after a command, once nothing more goes on by itself. `refused`: the code of what kept it from it. */
const shownSchema = z.strictObject({ refused: z.string().nullable(), view: rotationViewSchema.nullable() });
export type Shown = z.infer<typeof shownSchema>;

const inWorld = { world: z.string() };
export const toChildSchema = z.union([
  z.strictObject({ ...inWorld, now: z.number(), command: commandSchema }),
  z.strictObject({ ...inWorld, now: z.number(), reply: z.int(), value: z.unknown().optional() }),
]);
export type ToChild = z.input<typeof toChildSchema>;

const endpoint = z.strictObject({
  protocol: protocolSchema,
  host: z.string(),
  port: portSchema,
  security: securitySchema,
});

/** One call to the outside. Those to the keychain, the provider and a mail server are the only ones that may hold a secret. */
export const callSchema = z.union([
  z.strictObject({
    to: z.literal('keychain'),
    service: z.string(),
    act: z.enum(['get', 'set', 'remove', 'list', 'clear']),
    account: z.string(),
    text: z.string(),
  }),
  z.strictObject({
    to: z.literal('provider'),
    act: z.enum(['check', 'change']),
    current: z.string().nullable(),
    credential: z.string().nullable(),
    next: z.string(),
  }),
  z.strictObject({ to: z.literal('mail-server'), act: z.literal('open'), endpoint }),
  z.strictObject({ to: z.literal('mail-server'), act: z.literal('sign-in'), endpoint, password: z.string() }),
  z.strictObject({ to: z.literal('clock'), ms: z.number() }),
  /** The fail point of this life is reached: no answer will ever come. */
  z.strictObject({ to: z.literal('fail-point') }),
]);
export type Call = z.infer<typeof callSchema>;

export const fromChildSchema = z.union([
  z.strictObject({ ...inWorld, ask: z.int(), call: callSchema }),
  /** Looked at as text only: it may hold no secret. */
  z.strictObject({ ...inWorld, shows: z.unknown() }),
  z.strictObject({ ...inWorld, done: shownSchema }),
  z.strictObject({ ...inWorld, bug: z.string() }),
]);
export type FromChild = z.infer<typeof fromChildSchema>;
