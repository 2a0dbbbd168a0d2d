import type { Secret } from '../../../core/secret.ts';
import { type Failure, failure, type ProviderFailureCode } from '../../../shared/failures.ts';
import { type Trouble, technicalText, trouble } from '../outcome.ts';
import type { LdapAnswer } from './types.ts';

/** What an answer means: `ok`, a refusal that was read, or words that are neither. */
export type Verdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly trouble: Trouble }
  | { readonly kind: 'odd'; readonly trouble: Trouble };

/** Whose password an answer is about. */
export type Asker = 'self' | 'admin';

/** Errors of the policy control (draft-behera-ldap-password-policy-10 section 6.2; 9 is OpenLDAP's own). */
const policyCodes: Readonly<Record<number, ProviderFailureCode>> = {
  // Expired and no sign-in left: only somebody else can help now.
  0: 'provider.expired',
  1: 'provider.locked',
  2: 'provider.must-change',
  3: 'provider.not-allowed',
  4: 'provider.not-allowed',
  5: 'provider.too-simple',
  6: 'provider.too-short',
  7: 'provider.too-soon',
  8: 'provider.used-before',
  9: 'provider.too-long',
};

/** Result codes of RFC 4511 appendix A that say plainly that nothing was done. */
const resultCodes: Readonly<Record<number, ProviderFailureCode>> = {
  8: 'provider.needs-encryption',
  // A referral: another server holds the entry.
  10: 'provider.not-allowed',
  12: 'provider.not-allowed',
  13: 'provider.needs-encryption',
  19: 'provider.policy',
  32: 'provider.no-such-mailbox',
  34: 'provider.settings-incomplete',
  48: 'provider.credential-refused',
  50: 'provider.not-allowed',
  51: 'provider.busy',
  52: 'provider.busy',
  53: 'provider.not-allowed',
};

/** Judges the answer to a bind. Never `odd` for 49: a refused sign-in was seen. */
export function judgeBind(
  answer: LdapAnswer,
  asker: Asker,
  place: string,
  secrets: readonly (Secret | null)[],
): Verdict {
  const refusal: ProviderFailureCode = asker === 'self' ? 'provider.wrong-current' : 'provider.credential-refused';
  return judge(answer, place, 'sign-in', secrets, (result) => (result === 49 ? refusal : undefined));
}

/** Judges the answer to Password Modify. */
export function judgeChange(
  answer: LdapAnswer,
  asker: Asker,
  place: string,
  secrets: readonly (Secret | null)[],
): Verdict {
  const oldIsWrong = asker === 'self' && /old password/i.test(answer.text);
  return judge(answer, place, 'password modify', secrets, (result) => {
    if (result === 49) return asker === 'self' ? 'provider.wrong-current' : 'provider.credential-refused';
    return (result === 53 || result === 19) && oldIsWrong ? 'provider.wrong-current' : undefined;
  });
}

function judge(
  answer: LdapAnswer,
  place: string,
  act: string,
  secrets: readonly (Secret | null)[],
  special: (result: number) => ProviderFailureCode | undefined,
): Verdict {
  if (answer.result === 0) return { kind: 'ok' };
  const policy = answer.policy.error === null ? '' : ` policy ${answer.policy.error}`;
  const technical = technicalText(`${place} ${act}: LDAP ${answer.result}${policy} ${answer.text}`, secrets);
  const code =
    (answer.policy.error === null ? undefined : policyCodes[answer.policy.error]) ??
    special(answer.result) ??
    resultCodes[answer.result];
  return code === undefined
    ? { kind: 'odd', trouble: trouble('provider.odd-answer', technical) }
    : { kind: 'refused', trouble: trouble(code, technical) };
}

/** What the directory warned of while it let a bind through. */
export function warningsOf(answer: LdapAnswer, place: string): Failure[] {
  const { error, graceLeft, expiresIn } = answer.policy;
  const warnings: Failure[] = [];
  if (error === 2) warnings.push(failure('provider.must-change', `${place} sign-in: policy 2`));
  if (graceLeft !== null) {
    warnings.push(
      failure('provider.grace-running-out', `${place} sign-ins left with the expired password: ${graceLeft}`),
    );
  } else if (expiresIn !== null) {
    warnings.push(failure('provider.must-change', `${place} the password expires in ${expiresIn} s`));
  }
  return warnings;
}
