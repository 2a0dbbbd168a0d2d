import type { ProviderFailureCode } from '../../../shared/failures.ts';

/** Why nobody was let in (com.openexchange.authentication.LoginExceptionCodes). */
export const signInCodes: Readonly<Record<string, ProviderFailureCode>> = {
  'LGI-0001': 'provider.locked',
  'LGI-0006': 'provider.wrong-current',
};

/**
 * Those refusals that come before the password is set: `allow` and `check` of PasswordChangeService (`USR`), and what the
 * script says that sets it (`PSW`, com.openexchange.passwordchange.script). After it was set, others can follow: an error
 * alone is no refusal.
 */
export const changeCodes: Readonly<Record<string, ProviderFailureCode>> = {
  'USR-0013': 'provider.not-allowed',
  'USR-0015': 'provider.policy',
  'USR-0020': 'provider.too-short',
  'USR-0021': 'provider.too-long',
  'USR-0026': 'provider.policy',
  'USR-0027': 'provider.wrong-current',
  'USR-0028': 'provider.wrong-current',
  'USR-0029': 'provider.too-short',
  'PSW-0001': 'provider.not-allowed',
  'PSW-0002': 'provider.too-short',
  'PSW-0003': 'provider.too-simple',
  'PSW-0004': 'provider.no-such-mailbox',
  'PSW-0007': 'provider.not-allowed',
};
