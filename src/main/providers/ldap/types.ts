import * as z from 'zod';
import { hostSchema, portSchema, securitySchema } from '../../../shared/model.ts';

const template = z.string().trim().max(1_000).default('');

/** The settings of this provider's form, as typed by a person. */
export const ldapSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  security: securitySchema,
  mode: z.enum(['self', 'admin']),
  userDn: template,
  searchBase: template,
  searchFilter: template,
  adminDn: template,
});
export type LdapSettings = z.infer<typeof ldapSettingsSchema>;

/** The answer to one LDAP request (RFC 4511 section 4.1.9). */
export interface LdapAnswer {
  readonly result: number;
  readonly text: string;
  readonly policy: PolicyAnswer;
}

/** What the password policy control said, if it came at all (draft-behera-ldap-password-policy-10 section 6.2). */
export interface PolicyAnswer {
  /** Seconds until the password expires. */
  readonly expiresIn: number | null;
  /** Sign-ins that are left with an expired password. */
  readonly graceLeft: number | null;
  readonly error: number | null;
}
export const noPolicyAnswer: PolicyAnswer = { expiresIn: null, graceLeft: null, error: null };

/** An entry that a search found; attribute names in lower case. */
export interface LdapEntry {
  readonly dn: string;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

export interface LdapSearch {
  readonly base: string;
  readonly scope: 'base' | 'sub';
  /** RFC 4515 text; values in it are escaped already. */
  readonly filter: string;
  readonly attributes: readonly string[];
  /** Stop after this many entries. */
  readonly limit: number;
}
