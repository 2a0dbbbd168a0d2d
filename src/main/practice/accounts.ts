import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../core/ports.ts';
import type { PracticeSwitches } from '../../shared/views.ts';

/** Who tried to sign in, when and from where: what a provider's sign-in log shows. */
export interface SignIn {
  /** Wall-clock milliseconds. */
  readonly at: number;
  readonly protocol: 'imap' | 'pop3' | 'smtp' | 'api';
  readonly user: string;
  readonly ok: boolean;
  readonly address: string;
  readonly remotePort: number;
}

export type SignInAnswer = 'ok' | 'wrong' | 'locked';
export type ChangeOutcome =
  | 'changed'
  | 'wrong-current'
  | 'no-such-mailbox'
  | 'locked'
  | 'too-short'
  | 'used-before'
  | 'policy';

export type Origin = Pick<SignIn, 'protocol' | 'address' | 'remotePort'>;

/** The one store of mailboxes behind the interface and the mail servers. */
export interface Accounts {
  readonly rules: { readonly minLength: number; readonly maxLength: number; readonly remembered: number };
  switches: PracticeSwitches;
  /** What a mail server answers; slow when switched so. */
  signIn(user: string, password: string, origin: Origin): Promise<SignInAnswer>;
  /** What the interface answers to somebody who is not an administrator. */
  proves(address: string, password: string, origin: Origin): SignInAnswer | 'no-such-mailbox';
  /** Changes it at once, whatever the mail servers still remember. */
  change(address: string, next: string): ChangeOutcome;
  has(address: string): boolean;
  /** The truth, for seeds and tests: the password that was set last. */
  passwordOf(address: string): string | null;
  /** Sets it past every rule and forgets failures, locks and what was used before. */
  reset(address: string, password: string): void;
  signIns(): readonly SignIn[];
  /** Waits if switched to slow. */
  dawdle(): Promise<void>;
}

interface Account {
  password: string;
  former: string[];
  changedAt: number;
  failures: number;
  lockedUntil: number;
}

const rules = { minLength: 10, maxLength: 128, remembered: 3 };
const lockedFor = 5 * 60_000;
const slowness = 3_000;
const longestLog = 1_000;

/** Makes the mailboxes with passwords of their own. `stop` ends every wait. */
export function createAccounts(
  addresses: readonly string[],
  initial: PracticeSwitches,
  clock: Clock,
  stop: AbortSignal,
): Accounts {
  const all = new Map(addresses.map((address) => [address, freshAccount(newPassword())]));
  const log: SignIn[] = [];
  const accounts: Accounts = {
    rules,
    switches: initial,
    signIn: async (user, password, origin) => {
      await accounts.dawdle();
      const account = all.get(user.toLowerCase());
      const answer = account === undefined ? 'wrong' : tried(account, passwordForMail(account), password);
      note(user, answer === 'ok', origin);
      return answer;
    },
    proves: (address, password, origin) => {
      const account = all.get(address.toLowerCase());
      if (account === undefined) return 'no-such-mailbox';
      const answer = tried(account, account.password, password);
      note(address, answer === 'ok', origin);
      return answer;
    },
    change: (address, next) => {
      const account = all.get(address.toLowerCase());
      if (account === undefined) return 'no-such-mailbox';
      if (accounts.switches.refuseByPolicy) return 'policy';
      if ([...next].length < rules.minLength) return 'too-short';
      if ([...next].length > rules.maxLength) return 'policy';
      if (account.former.includes(next)) return 'used-before';
      // The same value again is no new change: nothing starts anew because of it.
      if (account.password === next) return 'changed';
      account.former = [account.password, ...account.former].slice(0, rules.remembered);
      account.password = next;
      account.changedAt = clock.now();
      account.failures = 0;
      return 'changed';
    },
    has: (address) => all.has(address.toLowerCase()),
    passwordOf: (address) => all.get(address.toLowerCase())?.password ?? null,
    reset: (address, password) => {
      if (all.has(address.toLowerCase())) all.set(address.toLowerCase(), freshAccount(password));
    },
    signIns: () => log,
    dawdle: async () => {
      if (accounts.switches.slow) await clock.sleep(slowness, stop);
    },
  };
  return accounts;

  /** Like a mail server that caches what it has seen: for a while the old password works and the new one does not. */
  function passwordForMail(account: Account): string {
    const cached = clock.now() < account.changedAt + accounts.switches.cacheOldSeconds * 1_000;
    return cached ? (account.former[0] ?? account.password) : account.password;
  }

  function tried(account: Account, right: string, given: string): SignInAnswer {
    if (clock.now() < account.lockedUntil) return 'locked';
    if (same(right, given)) {
      account.failures = 0;
      return 'ok';
    }
    account.failures += 1;
    const { lockAfterFailures } = accounts.switches;
    if (lockAfterFailures > 0 && account.failures >= lockAfterFailures) {
      account.lockedUntil = clock.now() + lockedFor;
      account.failures = 0;
    }
    return 'wrong';
  }

  function note(user: string, ok: boolean, origin: Origin): void {
    log.push({ at: clock.now(), user, ok, ...origin });
    if (log.length > longestLog) log.shift();
  }
}

const freshAccount = (password: string): Account => ({
  password,
  former: [],
  changedAt: 0,
  failures: 0,
  lockedUntil: 0,
});

/** True for equal texts; how long it takes tells only the length. */
export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** 24 characters from a cryptographic source. */
export const newPassword = (): string => randomBytes(18).toString('base64url');
