import { createRequire } from 'node:module';
// Types only: the add-on itself is loaded on first use, so that a missing libsecret is a failure and not a crash.
import type * as Keytar from 'keytar';
import { failure } from '../../shared/failures.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { keychainFailure } from './keychain-failure.ts';
import { createQueue } from './one-at-a-time.ts';
import {
  cut,
  digestOf,
  fitsOneEntry,
  isPieceAccount,
  otherSlot,
  pieceAccount,
  readHead,
  type Slot,
  writeHead,
} from './pieces.ts';

/** The four acts of keytar that are used, so that a test can stand in its place. */
export type KeychainBinding = Pick<typeof Keytar, 'getPassword' | 'setPassword' | 'deletePassword' | 'findCredentials'>;

/** One service of the system's keychain. Every failure is one of `keychain.*`; nothing is ever kept elsewhere instead. */
export interface Keychain {
  /** Null if there is no such entry, never if the keychain is merely locked. */
  get(account: string): Promise<Result<string | null>>;
  /** Writes or replaces. The old text stays readable until the new one is complete. */
  set(account: string, text: string): Promise<Result<void>>;
  /** Removing what is not there is fine. */
  remove(account: string): Promise<Result<void>>;
  /** Every entry with its text. For recovery only: seconds for thousands of entries, and it reads every secret. */
  list(): Promise<Result<readonly { readonly account: string; readonly text: string }[]>>;
  /** The names of all entries, also where one of them is incomplete. For recovery only, as slow as `list`. */
  accounts(): Promise<Result<readonly string[]>>;
  /** Removes every entry whose account begins with `start`, pieces and left-overs of a crash included. */
  clear(start: string): Promise<Result<void>>;
}

function loadKeytar(): KeychainBinding {
  const keytar: KeychainBinding = createRequire(import.meta.url)('keytar');
  return keytar;
}

/** Keychains answer a call of ours while another one shows its password box, so calls wait for each other. */
const sharedQueue = createQueue();

export interface KeychainOptions {
  readonly load?: () => KeychainBinding;
  /** On Linux a locked keyring answers a read like an empty one; see `proveUnlocked`. */
  readonly silentWhenLocked?: boolean;
}

export function createKeychain(service: string, options: KeychainOptions = {}): Keychain {
  const { load = loadKeytar, silentWhenLocked = process.platform === 'linux' } = options;
  const ask = <T>(act: (raw: RawKeychain) => Promise<T>): Promise<Result<T>> =>
    sharedQueue(async () => {
      try {
        return success(await act(new RawKeychain(service, load(), silentWhenLocked)));
      } catch (error) {
        return failed(error instanceof TornEntry ? failure('keychain.failed', error.message) : keychainFailure(error));
      }
    });
  return {
    get: (account) => ask((raw) => raw.read(account)),
    set: (account, text) => ask((raw) => raw.write(account, text)),
    remove: (account) => ask((raw) => raw.remove(account)),
    list: () => ask((raw) => raw.list()),
    accounts: () => ask((raw) => raw.accounts()),
    clear: (start) => ask((raw) => raw.clear(start)),
  };
}

class TornEntry extends Error {}

/** The acts on one service, to be run one at a time. They throw what keytar throws. */
class RawKeychain {
  readonly #service: string;
  readonly #binding: KeychainBinding;
  readonly #silentWhenLocked: boolean;

  constructor(service: string, binding: KeychainBinding, silentWhenLocked: boolean) {
    this.#service = service;
    this.#binding = binding;
    this.#silentWhenLocked = silentWhenLocked;
  }

  async read(account: string): Promise<string | null> {
    const text = await this.#getFromOpen(account);
    const head = text === null ? null : readHead(text);
    if (!head) return text;
    const pieces: string[] = [];
    for (let number = 0; number < head.count; number += 1)
      pieces.push((await this.#get(pieceAccount(account, head.slot, number))) ?? '');
    const whole = pieces.join('');
    if (digestOf(whole) !== head.digest) throw new TornEntry('an entry is incomplete');
    return whole;
  }

  async write(account: string, text: string): Promise<void> {
    if (fitsOneEntry(text)) {
      await this.#set(account, text);
      await this.#clearSlot(account, 'a');
      await this.#clearSlot(account, 'b');
      return;
    }
    const old = readHead((await this.#getFromOpen(account)) ?? '');
    const slot = old ? otherSlot(old.slot) : 'a';
    const pieces = cut(text);
    for (const [number, piece] of pieces.entries()) await this.#set(pieceAccount(account, slot, number), piece);
    await this.#set(account, writeHead(slot, pieces));
    await this.#clearSlot(account, otherSlot(slot));
  }

  async remove(account: string): Promise<void> {
    if (!(await this.#delete(account))) {
      await this.#proveUnlocked();
      await this.#delete(account);
    }
    await this.#clearSlot(account, 'a');
    await this.#clearSlot(account, 'b');
  }

  async list(): Promise<{ account: string; text: string }[]> {
    const entries: { account: string; text: string }[] = [];
    for (const { account, password } of await this.#all()) {
      if (isPieceAccount(account)) continue;
      const text = readHead(password) ? await this.read(account) : password;
      if (text !== null) entries.push({ account, text });
    }
    return entries;
  }

  async accounts(): Promise<string[]> {
    return (await this.#all()).map(({ account }) => account).filter((account) => !isPieceAccount(account));
  }

  async clear(start: string): Promise<void> {
    for (const { account } of await this.#all()) if (account.startsWith(start)) await this.#delete(account);
  }

  /**
   * Nothing there counts only if an open keychain says it: one that was unlocked between a read and the proof is read
   * again. Otherwise the key of our files would be taken for missing and made anew, and no journal could be read.
   */
  async #getFromOpen(account: string): Promise<string | null> {
    const text = await this.#get(account);
    if (text !== null || !this.#silentWhenLocked) return text;
    await this.#proveUnlocked();
    return await this.#get(account);
  }

  #get(account: string): Promise<string | null> {
    return this.#binding.getPassword(this.#service, account);
  }
  #set(account: string, text: string): Promise<void> {
    return this.#binding.setPassword(this.#service, account, text);
  }
  #delete(account: string): Promise<boolean> {
    return this.#binding.deletePassword(this.#service, account);
  }

  /** keytar ends the whole process if it lists a locked GNOME keyring, so the keyring must prove itself first. */
  async #all(): Promise<{ account: string; password: string }[]> {
    await this.#proveUnlocked();
    return await this.#binding.findCredentials(this.#service);
  }

  /**
   * libsecret answers a read from a locked keyring with "nothing there" and a removal with "nothing removed". Only a
   * write tells, so one is made and taken back; it throws if the keyring is locked or missing.
   */
  async #proveUnlocked(): Promise<void> {
    if (!this.#silentWhenLocked) return;
    await this.#set('unlocked', 'yes');
    await this.#delete('unlocked');
  }

  /** Pieces are written from the first and removed from the last, so that counting up finds them all. */
  async #clearSlot(account: string, slot: Slot): Promise<void> {
    let count = 0;
    while ((await this.#get(pieceAccount(account, slot, count))) !== null) count += 1;
    for (let number = count - 1; number >= 0; number -= 1) await this.#delete(pieceAccount(account, slot, number));
  }
}
