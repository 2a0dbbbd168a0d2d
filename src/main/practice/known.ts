import { type KnownService, known } from '../../core/detect/known-service.ts';
import { type PracticeService, practiceAddresses } from './service.ts';

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** The practice service as the search from an address knows it: its own domain, servers and interface, and no network. */
export function practiceKnown({ host, ports }: PracticeService): KnownService {
  const server = { host, security: 'tls', user: 'address', signIn: 'password' } as const;
  return known('practice', 'Keyround practice', 'ordinary', {
    domains: [...new Set(practiceAddresses.map(domainOf))],
    servers: [
      { ...server, protocol: 'imap', port: ports.imap },
      { ...server, protocol: 'pop3', port: ports.pop3 },
      { ...server, protocol: 'smtp', port: ports.smtp },
    ],
    providers: ['practice'],
    settings: { mode: 'self' },
  });
}
