import type { PasswordRules } from '../../../core/ports.ts';
import type { LdapEntry } from './types.ts';

/** Attributes of a policy entry (draft-behera-ldap-password-policy-10 section 5.2; the maximum is OpenLDAP's). */
export const policyAttributes = ['pwdMinLength', 'pwdMaxLength', 'pwdInHistory', 'pwdCheckQuality'];

const longestWithoutLimit = 1_000;

/**
 * The rules that a policy entry states. OpenLDAP counts bytes: for the minimum a count of characters is the stricter
 * reading, so it is safe; the maximum is given as bytes. Lengths are not enforced while pwdCheckQuality is 0.
 */
export function rulesOf(policy: LdapEntry): PasswordRules {
  const checked = number(policy, 'pwdcheckquality') > 0;
  const longest = checked ? number(policy, 'pwdmaxlength') : 0;
  return {
    minLength: checked ? Math.max(1, number(policy, 'pwdminlength')) : 1,
    maxLength: longest > 0 ? longest : longestWithoutLimit,
    maxBytes: longest > 0 ? longest : null,
    upper: false,
    lower: false,
    digit: false,
    special: false,
    forbidden: '',
    notCurrent: number(policy, 'pwdinhistory') > 0,
    source: 'server',
  };
}

function number(entry: LdapEntry, name: string): number {
  const text = entry.attributes.get(name)?.[0] ?? '';
  return /^\d{1,6}$/.test(text) ? Math.min(Number(text), longestWithoutLimit) : 0;
}
