import type { ClientRecord, Endpoint, MailboxRecord, Protocol } from '../../shared/model.ts';
import { endpointOf } from './app-clients.ts';
import { hostName } from './belongs.ts';
import type { AppAccount } from './mail-app.ts';

type Own = Pick<MailboxRecord, 'receiving' | 'sending'>;

/**
 * Where an app's sign-in is tried: with its own settings, or where those are not whole or have no encryption with the
 * client's, then the mailbox's. The host has been found to be one of the mailbox's (`belongsTo`). Null: nothing to try.
 */
export function proofEndpoint(account: AppAccount, client: ClientRecord, record: Own): Endpoint | null {
  const own = endpointOf(account);
  if (own) return { ...own, host: hostName(own.host) };
  return ownFor(client, account.protocol) ?? ownFor(record, account.protocol);
}

function ownFor({ receiving, sending }: Own, protocol: Protocol): Endpoint | null {
  if (protocol === 'smtp') return sending && { ...sending, protocol };
  return receiving?.protocol === protocol ? receiving : null;
}
