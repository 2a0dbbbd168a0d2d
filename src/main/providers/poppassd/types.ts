import { isIP } from 'node:net';
import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The form's values as a person typed them. */
export const poppassdSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  security: z.enum(['tls', 'loopback']),
  /** The server's name for a mailbox: the one that it signs in with, or what stands before the @. */
  account: z.enum(['user', 'local']),
});
export type PoppassdSettings = z.infer<typeof poppassdSettingsSchema>;

/**
 * Whether an address is this very computer's (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). Names are not asked:
 * whoever answers for a name may answer with any address.
 */
export const isLoopback = (host: string): boolean =>
  isIP(host) === 4 ? host.startsWith('127.') : isIP(host) === 6 && host === '::1';

/** poppassd.c: MAX_LEN_USERNAME and MAX_LEN_PASS are 64 and 128, each with the word before it on the line. */
export const longestName = 59;
export const longestPassword = 123;

/** What can stand in a line as a name: poppassd reads it up to the first blank. */
export const isName = (text: string): boolean => /^[^\s\p{Cc}]+$/u.test(text) && Buffer.byteLength(text) <= longestName;

/** What a line would change on its way: it ends at a control character, and blanks before a password are passed over. */
export const isSpoiled = (password: string): boolean => /^\s|\p{Cc}/u.test(password);
