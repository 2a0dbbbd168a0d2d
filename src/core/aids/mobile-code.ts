import type { NoCode } from '../../shared/device-code.ts';
import type { ClientRecord, Receiving, Security } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';

/** What an aid is made of: whose mailbox, and the settings of one device. */
export interface AidSubject {
  readonly address: string;
  readonly client: Pick<ClientRecord, 'user' | 'receiving' | 'sending'>;
}

/** Longest text of a code that cameras still read from a screen without trouble, in characters. */
const longestCode = 800;

const formatVersion = 1;
/** The first code of one. */
const part = [1, 1];
const protocols: Record<Receiving['protocol'] | 'smtp', number> = { imap: 0, pop3: 1, smtp: 0 };
const securities: Record<Security, number> = { starttls: 2, tls: 3 };
/** A password, over an encrypted connection. */
const authentication = 1;

/**
 * What Thunderbird for Android reads from a square code to add an account: version 1 of the format of its
 * `qr-code-format.md`. There is no password in it: the app asks for it. The format wants a name beside the address, and the
 * address is the only name known here.
 */
export function mobileCode({ address, client }: AidSubject): Result<string, NoCode> {
  const { user, receiving, sending } = client;
  if (receiving === null || sending === null) return failed('one-side');
  if (![address, user, receiving.host, sending.host].every(isAscii)) return failed('not-ascii');
  const server = (
    protocol: keyof typeof protocols,
    { host, port, security }: Pick<Receiving, 'host' | 'port' | 'security'>,
  ) => [protocols[protocol], host, port, securities[security], authentication, user] as const;
  const outgoing = [[server('smtp', sending), [address, address]]];
  const text = JSON.stringify([formatVersion, part, server(receiving.protocol, receiving), outgoing]);
  return text.length > longestCode ? failed('too-long') : success(text);
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
