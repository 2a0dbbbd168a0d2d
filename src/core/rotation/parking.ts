import type { Authority, Endpoint, Protocol } from '../../shared/model.ts';
import type { Clock, MailProbe, OpenConnection } from '../ports.ts';
import { elapsedOn } from './ages.ts';

/** Servers hang up on connections that do not sign in: Stalwart after 60 s. */
const stale = 45_000;

/** Connections that were opened, encrypted and greeted while the provider works; no password has gone over them. */
export interface Parked {
  /** The connection for this protocol, if it opened and is fresh. It is then the taker's to close. */
  take(protocol: Protocol): Promise<OpenConnection | null>;
  /** Closes what nobody took. */
  release(): void;
}

interface Place {
  readonly opening: Promise<{ readonly connection: OpenConnection; readonly at: number } | null>;
}

/**
 * Opens a connection to each endpoint at once, so that signing in after the provider's answer takes one round trip.
 * A failed opening is forgotten here: the sign-in that follows opens anew and reports it.
 */
export function park(
  probe: MailProbe,
  clock: Clock,
  endpoints: readonly Endpoint[],
  authorities: readonly Authority[],
): Parked {
  const stopping = new AbortController();
  const options = { authorities, signal: stopping.signal, onStage: () => undefined, read: false };
  const open = async (endpoint: Endpoint) => {
    const opened = await probe.open(endpoint, options);
    return opened.open ? { connection: opened.connection, at: elapsedOn(clock) } : null;
  };
  const places = new Map<Protocol, Place>();
  for (const endpoint of endpoints) {
    places.set(endpoint.protocol, { opening: open(endpoint).catch(() => null) });
  }
  return {
    async take(protocol) {
      const place = places.get(protocol);
      places.delete(protocol);
      const opened = (await place?.opening) ?? null;
      if (!opened) return null;
      const age = elapsedOn(clock) - opened.at;
      if (age >= 0 && age < stale) return opened.connection;
      opened.connection.close();
      return null;
    },
    release() {
      stopping.abort();
      for (const place of places.values()) void place.opening.then((opened) => opened?.connection.close());
      places.clear();
    },
  };
}
