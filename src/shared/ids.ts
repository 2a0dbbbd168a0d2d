import * as z from 'zod';

/** 16 lower-case letters and digits, drawn from a cryptographic source: never meaningful, safe as a file or keychain name. */
const id = z.string().regex(/^[a-z0-9]{16}$/);

export const mailboxIdSchema = id.brand<'MailboxId'>();
export type MailboxId = z.infer<typeof mailboxIdSchema>;

export const clientIdSchema = id.brand<'ClientId'>();
export type ClientId = z.infer<typeof clientIdSchema>;

/** Names one secret, written once and never edited. */
export const versionIdSchema = id.brand<'VersionId'>();
export type VersionId = z.infer<typeof versionIdSchema>;

export const rotationIdSchema = id.brand<'RotationId'>();
export type RotationId = z.infer<typeof rotationIdSchema>;

export const checkupIdSchema = id.brand<'CheckupId'>();
export type CheckupId = z.infer<typeof checkupIdSchema>;

/** A password that main holds for the face: it can be named, never read, by the handle. */
export const handleSchema = id.brand<'Handle'>();
export type Handle = z.infer<typeof handleSchema>;
