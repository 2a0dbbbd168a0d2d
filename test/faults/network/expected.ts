import type { ProviderFailureCode } from '../../../src/shared/failures.ts';
import type { Finding } from '../../../src/shared/findings.ts';
import type { Cell } from './cells.ts';

/** What a cell may show: `answered` is the server's own yes or no, reached in spite of the fault. */
export type Class = 'answered' | Extract<Finding, { ok: false }>['code'] | ProviderFailureCode;

/** The classes that are right for a cell of a mail server. */
export function expectedOfMail(cell: Cell): readonly Class[] {
  if (cell.phase === 'after') return ['answered'];
  // Before TLS there are words that anybody can read; afterwards the network can only break them.
  const clear = cell.security === 'starttls' && (cell.phase === 'connect' || cell.phase === 'greeting');
  switch (cell.fault) {
    case 'delay-0.2-s':
    case 'delay-2-s':
    case 'one-kilobyte-a-second':
    case 'ipv6-hole':
      return ['answered'];
    case 'dns-failure':
      return [cell.phase === 'connect' ? 'mail.name-not-found' : 'answered'];
    case 'delay-20-s':
      // An answer to a sign-in may take that long, nothing else.
      return [cell.phase === 'sign-in' ? 'answered' : 'mail.timed-out'];
    case 'one-byte-a-second':
    case 'stall':
    case 'black-hole':
      return ['mail.timed-out'];
    case 'reset':
    case 'half-close':
      return ['mail.connection-lost'];
    case 'duplicate':
      return duplicated(cell, clear);
    case 'captive-portal':
      if (cell.phase === 'capability' || cell.phase === 'sign-in') return ['mail.unsafe-answer'];
      return [clear ? 'mail.not-a-mail-server' : 'mail.encryption-failed'];
    case 'mitm-certificate':
      if (cell.phase === 'capability' || cell.phase === 'sign-in')
        return ['mail.encryption-failed', 'mail.connection-lost'];
      return ['mail.certificate-not-trusted'];
  }
}

function duplicated(cell: Cell, clear: boolean): readonly Class[] {
  // The verdict twice is still the verdict.
  if (cell.phase === 'sign-in') return ['answered'];
  if (cell.phase === 'capability') return ['mail.unsafe-answer'];
  if (clear)
    return cell.service === 'imap'
      ? ['answered', 'mail.unsafe-answer']
      : ['mail.unsafe-answer', 'mail.not-a-mail-server', 'mail.no-encryption'];
  return cell.phase === 'greeting'
    ? ['answered', 'mail.unsafe-answer']
    : ['mail.encryption-failed', 'mail.connection-lost'];
}

/** The classes that are right for LDAP. Before the change nothing can have been changed, so every trouble is a refusal. */
export function expectedOfLdap({ fault, phase, security }: Cell): readonly Class[] {
  // With TLS from the first byte, the first words of the server come after it.
  const clear = phase === 'greeting' && security === 'starttls';
  switch (fault) {
    case 'delay-0.2-s':
    case 'delay-2-s':
    case 'one-kilobyte-a-second':
    case 'ipv6-hole':
      return ['answered'];
    case 'dns-failure':
      return [phase === 'connect' ? 'provider.unreachable' : 'answered'];
    case 'delay-20-s':
      return [clear || phase === 'tls' || phase === 'connect' ? 'provider.unreachable' : 'answered'];
    case 'duplicate':
      return phase === 'after'
        ? ['answered']
        : [
            'provider.unreachable',
            'provider.needs-encryption',
            ...(security === 'tls' && phase === 'greeting' ? (['answered'] as const) : []),
          ];
    case 'mitm-certificate':
      if (phase === 'after') return ['provider.no-answer'];
      return [phase === 'capability' || phase === 'sign-in' ? 'provider.unreachable' : 'provider.certificate'];
    case 'captive-portal':
      return [phase === 'after' ? 'provider.odd-answer' : 'provider.unreachable'];
    default:
      return [phase === 'after' ? 'provider.no-answer' : 'provider.unreachable'];
  }
}
