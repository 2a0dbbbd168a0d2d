import * as z from 'zod';
import {
  hostSchema,
  mailboxKindSchema,
  portSchema,
  protocolSchema,
  receivingSchema,
  securitySchema,
  sendingSchema,
} from './model.ts';

/** What can be found out about a mailbox from its address alone. No password takes part in any of it. */

/**
 * Where something was found. `built-in` and `built-in-mx`: Keyround's own table, by the domain or by its MX.
 * `autoconfig`: the domain's own page. `mx-autoconfig`: the page of the domain that takes its mail. `srv`: RFC 6186 and 8314. `autodiscover`: Exchange's
 * page. `common-name`: a usual name at which a mail server answered. `mx`: the server that takes the mail answered.
 */
export const foundHowSchema = z.enum([
  'built-in',
  'autoconfig',
  'built-in-mx',
  'srv',
  'autodiscover',
  'mx-autoconfig',
  'common-name',
  'mx',
  'well-known',
]);
export type FoundHow = z.infer<typeof foundHowSchema>;

export const foundSourceSchema = z.strictObject({
  how: foundHowSchema,
  /** The name that was asked: a host, or a service name such as `_imaps._tcp.example.com`. */
  where: z.string().min(1).max(320),
});
export type FoundSource = z.infer<typeof foundSourceSchema>;

/**
 * `own-domain`: within the address's registrable domain. `built-in`: Keyround's table ties the host to the domain or its
 * MX. `confirm`: somebody has to read the whole name and say yes, whoever named it.
 */
export const hostTrustSchema = z.enum(['own-domain', 'built-in', 'confirm']);
export type HostTrust = z.infer<typeof hostTrustSchema>;

export const foundServerSchema = z.strictObject({
  protocol: protocolSchema,
  /** In ASCII, as it is connected to. */
  host: hostSchema,
  port: portSchema,
  security: securitySchema,
  user: z.string().min(1).max(320),
  /** `oauth`: whoever named the server said that it takes no password. */
  signIn: z.enum(['password', 'oauth']),
  trust: hostTrustSchema,
  sources: z.array(foundSourceSchema).min(1).max(20),
});
export type FoundServer = z.infer<typeof foundServerSchema>;

/** One look-up and what came of it. `no-time`: the budget was spent. `refused`: the answer was there and not to be taken. */
export const lookedUpSchema = foundSourceSchema.extend({
  outcome: z.enum(['found', 'nothing', 'failed', 'refused', 'no-time']),
});
export type LookedUp = z.infer<typeof lookedUpSchema>;

export const detectionSchema = z.strictObject({
  address: z.string().max(320),
  /** `offline`: nothing answered at all, not even with a no. */
  outcome: z.enum(['found', 'nothing-found', 'offline']),
  /** Null where nobody knows: then it is the first question. */
  kind: mailboxKindSchema.nullable(),
  /** The mail service of Keyround's table, by its own name. */
  service: z.strictObject({ id: z.string().max(40), name: z.string().max(80), source: foundSourceSchema }).nullable(),
  /** Ids of providers on the list, the likeliest first; the last is always the way by hand where there is one. */
  providers: z.array(z.string().max(40)).max(20),
  /** Settings for the provider on top of the list, by key. */
  providerSettings: z.record(z.string(), z.string().max(1_000)),
  /** The likeliest first. Guessed names stand there only where nothing else was found. */
  receiving: z.array(foundServerSchema).max(20),
  sending: z.array(foundServerSchema).max(20),
  /** Where the password is changed by hand. Never taken from what a server said. */
  page: z
    .strictObject({ url: z.string().max(1_000), host: hostSchema, trust: hostTrustSchema, source: foundSourceSchema })
    .nullable(),
  /** What the manual form starts with: hosts that need no confirmation, or a usual name within the own domain. */
  form: z.strictObject({
    user: z.string().min(1).max(320),
    receiving: receivingSchema,
    sending: sendingSchema,
  }),
  looked: z.array(lookedUpSchema).max(100),
});
export type Detection = z.infer<typeof detectionSchema>;
