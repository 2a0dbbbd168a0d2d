/** One answer kept: the password that the database gave at the time, and how the last comparison with it ended. */
interface Entry {
  readonly stored: string;
  readonly at: number;
  lastMatched: boolean;
}

/**
 * What a mail server remembers of sign-ins, as Dovecot does it (`passdb-cache.c`). While an entry lives, its password is
 * right whatever the database says since: the old one goes on working. Another password is looked up anew only if the
 * last comparison matched; after a refusal it is refused from memory until the negative time is over. So a new password
 * that was tried too early stays wrong, until its time is over or the old one has signed in once more.
 */
export class SignInCache {
  readonly #entries = new Map<string, Entry>();
  #positive: number;
  #negative: number;

  /** Both times in milliseconds; 0 remembers nothing of that kind. */
  constructor(positive: number, negative: number) {
    this.#positive = positive;
    this.#negative = negative;
  }

  /** From now on it remembers for other times. */
  keepFor(positive: number, negative: number): void {
    this.#positive = positive;
    this.#negative = negative;
  }

  /** `key` names the user, and the protocol where each has a cache of its own. `stored` is what the database says now. */
  matches(key: string, given: string, stored: string, now: number): boolean {
    return this.#fromMemory(key, given, now) ?? this.#lookUp(key, given, stored, now);
  }

  #fromMemory(key: string, given: string, now: number): boolean | null {
    const entry = this.#entries.get(key);
    if (!entry) return null;
    const age = now - entry.at;
    if (given === entry.stored) {
      if (age >= this.#positive) return null;
      entry.lastMatched = true;
      return true;
    }
    if (entry.lastMatched || age >= this.#negative) {
      entry.lastMatched = false;
      return null;
    }
    return false;
  }

  #lookUp(key: string, given: string, stored: string, now: number): boolean {
    const matched = given === stored;
    const kept = matched ? this.#positive : this.#negative;
    if (kept > 0) this.#entries.set(key, { stored, at: now, lastMatched: matched });
    else this.#entries.delete(key);
    return matched;
  }
}
