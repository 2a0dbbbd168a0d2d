import { connect as connectTcp, isIP, type Socket } from 'node:net';
import {
  type ConnectionOptions,
  connect as connectTls,
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { domainToASCII } from 'node:url';
import type { ProbeStage } from '../../shared/findings.ts';
import type { Authority } from '../../shared/model.ts';
import { MailTrouble, networkTrouble, said } from './trouble.ts';

/** How long to wait, in milliseconds. The answer to a sign-in takes up to 17 s on a Dovecot that has seen wrong passwords. */
export interface TimeLimits {
  /** Resolving the name and connecting. */
  readonly connect: number;
  /** The handshake, the greeting, and each answer that is not about the password. */
  readonly greeting: number;
  /** The answer to the sign-in itself. */
  readonly answer: number;
}

export const defaultTimeLimits: TimeLimits = { connect: 10_000, greeting: 15_000, answer: 35_000 };

/**
 * IPv6 and IPv4 by turns (RFC 8305), said aloud because older Node tries the first address only. So is the time for each
 * address, in milliseconds: Node's own 250 give up a host that is merely far away.
 */
export const bothFamilies = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 1_500 } as const;

const contexts = new Map<string, SecureContext>();
const mostContexts = 64;

/** The name as it goes on the wire and into a comparison: ASCII, lower case, no final dot. Addresses pass unchanged. */
export function plainHost(host: string): string {
  if (isIP(host) !== 0) return host.toLowerCase();
  return (domainToASCII(host) || host).toLowerCase().replace(/\.$/, '');
}

/**
 * What a connection to `host` trusts: the roots built into this program, plus the authorities that a person has chosen
 * for exactly this host. The roots are named one by one because Node's default also takes in whatever
 * NODE_EXTRA_CA_CERTS or `--use-openssl-ca` add. TLS 1.2 at least.
 *
 * One context per set of authorities: parsing all roots again costs 26 ms for each connection.
 */
export function secureContextFor(host: string, authorities: readonly Authority[]): SecureContext {
  const wanted = plainHost(host);
  const chosen = authorities.filter((authority) => plainHost(authority.host) === wanted).map(({ pem }) => pem);
  const key = [...new Set(chosen)].sort().join('\n');
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const made = createSecureContext({ ca: [...rootCertificates, ...chosen], minVersion: 'TLSv1.2' });
  const oldest = contexts.size >= mostContexts ? contexts.keys().next().value : undefined;
  if (oldest !== undefined) contexts.delete(oldest);
  contexts.set(key, made);
  return made;
}

/**
 * Options for every TLS connection of this program. `rejectUnauthorized` is said aloud so that
 * NODE_TLS_REJECT_UNAUTHORIZED=0 has no say; the name check is Node's own. SNI is for names only (RFC 6066 section 3).
 */
export function tlsOptionsFor(host: string, authorities: readonly Authority[]): ConnectionOptions {
  const name = plainHost(host);
  return {
    host: name,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    secureContext: secureContextFor(host, authorities),
    rejectUnauthorized: true,
  };
}

export interface Reach {
  readonly host: string;
  readonly port: number;
  readonly limits: TimeLimits;
  readonly signal: AbortSignal;
  readonly onStage: (stage: ProbeStage) => void;
  /** Told the socket once it is connected. */
  readonly onSocket?: (socket: Socket) => void;
}

/**
 * Resolves the name and connects, trying IPv6 and IPv4 by turns (RFC 8305).
 *
 * @throws MailTrouble with the network's error, a time-out, or `stopped`
 */
export function openSocket(reach: Reach): Promise<Socket> {
  const { port, limits, signal, onStage } = reach;
  const host = plainHost(reach.host);
  onStage('resolving');
  if (isIP(host) !== 0) onStage('connecting');
  const socket = connectTcp({ host, port, ...bothFamilies });
  let looked = isIP(host) !== 0;
  socket.on('lookup', () => {
    if (!looked) onStage('connecting');
    looked = true;
  });
  socket.setNoDelay(true);
  return settled(socket, 'connect', limits.connect, signal).then(() => {
    reach.onSocket?.(socket);
    return socket;
  });
}

/**
 * Encrypts a connected socket and checks the certificate. Nothing is written before the check is done: Node sends
 * queued writes as soon as the handshake ends, which is before it.
 *
 * @throws MailTrouble with the certificate's or the handshake's error, a time-out, or `stopped`
 */
export function encrypt(socket: Socket, reach: Reach, authorities: readonly Authority[]): Promise<TLSSocket> {
  reach.onStage('encrypting');
  const encrypted = connectTls({ ...tlsOptionsFor(reach.host, authorities), socket });
  return settled(encrypted, 'secureConnect', reach.limits.greeting, reach.signal).then(
    () => encrypted,
    (error: unknown) => {
      socket.destroy();
      throw error;
    },
  );
}

function settled(socket: Socket, event: string, limit: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: MailTrouble) => {
      tidy();
      socket.destroy();
      reject(error);
    };
    const onError = (error: Error) => fail(networkTrouble(error));
    const onClose = () => fail(new MailTrouble(said('connection-lost')));
    const onAbort = () => fail(new MailTrouble(said('stopped')));
    const onReady = () => {
      tidy();
      resolve();
    };
    const timer = setTimeout(() => fail(new MailTrouble(said('timed-out'))), limit);
    // Somebody always listens: an error that comes after the socket was given up would end the program.
    socket.on('error', () => undefined);
    const tidy = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off(event, onReady).off('error', onError).off('close', onClose);
    };
    socket.once(event, onReady).once('error', onError).once('close', onClose);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
