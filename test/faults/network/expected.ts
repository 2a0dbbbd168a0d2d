import type { ProviderFailureCode } from '../../../src/shared/failures.ts';
import type { Finding } from '../../../src/shared/findings.ts';
import type { Cell, NetworkFault } from './cells.ts';

/** What a cell may show: `answered` is the server's own yes or no, reached in spite of the fault. */
export type Class = 'answered' | Extract<Finding, { ok: false }>['code'] | ProviderFailureCode;

type Rows = Readonly<Record<NetworkFault, (cell: Cell) => readonly Class[]>>;

/** Before TLS there are words that anybody can read; afterwards the network can only break them. */
const inClear = ({ security, phase }: Cell): boolean =>
  security === 'starttls' && (phase === 'connect' || phase === 'greeting');
const insideTls = ({ phase }: Cell): boolean => phase === 'capability' || phase === 'sign-in';

const answered = (): readonly Class[] => ['answered'];
const timedOut = (): readonly Class[] => ['mail.timed-out'];
const lost = (): readonly Class[] => ['mail.connection-lost'];
const broken: readonly Class[] = ['mail.encryption-failed', 'mail.connection-lost'];

const mailRows: Rows = {
  'delay-0.2-s': answered,
  'delay-2-s': answered,
  // An answer to a sign-in may take that long, nothing else.
  'delay-20-s': ({ phase }) => [phase === 'sign-in' ? 'answered' : 'mail.timed-out'],
  'one-byte-a-second': timedOut,
  'one-kilobyte-a-second': answered,
  stall: timedOut,
  'black-hole': timedOut,
  reset: lost,
  'half-close': lost,
  duplicate: duplicated,
  'dns-failure': ({ phase }) => [phase === 'connect' ? 'mail.name-not-found' : 'answered'],
  'ipv6-hole': answered,
  'captive-portal': (cell) => {
    // What is no SMTP in answer to EHLO is still part of finding out who speaks.
    if (insideTls(cell)) {
      return cell.service === 'smtp' && cell.phase === 'capability'
        ? ['mail.not-a-mail-server']
        : ['mail.unsafe-answer'];
    }
    return [inClear(cell) ? 'mail.not-a-mail-server' : 'mail.encryption-failed'];
  },
  'mitm-certificate': (cell) => (insideTls(cell) ? broken : ['mail.certificate-not-trusted']),
};

function duplicated(cell: Cell): readonly Class[] {
  // The verdict twice is still the verdict, and IMAP servers may say news unasked.
  if (cell.phase === 'sign-in') return ['answered'];
  if (cell.phase === 'capability') return ['mail.unsafe-answer'];
  if (inClear(cell))
    return cell.service === 'imap'
      ? ['answered', 'mail.unsafe-answer']
      : ['mail.unsafe-answer', 'mail.not-a-mail-server'];
  if (cell.phase !== 'greeting') return broken;
  // The second greeting is taken for an answer to EHLO that offers nothing.
  return ['answered', 'mail.unsafe-answer', 'mail.no-sign-in-offered'];
}

/** The classes that are right for a cell of a mail server. */
export function expectedOfMail(cell: Cell): readonly Class[] {
  return cell.phase === 'after' ? ['answered'] : mailRows[cell.fault](cell);
}

const unreachable = (): readonly Class[] => ['provider.unreachable'];

/** Before the change has left nothing can have been changed, so every trouble is a refusal. */
const ldapRows: Rows = {
  'delay-0.2-s': answered,
  'delay-2-s': answered,
  // With TLS from the first byte, the first words of the server come after it, where an answer may take long.
  'delay-20-s': (cell) => [
    inClear(cell) || cell.phase === 'connect' || cell.phase === 'tls' ? 'provider.unreachable' : 'answered',
  ],
  'one-byte-a-second': unreachable,
  'one-kilobyte-a-second': answered,
  stall: unreachable,
  'black-hole': unreachable,
  reset: unreachable,
  'half-close': unreachable,
  // A copy inside TLS breaks the connection once the first has been read, which may be after the change has left.
  duplicate: ({ phase }) =>
    phase === 'sign-in'
      ? ['answered', 'provider.unreachable', 'provider.no-answer']
      : ['provider.unreachable', 'provider.needs-encryption'],
  'dns-failure': ({ phase }) => [phase === 'connect' ? 'provider.unreachable' : 'answered'],
  'ipv6-hole': answered,
  'captive-portal': unreachable,
  'mitm-certificate': (cell) => [insideTls(cell) ? 'provider.unreachable' : 'provider.certificate'],
};

/** Once the change has left, only its answer says what became of it. */
const ldapAfter: Readonly<Partial<Record<NetworkFault, Class>>> = {
  'one-byte-a-second': 'provider.no-answer',
  stall: 'provider.no-answer',
  'black-hole': 'provider.no-answer',
  reset: 'provider.no-answer',
  'half-close': 'provider.no-answer',
  'mitm-certificate': 'provider.no-answer',
  'captive-portal': 'provider.odd-answer',
};

/** The classes that are right for a change by LDAP. */
export function expectedOfLdap(cell: Cell): readonly Class[] {
  if (cell.phase !== 'after') return ldapRows[cell.fault](cell);
  // With a wrong password there is nothing after the sign-in.
  return [cell.right ? (ldapAfter[cell.fault] ?? 'answered') : 'answered'];
}
