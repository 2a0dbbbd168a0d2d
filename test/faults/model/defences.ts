/** How often something may go wrong within how long before it is shut, and for how long. Times in milliseconds. */
export interface Limit {
  readonly after: number;
  readonly within: number;
  readonly lasts: number;
}

/** Limits of products that people meet, as their defaults have them. */
export const knownLimits = {
  fail2ban: { after: 5, within: 10 * 60_000, lasts: 10 * 60_000 },
  hestia: { after: 5, within: 10 * 60_000, lasts: 60 * 60_000 },
  mailcow: { after: 10, within: 600_000, lasts: 30 * 60_000 },
  dockerMailserver: { after: 6, within: 7 * 86_400_000, lasts: 7 * 86_400_000 },
  activeDirectory: { after: 5, within: 15 * 60_000, lasts: 15 * 60_000 },
} as const satisfies Record<string, Limit>;

/** Counts what was refused under a key, an account or an address, and shuts it for a while. */
export class Defence {
  readonly #limit: Limit | null;
  readonly #refused = new Map<string, number[]>();
  readonly #until = new Map<string, number>();
  /** How often it has shut, and for whom. */
  readonly shut: { readonly key: string; readonly at: number }[] = [];

  constructor(limit: Limit | null) {
    this.#limit = limit;
  }

  isShut(key: string, now: number): boolean {
    return (this.#until.get(key) ?? Number.NEGATIVE_INFINITY) > now;
  }

  /** Another refusal. */
  note(key: string, now: number): void {
    const limit = this.#limit;
    if (!limit) return;
    const recent = [...(this.#refused.get(key) ?? []).filter((at) => at > now - limit.within), now];
    this.#refused.set(key, recent);
    if (recent.length < limit.after || this.isShut(key, now)) return;
    this.#until.set(key, now + limit.lasts);
    this.#refused.set(key, []);
    this.shut.push({ key, at: now });
  }

  /** A success: what was counted is forgotten, where the product does that. */
  clear(key: string): void {
    this.#refused.delete(key);
  }
}
