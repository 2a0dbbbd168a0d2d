import type { Secret } from '../../core/secret.ts';
import type { HeldPassword } from '../../shared/held-password.ts';
import { type Handle, handleSchema, type RotationId } from '../../shared/ids.ts';
import { createGrants, type Grants } from './grants.ts';

interface Held {
  readonly rotation: RotationId;
  readonly secret: Secret;
  readonly origin: HeldPassword['origin'];
}

/**
 * Passwords that main holds between "New password" and "Change", each under a handle. In memory only. A rotation has one
 * of each origin: the generated one and the kept one stand side by side on the page, and either may be chosen.
 */
export interface HeldPasswords {
  /** Takes the place of what was held for the same rotation and of the same origin. */
  hold(rotation: RotationId, secret: Secret, origin: Held['origin']): Handle;
  /** Null when the handle is unknown, or belongs to a rotation that has ended. */
  find(handle: Handle): Held | null;
  /** Forgets what is held for one rotation. */
  drop(rotation: RotationId): void;
  dropAll(): void;
  /** What an administrator has agreed to, for a mailbox that is being added. */
  readonly grants: Grants;
}

export function createHeldPasswords(newId: () => string): HeldPasswords {
  const held = new Map<Handle, Held>();
  const drop = (rotation: RotationId): void => {
    for (const [handle, entry] of held) if (entry.rotation === rotation) held.delete(handle);
  };
  const grants = createGrants(newId);
  return {
    grants,
    hold(rotation, secret, origin) {
      for (const [handle, entry] of held) {
        if (entry.rotation === rotation && entry.origin === origin) held.delete(handle);
      }
      const handle = handleSchema.parse(newId());
      held.set(handle, { rotation, secret, origin });
      return handle;
    },
    find: (handle) => held.get(handle) ?? null,
    drop,
    dropAll: () => {
      held.clear();
      grants.dropAll();
    },
  };
}
