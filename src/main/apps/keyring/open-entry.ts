import { type Unlock, wishIn } from '../../../core/apps/unlock.ts';
import type { AppTrouble } from '../../../shared/apps.ts';
import { BusFailure } from './bus.ts';
import type { KeyringEntry } from './entry.ts';
import { type KeptValue, type KeyringItem, openSecretService, type SecretService } from './secret-service.ts';

/** An entry as it was just read. */
export interface OpenEntry {
  readonly item: KeyringItem;
  readonly label: string;
  readonly value: KeptValue;
}

/** The entries that fit, and the keyring that they are in, until it is closed. Where there is trouble, there is none. */
export interface Opened {
  readonly entries: readonly OpenEntry[];
  readonly trouble: AppTrouble | null;
  readonly service: SecretService | null;
  close(): void;
}

export interface Opener {
  /** Reads the entries of one account and no others. Never throws. */
  open(entry: KeyringEntry, unlock: Unlock | null): Promise<Opened>;
}

const failed = (trouble: AppTrouble): Opened => ({ entries: [], trouble, service: null, close: () => undefined });

/** What a failure means for a store that was only read. */
export const troubleOf = (error: unknown): AppTrouble =>
  error instanceof BusFailure && error.answer === 'org.freedesktop.Secret.Error.IsLocked'
    ? 'keyring-locked'
    : 'keyring-silent';

/** Opens the keyring that is on this bus; null if there is no bus. A wish to unlock raises the desktop's window once. */
export function createOpener(bus: string | null): Opener {
  const found = async (service: SecretService, entry: KeyringEntry, unlock: Unlock | null) => {
    const items = await service.search(entry.attributes);
    const locked = items.filter((item) => item.locked);
    if (locked.length === 0) return items;
    const wish = wishIn(unlock);
    if (!wish || !(await wish.raise(() => service.unlock(locked)))) return null;
    const again = await service.search(entry.attributes);
    return again.some((item) => item.locked) ? null : again;
  };
  return {
    async open(entry, unlock) {
      if (bus === null) return failed('keyring-silent');
      let service: SecretService | null = null;
      try {
        service = await openSecretService(bus);
        const items = await found(service, entry, unlock);
        const entries: OpenEntry[] = [];
        for (const item of items ?? []) {
          const label = await service.label(item, entry.attributes);
          entries.push({ item, label, value: await service.read(item) });
        }
        const { close } = service;
        if (items) return { entries, trouble: null, service, close: () => close.call(service) };
        service.close();
        return failed('keyring-locked');
      } catch (error) {
        service?.close();
        return failed(troubleOf(error));
      }
    },
  };
}
