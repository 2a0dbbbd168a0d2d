import type { PasswordRules, Provider } from '../ports.ts';

/** What is asked of a new password where neither the server nor the provider's manifest says anything. */
export const defaultRules: PasswordRules = {
  minLength: 8,
  maxLength: 128,
  maxBytes: null,
  upper: true,
  lower: true,
  digit: true,
  special: true,
  forbidden: '',
  notCurrent: true,
  source: 'default',
};

/** The rules known without asking anybody. */
export function rulesBeforeAsking(provider: Provider): PasswordRules {
  return provider.manifest.rules ?? defaultRules;
}
