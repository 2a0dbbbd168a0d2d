import type { ProviderFailureCode } from '../../../shared/failures.ts';

/**
 * Of `SOGoPasswordPolicyError` (SoObjects/SOGo/SOGoConstants.h): the password is right, and may do nothing but be changed. 5
 * is said of one that meets the rules no more, and only once it was found to be right (SoObjects/SOGo/SQLSource.m
 * `checkLogin`).
 */
export const mustChangeFirst: readonly number[] = [0, 2, 5];

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

/**
 * When signing in. What has no meaning of its own (65535, -1) is what a wrong name or password gives. The last sign-in that
 * an expired password has left gives it, too (`connectAction` in UI/MainUI/SOGoRootPage.m), and nothing tells the two apart.
 */
export const signInCode = (policyError: number): ProviderFailureCode =>
  policyError === 1 ? 'provider.locked' : 'provider.wrong-current';

/**
 * When changing, with a current password that was accepted a moment ago. What has no meaning of its own is a user source
 * that cannot or may not write.
 */
export const changeCode = (policyError: number): ProviderFailureCode => codes[policyError] ?? 'provider.not-allowed';
