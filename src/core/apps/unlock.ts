import { Secret } from '../secret.ts';

/**
 * A person's wish that the desktop asks for the password of its keyring. One wish raises one window, however many apps and
 * entries are locked. Nothing was typed for it, so it opens no store that has a password of its own.
 */
export class KeyringWish {
  #raised: Promise<boolean> | null = null;
  #endWaiting: () => void = () => undefined;
  readonly #givenUp = new Promise<boolean>((resolve) => {
    this.#endWaiting = () => resolve(false);
  });

  /** What the one window has brought. Whoever comes later waits for the same answer and raises no other. */
  async raise(window: () => Promise<boolean>): Promise<boolean> {
    this.#raised ??= Promise.race([window(), this.#givenUp]);
    return await this.#raised;
  }

  /** Nobody waits for the person any more: it stays locked, and no window is raised that was not. */
  giveUp(): void {
    this.#raised ??= Promise.resolve(false);
    this.#endWaiting();
  }
}

/** What a person gave to open a store: the password of the store itself, or the wish that the desktop unlocks its keyring. */
export type Unlock = Secret | KeyringWish;

/** The password, for a store that has one of its own: a wish for the keyring is none. */
export const typedIn = (unlock: Unlock | null): Secret | null => (unlock instanceof Secret ? unlock : null);

/** The wish, for the keyring: what was typed for an app is no word for the desktop. */
export const wishIn = (unlock: Unlock | null): KeyringWish | null => (unlock instanceof KeyringWish ? unlock : null);
