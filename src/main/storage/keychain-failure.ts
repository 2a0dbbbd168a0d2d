import { type Failure, failure, type KeychainFailureCode } from '../../shared/failures.ts';

/**
 * What keychains say, lower case, by what it means. Linux: libsecret and D-Bus, read off a real GNOME keyring in each
 * state. macOS: texts of Security framework errors (-25293, -25308, -128, -25307). Windows: credential manager.
 */
const meanings: readonly (readonly [KeychainFailureCode, readonly string[]])[] = [
  ['keychain.no-collection', ['does not exist at path', 'no result found', 'default keychain could not be found']],
  ['keychain.locked', ['locked', 'prompt was dismissed', 'interaction is not allowed']],
  ['keychain.denied', ['denied', 'cancel', 'not authorized', 'passphrase you entered is not correct']],
  [
    'keychain.absent',
    [
      'could not connect',
      'not provided by any',
      'autolaunch',
      'serviceunknown',
      'no such file',
      'cannot find module',
      'cannot open shared object',
      'connection refused',
      'connection is closed',
    ],
  ],
];

/** Turns what keytar threw into a failure. Its texts name states and paths, never a value. */
export function keychainFailure(error: unknown): Failure {
  const text = error instanceof Error ? error.message : 'unknown';
  const said = text.toLowerCase();
  const meaning = meanings.find(([, signs]) => signs.some((sign) => said.includes(sign)));
  return failure(meaning?.[0] ?? 'keychain.failed', text.slice(0, 300));
}
