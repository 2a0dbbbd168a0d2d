import { failed, type Result, success } from '../../shared/result.ts';
import type { Translate } from '../report/page.ts';
import type { AidSubject } from './mobile-code.ts';
import { propertyList } from './property-list.ts';

interface ProfileParts extends AidSubject {
  /** Kept in the mailbox's record: a profile with the same identifier takes the place of an earlier one. */
  readonly profileId: string;
  /** A new UUID at every call. */
  readonly uuid: () => string;
  readonly t: Translate;
}

/**
 * A configuration profile for Apple's Mail: the payload `com.apple.mail.managed` of Apple's device management schema, with
 * its five required keys. Both passwords are left out, so the device asks for the new one when the profile is installed,
 * once for both sides. `UseSSL` is the only word the schema has for encryption: with it the device encrypts from the first
 * byte or with STARTTLS, whichever the port is for. Fails where a side is missing: the schema requires both.
 */
export function appleProfile({ address, client, profileId, uuid, t }: ProfileParts): Result<string, 'one-side'> {
  const { user, receiving, sending } = client;
  if (receiving === null || sending === null) return failed('one-side');
  const identifier = `keyround.mailbox.${profileId}`;
  const account = {
    PayloadType: 'com.apple.mail.managed',
    PayloadVersion: 1,
    PayloadIdentifier: `${identifier}.mail`,
    PayloadUUID: uuid(),
    PayloadDisplayName: address,
    EmailAccountType: receiving.protocol === 'imap' ? 'EmailTypeIMAP' : 'EmailTypePOP',
    EmailAccountDescription: address,
    EmailAddress: address,
    IncomingMailServerAuthentication: 'EmailAuthPassword',
    IncomingMailServerHostName: receiving.host,
    IncomingMailServerPortNumber: receiving.port,
    IncomingMailServerUseSSL: true,
    IncomingMailServerUsername: user,
    OutgoingMailServerAuthentication: 'EmailAuthPassword',
    OutgoingMailServerHostName: sending.host,
    OutgoingMailServerPortNumber: sending.port,
    OutgoingMailServerUseSSL: true,
    OutgoingMailServerUsername: user,
    OutgoingPasswordSameAsIncomingPassword: true,
  };
  return success(
    propertyList({
      PayloadType: 'Configuration',
      PayloadVersion: 1,
      PayloadIdentifier: identifier,
      PayloadUUID: uuid(),
      PayloadDisplayName: t('native.profile.name', { address }),
      PayloadDescription: t('native.profile.about'),
      PayloadContent: [account],
    }),
  );
}
