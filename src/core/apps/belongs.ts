import type { MailboxRecord } from '../../shared/model.ts';
import type { AppAccount } from './mail-app.ts';

type Own = Pick<MailboxRecord, 'address' | 'user' | 'receiving' | 'sending' | 'clients'>;

export const hostName = (host: string): string => host.toLowerCase().replace(/\.$/, '');

/** User names count as they are; only the domain of an address may be in capitals or not. */
export const userName = (user: string): string => user.replace(/@[^@]*$/, (domain) => domain.toLowerCase());

/**
 * Whether an app's account is a sign-in to this mailbox: user and host are those of its record or of a client in it.
 * `other-server`: the user is this mailbox's address, the host is none of its own, so that its password is not looked at.
 */
export function belongsTo(own: Own, { host, user }: Pick<AppAccount, 'host' | 'user'>): 'yes' | 'other-server' | 'no' {
  const endpoints = [own, ...own.clients].flatMap(({ receiving, sending }) => [receiving, sending]);
  const hosts = endpoints.flatMap((endpoint) => (endpoint ? [hostName(endpoint.host)] : []));
  const users = [own.user, ...own.clients.map((client) => client.user)].map(userName);
  const isUser = users.includes(userName(user));
  if (isUser && hosts.includes(hostName(host))) return 'yes';
  return userName(user) === userName(own.address) ? 'other-server' : 'no';
}
