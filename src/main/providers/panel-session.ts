import type { ProviderAccess } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { addressParts } from './address-parts.ts';
import type { Door } from './dial.ts';
import { type Limits, technicalText } from './outcome.ts';

/** What requests to one panel for one mailbox have in common. */
export interface PanelSession {
  readonly door: Door;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly address: string;
  readonly local: string;
  readonly domain: string;
  /** Words for the technical line: where it was, and no secret that this change knows of. */
  readonly words: (text: string) => string;
}

/** Null for what is no address. Sends nothing. */
export function panelSession(
  access: ProviderAccess,
  { host, port }: Pick<Door, 'host' | 'port'>,
  next: Secret | null,
  limits: Limits,
): PanelSession | null {
  const parts = addressParts(access.address);
  if (parts === null) return null;
  const secrets = [next, access.current, access.credential];
  return {
    door: { host, port, authorities: access.authorities },
    limits,
    signal: access.signal,
    address: access.address,
    ...parts,
    words: (text) => technicalText(`${host}:${port} ${text}`, secrets),
  };
}
