import type { ProviderFailureCode } from '../../../shared/failures.ts';

/** Of `SOGoPasswordPolicyError` (SoObjects/SOGo/SOGoConstants.h): the password is right, and may do nothing but be changed. */
export const mustChangeFirst: readonly number[] = [0, 2];

const codes: readonly ProviderFailureCode[] = [
  'provider.expired',
  'provider.locked',
  'provider.must-change',
  'provider.not-allowed',
  'provider.not-allowed',
  'provider.too-simple',
  'provider.too-short',
  'provider.too-soon',
  'provider.used-before',
  // SOGo's own 9 is about lost passwords; as the directory's own it means this.
  'provider.too-long',
];

/** When signing in. What has no meaning of its own (65535, -1) is what a wrong name or password gives. */
export const signInCode = (policyError: number): ProviderFailureCode =>
  policyError === 1 ? 'provider.locked' : 'provider.wrong-current';

/**
 * When changing, with a current password that was accepted a moment ago. What has no meaning of its own is a user source
 * that cannot or may not write.
 */
export const changeCode = (policyError: number): ProviderFailureCode => codes[policyError] ?? 'provider.not-allowed';
