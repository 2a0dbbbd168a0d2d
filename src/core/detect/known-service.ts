import type { Endpoint, MailboxDraft } from '../../shared/model.ts';

/** A server of a known service, and the name it knows a mailbox by. */
export interface KnownServer extends Endpoint {
  readonly user: 'address' | 'local';
  readonly signIn: 'password' | 'oauth';
}

/**
 * A mail service that Keyround knows: which domains and which MX hosts are its own, and so which hosts may be used for
 * them without asking. Hosts are whole names, never patterns.
 */
export interface KnownService {
  readonly id: string;
  /** As the service writes itself. */
  readonly name: string;
  readonly kind: MailboxDraft['kind'];
  /** Domains of addresses that it gives out itself. */
  readonly domains: readonly string[];
  /** Whole names of MX hosts; one that begins with a dot stands for every name below it. */
  readonly mx: readonly string[];
  readonly servers: readonly KnownServer[];
  /** Ids of the providers that can change a password there, the likeliest first. The way by hand is always there. */
  readonly providers: readonly string[];
  /** Settings for the first of them. */
  readonly settings: Readonly<Record<string, string>>;
  /** The page to change the password by hand, https. */
  readonly page: string | null;
}

/** The service whose own domain this is. */
export function serviceOfDomain(services: readonly KnownService[], domain: string): KnownService | null {
  return services.find(({ domains }) => domains.includes(domain)) ?? null;
}

/** The service that one of these MX hosts belongs to. Ask with the most preferred ones only. */
export function serviceOfMx(services: readonly KnownService[], hosts: readonly string[]): KnownService | null {
  const isOf = (host: string) => (pattern: string) =>
    pattern.startsWith('.') ? host.endsWith(pattern) : host === pattern;
  return services.find(({ mx }) => hosts.some((host) => mx.some(isOf(host)))) ?? null;
}

/** Whether this host is one of the service's servers. */
export const hasHost = (service: KnownService | null, host: string): boolean =>
  service?.servers.some((server) => server.host === host) ?? false;

type More = Partial<Pick<KnownService, 'domains' | 'mx' | 'servers' | 'providers' | 'settings' | 'page'>>;

/** A line of the tables: what a service lacks may be left out. */
export const known = (id: string, name: string, kind: KnownService['kind'], more: More): KnownService => ({
  ...{ id, name, kind },
  ...{ domains: [], mx: [], servers: [], providers: [], settings: {}, page: null },
  ...more,
});

/** Names with blanks or line ends between them. */
export const words = (text: string): readonly string[] => text.trim().split(/\s+/);

type Ways = Partial<Pick<KnownServer, 'user' | 'signIn'>>;
const usually = { user: 'address', signIn: 'password' } as const;

/** Servers at the ports of RFC 8314; `submission` is 587, where TLS is turned on by a command. */
export const imap = (host: string, ways: Ways = {}): KnownServer => ({
  ...{ protocol: 'imap', host, port: 993, security: 'tls' },
  ...usually,
  ...ways,
});
export const pop3 = (host: string, ways: Ways = {}): KnownServer => ({
  ...{ protocol: 'pop3', host, port: 995, security: 'tls' },
  ...usually,
  ...ways,
});
export const smtp = (host: string, ways: Ways = {}): KnownServer => ({
  ...{ protocol: 'smtp', host, port: 465, security: 'tls' },
  ...usually,
  ...ways,
});
export const submission = (host: string, ways: Ways = {}): KnownServer => ({
  ...{ protocol: 'smtp', host, port: 587, security: 'starttls' },
  ...usually,
  ...ways,
});
