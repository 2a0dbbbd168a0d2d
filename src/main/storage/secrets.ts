import { randomBytes } from 'node:crypto';
import type { SecretStore } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import { failure } from '../../shared/failures.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { Keychain } from './keychain.ts';

const differs = () => failed(failure('keychain.read-back-differs'));

/**
 * Secrets by version in one keychain service: one entry `<prefix>/<mailbox>/<version>` each, written once and read back.
 * The prefix is `mailbox`, or `session/<id>` for what a helpdesk session must be able to remove as a whole.
 */
export function createSecretStore(keychain: Keychain, prefix = 'mailbox'): SecretStore {
  const account = (mailbox: MailboxId, version: VersionId) => `${prefix}/${mailbox}/${version}`;

  const putOnce = async (name: string, secret: Secret): Promise<Result<void>> => {
    const before = await keychain.get(name);
    if (!before.ok) return before;
    if (before.value === null) {
      const written = await keychain.set(name, secret.reveal());
      if (!written.ok) return written;
    }
    const after = await keychain.get(name);
    if (!after.ok) return after;
    // Compared as it came back, without normalising it once more.
    return after.value === secret.reveal() ? success(undefined) : differs();
  };

  return {
    put: (mailbox, version, secret) => putOnce(account(mailbox, version), secret),
    async get(mailbox, version) {
      const found = await keychain.get(account(mailbox, version));
      if (!found.ok) return found;
      return found.value === null ? failed(failure('keychain.entry-missing')) : success(new Secret(found.value));
    },
    remove: (mailbox, version) => keychain.remove(account(mailbox, version)),
    async tryOut() {
      const name = `${prefix}/try-out`;
      const cleared = await keychain.remove(name);
      if (!cleared.ok) return cleared;
      const put = await putOnce(name, new Secret(randomBytes(12).toString('hex')));
      if (!put.ok) return put;
      const removed = await keychain.remove(name);
      if (!removed.ok) return removed;
      const gone = await keychain.get(name);
      if (!gone.ok) return gone;
      return gone.value === null ? success(undefined) : failed(failure('keychain.failed', 'an entry stayed'));
    },
  };
}
