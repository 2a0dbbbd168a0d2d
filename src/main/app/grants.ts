import type { Secret } from '../../core/secret.ts';
import { type Handle, handleSchema } from '../../shared/ids.ts';

/**
 * Credentials that main got by itself, by a sign-in in the browser or from a key file, until a mailbox is saved with one.
 * The form holds only a handle. In memory only.
 */
export interface Grants {
  hold(provider: string, credential: Secret): Handle;
  /** The secrets of a form, with the credential in the place of a handle that stands for one of this provider. */
  redeemed(provider: string, secrets: Readonly<Record<string, string>>): Readonly<Record<string, string | Secret>>;
  dropAll(): void;
}

/** A form that was left leaves its credential behind: only the newest ones are held. */
const most = 20;

export function createGrants(newId: () => string): Grants {
  const held = new Map<string, { readonly provider: string; readonly credential: Secret }>();
  return {
    hold(provider, credential) {
      const handle = handleSchema.parse(newId());
      held.set(handle, { provider, credential });
      for (const oldest of [...held.keys()].slice(0, -most)) held.delete(oldest);
      return handle;
    },
    redeemed: (provider, secrets) =>
      Object.fromEntries(
        Object.entries(secrets).map(([key, text]) => {
          const found = held.get(text);
          return [key, found?.provider === provider ? found.credential : text] as const;
        }),
      ),
    dropAll: () => held.clear(),
  };
}
