import * as z from 'zod';

/** A field of a provider's form. Its label and help stand in the message catalogue under `provider.<id>.<key>`. */
export const loginFieldSchema = z.strictObject({
  key: z.string().regex(/^[a-zA-Z]{1,40}$/),
  kind: z.enum(['host', 'port', 'text', 'choice', 'secret', 'https-url']),
  required: z.boolean(),
  choices: z.array(z.string().max(40)),
  initial: z.string().max(200),
});
export type LoginField = z.infer<typeof loginFieldSchema>;

/** Facts about a provider, shown as they are. What rests on documents alone says so in `checked`. */
export const providerManifestSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  /** `api`: Keyround calls it. `by-hand`: a person changes the password on a page and answers. */
  kind: z.enum(['api', 'by-hand']),
  fields: z.array(loginFieldSchema),
  rules: z
    .strictObject({
      minLength: z.int(),
      maxLength: z.int(),
      maxBytes: z.int().nullable(),
      upper: z.boolean(),
      lower: z.boolean(),
      digit: z.boolean(),
      special: z.boolean(),
      forbidden: z.string(),
      notCurrent: z.boolean(),
      source: z.literal('manifest'),
    })
    .nullable(),
  /** What it can do, each proven by the contract kit both ways: who claims it does it, and who does it claims it. */
  capabilities: z.strictObject({
    /** Changes the password in the mailbox's own name, with the current one. */
    self: z.boolean(),
    /** Changes it with an administrator's credential, whatever the current one is. */
    admin: z.boolean(),
    /** Tells its rules for passwords when it is asked. */
    readsRules: z.boolean(),
    /** Ends the sessions of all other devices when it is asked. */
    endsSessions: z.boolean(),
    /** Tells who has signed in (`Provider.signIns`). */
    signInLog: z.boolean(),
    /** Tells an administrator which mailboxes a domain has (`Provider.listMailboxes`). */
    listsMailboxes: z.boolean(),
    /** Tells which app passwords a mailbox has (`Provider.appPasswords`). */
    appPasswords: z.boolean(),
  }),
  /**
   * Mail apps sign in with OAuth and never with the password, so that no sign-in from here can show anything: the
   * provider's own yes is all the proof there is. Left out where the password signs in.
   */
  mailSignIns: z.literal('oauth').optional(),
  /** How long the mail servers may take to learn a new password, in seconds. */
  propagationSeconds: z.int().min(0),
  /** `only` keeps a provider out of the list of real ones. */
  practice: z.boolean(),
  checked: z.strictObject({
    how: z.enum(['live-server', 'documentation', 'built-in']),
    on: z.iso.date(),
    source: z.string(),
  }),
});
export type ProviderManifest = z.infer<typeof providerManifestSchema>;
