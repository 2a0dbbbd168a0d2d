import * as z from 'zod';
import { clientIdSchema, mailboxIdSchema, versionIdSchema } from './ids.ts';

/** Longest text that any field of a form takes; longer input is refused with a sentence, never cut. */
export const longestText = 1_000;

const text = (max: number) => z.string().trim().min(1).max(max);
export const hostSchema = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[^\s/@:?#\\]+$|^[0-9a-fA-F:.]+$/u);
export const portSchema = z.int().min(1).max(65_535);
/** Implicit TLS from the first byte, or STARTTLS (RFC 8314). There is no third value on purpose. */
export const securitySchema = z.enum(['tls', 'starttls']);
export type Security = z.infer<typeof securitySchema>;
export const receivingProtocolSchema = z.enum(['imap', 'pop3']);
export const protocolSchema = z.enum(['imap', 'pop3', 'smtp']);
export type Protocol = z.infer<typeof protocolSchema>;

export const receivingSchema = z.strictObject({
  protocol: receivingProtocolSchema,
  host: hostSchema,
  port: portSchema,
  security: securitySchema,
});
export type Receiving = z.infer<typeof receivingSchema>;
export const sendingSchema = z.strictObject({ host: hostSchema, port: portSchema, security: securitySchema });
export type Sending = z.infer<typeof sendingSchema>;

/** Where a sign-in is tried. */
export interface Endpoint {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number;
  readonly security: Security;
}

/** A key of the client catalogue (`resources/clients/*.json`). */
export const clientKindSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);

/**
 * How a client proves who it is. `app-password`: a password of its own that a change leaves alone. `elsewhere`: Exchange
 * or OAuth, listed and guided but never tried from here.
 */
export const clientSignInSchema = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('mailbox-password') }),
  z.strictObject({ how: z.literal('app-password'), version: versionIdSchema.nullable() }),
  z.strictObject({ how: z.literal('elsewhere') }),
]);

export const clientDraftSchema = z.strictObject({
  kind: clientKindSchema,
  name: text(80),
  user: text(320),
  receiving: receivingSchema.nullable(),
  sending: sendingSchema.nullable(),
  signIn: z.enum(['mailbox-password', 'app-password', 'elsewhere']),
});
export type ClientDraft = z.infer<typeof clientDraftSchema>;

/** Which app on this computer a client is: what the app's accounts of one mailbox have in common. */
export const appLinkSchema = z.strictObject({
  app: z.string().regex(/^[a-z0-9-]{1,40}$/),
  profile: z.string().max(200),
  place: z.string().max(1_000),
});
export type AppLink = z.infer<typeof appLinkSchema>;

export const clientRecordSchema = clientDraftSchema.extend({
  id: clientIdSchema,
  signIn: clientSignInSchema,
  /** Left out for a device that is elsewhere, or an app that was not found. */
  app: appLinkSchema.optional(),
});
export type ClientRecord = z.infer<typeof clientRecordSchema>;

export const mailboxKindSchema = z.enum(['ordinary', 'cloud', 'exchange', 'administered']);

/** A provider's login fields by key, as its manifest names them; secret ones are kept as a secret version instead. */
export const providerChoiceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  settings: z.record(z.string().regex(/^[a-zA-Z]{1,40}$/), z.string().max(longestText)),
});
export type ProviderChoice = z.infer<typeof providerChoiceSchema>;

export const mailboxDraftSchema = z.strictObject({
  address: text(320),
  kind: mailboxKindSchema,
  provider: providerChoiceSchema,
  /** The name the mail server knows, nearly always the address. */
  user: text(320),
  receiving: receivingSchema.nullable(),
  sending: sendingSchema.nullable(),
});
export type MailboxDraft = z.infer<typeof mailboxDraftSchema>;

/** A certificate authority that a person has chosen for one host of this mailbox, and for no other. */
export const authoritySchema = z.strictObject({
  host: hostSchema,
  pem: z.string().max(16_384),
  /** SHA-256 of the certificate, upper-case hex in pairs, as confirmed on screen. */
  fingerprint: z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
  subject: z.string().max(200),
});
export type Authority = z.infer<typeof authoritySchema>;

/** What the keychain holds of a mailbox: everything but its secrets, which are named by version. */
export const mailboxRecordSchema = mailboxDraftSchema.extend({
  schema: z.literal(1),
  id: mailboxIdSchema,
  addedAt: z.number(),
  clients: z.array(clientRecordSchema).max(200),
  authorities: z.array(authoritySchema).max(20),
  /** The provider's own credential (an administrator's password), if it needs one beside the mailbox's password. */
  credential: versionIdSchema.nullable(),
  /** At random, given with the first profile for an Apple device: it names every later one too. */
  profileId: z
    .string()
    .regex(/^[a-z0-9]{16}$/)
    .optional(),
});
export type MailboxRecord = z.infer<typeof mailboxRecordSchema>;
