import * as z from 'zod';
import { protocolSchema } from './model.ts';

/** What a provider tells beside the change itself. Everything in here is a server's word: bounded, and shown as text. */

/** The most entries that one answer may have; more are left out by whoever asks. */
export const mostEntries = 1_000;

/**
 * One sign-in as the provider's log has it. To be matched with a device by time, protocol, address and client: each may
 * be missing, and one that is missing matches nothing.
 */
export const signInSchema = z.strictObject({
  /** Milliseconds since 1970 by the provider's clock; `serverNow` of its log tells how far that is from ours. */
  at: z.number(),
  /** Null for a service that no mail client of the round uses: a web page, the provider's own interface. */
  protocol: protocolSchema.nullable(),
  /** What the provider itself calls the service. */
  service: z.string().max(40),
  /** The IP address that it came from, as the provider sees it: behind one router all devices share it. */
  address: z.string().max(64).nullable(),
  /** The port at the client's side, which tells two connections from one address apart. */
  port: z.int().min(1).max(65_535).nullable(),
  /** What the client calls itself: IMAP's ID (RFC 2971), SMTP's EHLO name, a web browser's user agent. */
  client: z.string().max(200).nullable(),
  outcome: z.enum(['signed-in', 'refused']),
  /** Which kind of password it was. One of the device's own says nothing about the mailbox's. Null: not told. */
  secret: z.enum(['mailbox-password', 'app-password']).nullable(),
});
export type SignIn = z.infer<typeof signInSchema>;

/** A stretch of a provider's sign-in log, and how far its silence can be trusted. */
export const signInLogSchema = z.strictObject({
  /** Newest first. */
  entries: z.array(signInSchema).max(mostEntries),
  /** Nothing is missing from here on; before it there may have been more. */
  reachesBackTo: z.number(),
  /** What is older may be an hour off: summer time may have begun or ended there since, and the log names no zone. */
  timesSureFrom: z.number(),
  /** `latest-of-each-source`: of one service and address only the latest sign-in is kept, whoever made it. */
  keeps: z.enum(['every', 'latest-of-each-source']),
  /** Whether refused sign-ins are in it at all. */
  refusals: z.boolean(),
  /** The provider's clock when it answered; null where it does not tell. */
  serverNow: z.number().nullable(),
  /** So many refusals in a row lock the mailbox; null where the provider does not tell, or never locks it. */
  lockAfter: z.int().min(1).nullable(),
});
export type SignInLog = z.infer<typeof signInLogSchema>;

export const appPasswordProtocolSchema = z.enum(['imap', 'pop3', 'smtp', 'sieve', 'dav', 'activesync']);

/** A password of one device's own, which a change of the mailbox's password leaves as it is. Never the password itself. */
export const appPasswordSchema = z.strictObject({
  name: z.string().max(200),
  protocols: z.array(appPasswordProtocolSchema).max(10),
  active: z.boolean(),
  createdAt: z.number().nullable(),
  lastUsedAt: z.number().nullable(),
});
export type AppPassword = z.infer<typeof appPasswordSchema>;
export const appPasswordsSchema = z.array(appPasswordSchema).max(mostEntries);

/** The mailboxes of one domain. */
export const mailboxListingSchema = z.strictObject({
  /** In the order of the alphabet, each once. */
  addresses: z.array(z.string().max(320)).max(mostEntries),
  /** False where there are more of them than are listed here. */
  complete: z.boolean(),
});
export type MailboxListing = z.infer<typeof mailboxListingSchema>;
