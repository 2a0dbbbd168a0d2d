import type { Protocol, Security } from '../../shared/model.ts';
import { hostOf, type Owner, portOf, type Sighting } from './sighting.ts';

/** One answer of a name server, not looked at yet. */
export interface SrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** The services of mail by their labels: RFC 6186 sections 3.1 to 3.3, RFC 8314 section 5.1. */
export const srvServices: readonly {
  readonly label: string;
  readonly protocol: Protocol;
  readonly security: Security;
}[] = [
  { label: '_imaps._tcp', protocol: 'imap', security: 'tls' },
  { label: '_submissions._tcp', protocol: 'smtp', security: 'tls' },
  { label: '_imap._tcp', protocol: 'imap', security: 'starttls' },
  { label: '_submission._tcp', protocol: 'smtp', security: 'starttls' },
  { label: '_pop3s._tcp', protocol: 'pop3', security: 'tls' },
  { label: '_pop3._tcp', protocol: 'pop3', security: 'starttls' },
];

const most = 4;

/** The servers that one service's records name, in the order of RFC 2782; a target of `.` means that there is none. */
export function readSrv(
  records: readonly SrvRecord[],
  service: (typeof srvServices)[number],
  owner: Owner,
  where: string,
): readonly Sighting[] {
  const { protocol, security } = service;
  const source = { how: 'srv', where } as const;
  return [...records]
    .sort((one, other) => one.priority - other.priority || other.weight - one.weight)
    .slice(0, most)
    .flatMap(({ name, port: number }) => {
      const [host, port] = [hostOf(name), portOf(String(number))];
      if (host === null || port === null) return [];
      return { protocol, host, port, security, user: owner.address, signIn: 'password', source };
    });
}
