import type { Secret } from '../../core/secret.ts';
import { type Handle, handleSchema, type RotationId } from '../../shared/ids.ts';
import type { HeldPassword } from '../../shared/views.ts';

interface Held {
  readonly rotation: RotationId;
  readonly secret: Secret;
  readonly origin: HeldPassword['origin'];
}

/** Passwords that main holds between "New password" and "Change", each under a handle. In memory only, one per rotation. */
export interface HeldPasswords {
  hold(rotation: RotationId, secret: Secret, origin: Held['origin']): Handle;
  /** Null when the handle is unknown, or belongs to a rotation that has ended. */
  find(handle: Handle): Held | null;
  /** Forgets what is held for one rotation. */
  drop(rotation: RotationId): void;
  dropAll(): void;
}

export function createHeldPasswords(newId: () => string): HeldPasswords {
  const held = new Map<Handle, Held>();
  const drop = (rotation: RotationId): void => {
    for (const [handle, entry] of held) if (entry.rotation === rotation) held.delete(handle);
  };
  return {
    hold(rotation, secret, origin) {
      drop(rotation);
      const handle = handleSchema.parse(newId());
      held.set(handle, { rotation, secret, origin });
      return handle;
    },
    find: (handle) => held.get(handle) ?? null,
    drop,
    dropAll: () => held.clear(),
  };
}
