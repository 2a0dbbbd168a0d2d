import { X509Certificate } from 'node:crypto';
import type { Clock } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import type { Authority } from '../../shared/model.ts';
import { practiceAdministrator, practiceNewcomer } from '../../shared/practice.ts';
import type { PracticeSwitches } from '../../shared/views.ts';
import { type Accounts, createAccounts, newPassword } from './accounts.ts';
import { startApiServer } from './api-server.ts';
import { issueCertificate, makeAuthority } from './certificates.ts';
import { imapProtocol } from './imap-server.ts';
import { type LineServer, startLineServer } from './line-server.ts';
import { pop3Protocol } from './pop3-server.ts';
import { startSmtpServer } from './smtp-server.ts';

export const practiceHost = '127.0.0.1';
/** Those that are there from the start. Of a domain that is reserved (RFC 6761), so no real mailbox has them. */
export const practiceAddresses = ['anna@practice.example', 'office@practice.example', 'scans@practice.example'];

export const noSwitches: PracticeSwitches = {
  slow: false,
  refuseByPolicy: false,
  acceptAndAnswerNothing: false,
  cacheOldSeconds: 0,
  lockAfterFailures: 0,
};

/** Where the interface listens and what it takes to be let in. The token lives in memory only. */
export interface PracticeDoor {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly authorities: readonly Authority[];
}

/** The running practice service: everything on 127.0.0.1, nothing on disk, gone with the program. */
export interface PracticeService {
  readonly host: string;
  /** To be kept in the practice mailboxes' records: it counts for `host` only. */
  readonly authority: Authority;
  readonly door: PracticeDoor;
  readonly ports: Readonly<Record<'imap' | 'imapStartTls' | 'pop3' | 'pop3StartTls' | 'smtp' | 'smtpStartTls', number>>;
  /** What an administrator's sign-in at the interface takes. */
  readonly administratorPassword: Secret;
  readonly accounts: Accounts;
  switches(): PracticeSwitches;
  setSwitches(switches: PracticeSwitches): void;
  stop(): Promise<void>;
}

/** Starts every server of the practice service; about 100 ms. @throws Error when a port cannot be opened */
export async function startPractice(options: {
  readonly clock: Clock;
  readonly switches?: PracticeSwitches;
}): Promise<PracticeService> {
  const stop = new AbortController();
  const signer = await makeAuthority('Keyround practice');
  const keyed = await issueCertificate(signer, { addresses: [practiceHost] });
  const authority: Authority = {
    host: practiceHost,
    pem: signer.certificate,
    fingerprint: new X509Certificate(signer.certificate).fingerprint256,
    subject: 'Keyround practice',
  };
  const { address, password } = practiceNewcomer;
  const addresses = [...practiceAddresses, address];
  const accounts = createAccounts(addresses, options.switches ?? noSwitches, options.clock, stop.signal);
  accounts.reset(address, password);
  accounts.addAppPassword(practiceAddresses[0] ?? address, 'Tablet in the kitchen', ['imap']);
  const gate = { token: newPassword(), administratorPassword: practiceAdministrator.password };
  const imap = (security: 'tls' | 'starttls') =>
    startLineServer(practiceHost, security, keyed, () => imapProtocol(accounts));
  const pop3 = (security: 'tls' | 'starttls') =>
    startLineServer(practiceHost, security, keyed, () => pop3Protocol(accounts));
  const smtp = (security: 'tls' | 'starttls') => startSmtpServer(practiceHost, security, keyed, accounts);
  const started: LineServer[] = [];
  const start = async (server: Promise<LineServer>): Promise<number> => {
    const ready = await server;
    started.push(ready);
    return ready.port;
  };
  const stopAll = async () => {
    stop.abort();
    await Promise.all(started.map((server) => server.stop()));
  };
  try {
    const ports = {
      imap: await start(imap('tls')),
      imapStartTls: await start(imap('starttls')),
      pop3: await start(pop3('tls')),
      pop3StartTls: await start(pop3('starttls')),
      smtp: await start(smtp('tls')),
      smtpStartTls: await start(smtp('starttls')),
    };
    const api = await start(startApiServer(practiceHost, keyed, accounts, gate));
    return {
      host: practiceHost,
      authority,
      door: { host: practiceHost, port: api, token: gate.token, authorities: [authority] },
      ports,
      administratorPassword: new Secret(gate.administratorPassword),
      accounts,
      switches: () => accounts.switches,
      setSwitches: (switches) => {
        accounts.switches = switches;
      },
      stop: stopAll,
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}
