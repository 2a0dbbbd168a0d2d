import type { ProviderAccess } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { dnsAddress } from './address-parts.ts';
import type { Door } from './dial.ts';
import { type Limits, technicalText } from './outcome.ts';

/** What all requests to one server have in common. */
export interface CallSession {
  readonly door: Door;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Words for the technical line: where it was, and no secret that this change knows of, nor one of `more`. */
  readonly words: (text: string, more?: readonly Secret[]) => string;
}

/** The same for one mailbox. */
export interface PanelSession extends CallSession {
  /** With the domain as it stands in the DNS. */
  readonly address: string;
  readonly local: string;
  readonly domain: string;
}

type Place = Pick<Door, 'host' | 'port'>;

/** Sends nothing. `secrets` are those that never reach the technical line. */
export function callSession(
  access: ProviderAccess,
  { host, port }: Place,
  limits: Limits,
  secrets: readonly (Secret | null)[],
): CallSession {
  return {
    door: { host, port, authorities: access.authorities },
    limits,
    signal: access.signal,
    words: (text, more = []) => technicalText(`${host}:${port} ${text}`, [...secrets, ...more]),
  };
}

/** The same session, with one more secret that its words leave out. */
export const hiding = <S extends CallSession>(session: S, secret: Secret): S => ({
  ...session,
  words: (text: string, more: readonly Secret[] = []) => session.words(text, [...more, secret]),
});

/** Null for what is no address. Sends nothing. `more` are further secrets than those that everybody brings along. */
export function panelSession(
  access: ProviderAccess,
  place: Place,
  next: Secret | null,
  limits: Limits,
  more: readonly Secret[] = [],
): PanelSession | null {
  const mailbox = dnsAddress(access.address);
  if (mailbox === null) return null;
  const secrets = [next, access.current, access.credential, ...more];
  return { ...callSession(access, place, limits, secrets), ...mailbox };
}
