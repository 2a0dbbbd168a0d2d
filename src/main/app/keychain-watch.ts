import type { SecretStore } from '../../core/ports.ts';
import type { Failure, FailureCode } from '../../shared/failures.ts';
import type { Result } from '../../shared/result.ts';
import type { Keychain } from '../storage/keychain.ts';

/** What is known of this computer's keychain, without asking it for every page. */
export interface KeychainWatch {
  /** Why it could not be used when it was last tried; null while it works or has not been tried. */
  problem(): Failure | null;
  /** The keychain has not answered for a while: most likely the computer's own password box stands open. */
  waits(): boolean;
  check(): Promise<Result<void>>;
}

/** A keychain that is open answers within milliseconds; after this many it waits for a person. */
const patience = 2_000;

/**
 * Calls wait for each other, so what counts is how long none has come back. `onWaits` hears of the beginning and the end; it
 * must not lead to another call of the keychain, or a closed password box would open again.
 */
function createPatience(onWaits: () => void) {
  let pending = 0;
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turn = (next: boolean): void => {
    if (over === next) return;
    over = next;
    onWaits();
  };
  const arm = (): void => {
    clearTimeout(timer);
    timer = pending > 0 ? setTimeout(() => turn(true), patience) : undefined;
  };
  return {
    isOver: () => over,
    async during<T>(act: Promise<T>): Promise<T> {
      pending += 1;
      if (pending === 1) arm();
      try {
        return await act;
      } finally {
        pending -= 1;
        arm();
        turn(false);
      }
    },
  };
}

/** Failures of the keychain itself; the others are about one entry. */
const outOfOrder: readonly FailureCode[] = [
  'keychain.absent',
  'keychain.locked',
  'keychain.no-collection',
  'keychain.denied',
  'keychain.failed',
];

export function createKeychainWatch(
  secrets: () => SecretStore,
  onChange: () => void,
  onWaits: () => void,
): KeychainWatch & {
  /** The same keychain; what goes wrong with it is noted, whoever asked, so that it is said on every page. */
  over(keychain: Keychain): Keychain;
} {
  let problem: Failure | null = null;
  const note = (next: Failure | null): void => {
    const before = problem;
    problem = next;
    if (before?.code !== next?.code) onChange();
  };
  const patient = createPatience(onWaits);
  const noted = async <T>(act: Promise<Result<T>>): Promise<Result<T>> => {
    const result = await patient.during(act);
    if (!result.ok && outOfOrder.includes(result.failure.code)) note(result.failure);
    return result;
  };
  const tryOut = async (): Promise<Result<void>> => {
    const tried = await secrets().tryOut();
    note(tried.ok ? null : tried.failure);
    return tried;
  };
  // two at once would take the same entry away from each other
  let checking: Promise<Result<void>> | null = null;
  return {
    problem: () => problem,
    waits: patient.isOver,
    check() {
      checking ??= tryOut().finally(() => {
        checking = null;
      });
      return checking;
    },
    over: (keychain) => ({
      get: (account) => noted(keychain.get(account)),
      set: (account, text) => noted(keychain.set(account, text)),
      remove: (account) => noted(keychain.remove(account)),
      list: () => noted(keychain.list()),
      accounts: () => noted(keychain.accounts()),
      clear: (start) => noted(keychain.clear(start)),
    }),
  };
}
