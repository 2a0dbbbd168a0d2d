import { KeyringWish, type Unlock } from '../../core/apps/unlock.ts';
import { Secret } from '../../core/secret.ts';
import type { UnlockRequest } from '../../shared/contract.ts';

/** What a person gave to open a store. A wish is as good as new with each call. */
export function unlockOf(request: UnlockRequest | null): Unlock | null {
  if (request === null) return null;
  return request.how === 'keyring' ? new KeyringWish() : new Secret(request.password);
}

/**
 * The passwords of apps' own stores that a person has typed (a primary password), by the store they open. They are in
 * memory alone, and are forgotten when another space is shown and when Keyround ends.
 */
export interface Unlocks {
  /** What opens this store, if somebody has typed it. `place` is that of `AppAccount`. */
  of(place: string): Secret | null;
  /** Begins a look: what it keeps later than `forget` is not kept. */
  begin(): { keep(place: string, secret: Secret): void };
  forget(): void;
}

/** More stores than that nobody opens; the oldest goes first. */
const most = 50;

export function createUnlocks(): Unlocks {
  let kept = new Map<string, Secret>();
  return {
    of: (place) => kept.get(place) ?? null,
    begin() {
      // a map that was thrown away takes what comes too late with it
      const into = kept;
      return {
        keep(place, secret) {
          into.set(place, secret);
          const [oldest] = into.keys();
          if (into.size > most && oldest !== undefined) into.delete(oldest);
        },
      };
    },
    forget() {
      kept = new Map();
    },
  };
}
