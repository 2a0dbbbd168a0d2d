import type { Protocol } from '../../../src/shared/model.ts';

/** One sign-in as the server saw it. `right`: it was this protocol's real password, whatever a cache or a ban made of it. */
export interface SeenSignIn {
  readonly at: number;
  readonly from: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly password: string;
  readonly right: boolean;
  readonly outcome: 'signed-in' | 'refused' | 'temporary';
}

/** One request that could set the password, as the panel saw it. */
export interface SeenChange {
  readonly at: number;
  readonly password: string;
  readonly answer: 'accepted' | 'refused' | 'unknown';
}

interface Step {
  readonly at: number;
  readonly password: string;
}

/** What is really so, however the app sees it: the mail server's password over time, per protocol, and all that was tried. */
export class Truth {
  readonly signIns: SeenSignIn[] = [];
  readonly changes: SeenChange[] = [];
  /** What the panel believes. It is the mail server's source only where the plan says so. */
  panel: string;
  readonly #steps: Step[];

  constructor(password: string, at: number) {
    this.panel = password;
    this.#steps = [{ at, password }];
  }

  /** From `at` on this is the mailbox's password. */
  becomes(password: string, at: number): void {
    this.#steps.push({ at, password });
    this.#steps.sort((one, other) => one.at - other.at);
  }

  /** The password at a moment, for a back end that hears of changes `lag` milliseconds late. */
  passwordAt(at: number, lag = 0): string {
    const first = this.#steps[0]?.password ?? '';
    return this.#steps.findLast((step) => step.at + lag <= at)?.password ?? first;
  }

  /** Every password that is right now, or will be once everything under way has been applied. */
  rightNowAndLater(now: number): string[] {
    const later = this.#steps.filter((step) => step.at > now).map((step) => step.password);
    return [...new Set([this.passwordAt(now), ...later])];
  }

  /** When the last change reaches the slowest back end. */
  settledAt(slowestLag: number): number {
    return (this.#steps.at(-1)?.at ?? 0) + slowestLag;
  }

  refusedWithin(window: number, now: number, from: string): number {
    return this.signIns.filter((one) => one.outcome === 'refused' && one.from === from && one.at > now - window).length;
  }
}
