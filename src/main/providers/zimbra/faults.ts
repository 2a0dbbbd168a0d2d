import type { ProviderFailureCode } from '../../../shared/failures.ts';

/**
 * The codes of store/src/java/com/zimbra/cs/account/AccountServiceException.java (and of ServiceException) that are
 * thrown before anything is done. The others may come from the middle of it.
 */
const refusals: Readonly<Record<string, ProviderFailureCode>> = {
  // Has to be changed first, which is what is being done: only a sign-in is refused with it.
  'account.CHANGE_PASSWORD': 'provider.must-change',
  // `zimbraPasswordLocked`: nobody but an administrator may change this password.
  'account.PASSWORD_LOCKED': 'provider.not-allowed',
  'account.PASSWORD_CHANGE_TOO_SOON': 'provider.too-soon',
  'account.PASSWORD_RECENTLY_USED': 'provider.used-before',
  'account.MAINTENANCE_MODE': 'provider.busy',
  'account.ACCOUNT_INACTIVE': 'provider.locked',
  'account.NO_SUCH_ACCOUNT': 'provider.no-such-mailbox',
  'account.TWO_FACTOR_AUTH_REQUIRED': 'provider.not-allowed',
  'account.TWO_FACTOR_AUTH_FAILED': 'provider.not-allowed',
  'account.TWO_FACTOR_SETUP_REQUIRED': 'provider.not-allowed',
  'service.AUTH_REQUIRED': 'provider.not-allowed',
  'service.AUTH_EXPIRED': 'provider.not-allowed',
  'service.PERM_DENIED': 'provider.not-allowed',
};

/** Reads a refusal; null for a code that leaves open what was done. `rules` are those that a password did not meet. */
export function refusalCode(
  fault: string,
  rules: readonly string[],
  mode: 'self' | 'admin',
): ProviderFailureCode | null {
  if (fault === 'account.AUTH_FAILED')
    return mode === 'self' ? 'provider.wrong-current' : 'provider.credential-refused';
  if (fault !== 'account.INVALID_PASSWORD') return refusals[fault] ?? null;
  if (rules.includes('zimbraPasswordMinLength')) return 'provider.too-short';
  if (rules.includes('zimbraPasswordMaxLength')) return 'provider.too-long';
  return rules.some((rule) => /^zimbraPasswordMin\w+Chars$/.test(rule)) ? 'provider.too-simple' : 'provider.policy';
}
