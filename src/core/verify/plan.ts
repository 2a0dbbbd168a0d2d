import type { ClientId, VersionId } from '../../shared/ids.ts';
import type { ClientRecord, Endpoint, MailboxRecord } from '../../shared/model.ts';
import type { Check, Side } from './types.ts';

/** Equal keys are one sign-in. It holds a host and a user name, so it is never journalled or shown. */
export function checkKey(endpoint: Endpoint, user: string, version: VersionId): string {
  return JSON.stringify([endpoint.protocol, endpoint.host, endpoint.port, endpoint.security, user, version]);
}

/** The secret a client signs in with, or null if it is not to be tried from here. */
function versionOf(client: ClientRecord, current: VersionId | null, appPasswords: boolean): VersionId | null {
  switch (client.signIn.how) {
    case 'mailbox-password':
      return current;
    case 'app-password':
      return appPasswords ? client.signIn.version : null;
    case 'elsewhere':
      return null;
  }
}

function sidesOf(client: ClientRecord): { side: Side; endpoint: Endpoint }[] {
  const sides: { side: Side; endpoint: Endpoint }[] = [];
  const at = (host: string) => host.toLowerCase();
  if (client.receiving) {
    sides.push({ side: 'receiving', endpoint: { ...client.receiving, host: at(client.receiving.host) } });
  }
  if (client.sending) {
    sides.push({
      side: 'sending',
      endpoint: { ...client.sending, protocol: 'smtp', host: at(client.sending.host) },
    });
  }
  return sides;
}

/**
 * Folds all clients of a mailbox into distinct sign-ins, in the order of the clients. Clients that sign in elsewhere are
 * left out, those with an app password too unless `appPasswords` asks for them (a check-up does, a rotation does not).
 * With no current version (an administrator's mailbox) only app passwords are left to check.
 */
export function planChecks(
  record: MailboxRecord,
  current: VersionId | null,
  options: { readonly appPasswords: boolean },
): readonly Check[] {
  const folded = new Map<string, Check & { targets: { client: ClientId; side: Side }[] }>();
  for (const client of record.clients) {
    const version = versionOf(client, current, options.appPasswords);
    if (version === null) continue;
    for (const { side, endpoint } of sidesOf(client)) {
      const key = checkKey(endpoint, client.user, version);
      const known = folded.get(key);
      if (known) known.targets.push({ client: client.id, side });
      else {
        const targets = [{ client: client.id, side }];
        folded.set(key, { key, mailbox: record.id, endpoint, user: client.user, version, targets });
      }
    }
  }
  return [...folded.values()];
}
