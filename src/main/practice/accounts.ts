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
  /** What the client called itself: IMAP's ID or SMTP's EHLO name. Null where it said nothing. */
  readonly client: string | null;
  readonly secret: 'mailbox-password' | 'app-password';
}

/** A password of one device's own. Its text is told once, to whoever makes it. */
export interface PracticeAppPassword {
  readonly name: string;
  readonly protocols: readonly SignIn['protocol'][];
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
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

export type Origin = Pick<SignIn, 'protocol' | 'address' | 'remotePort' | 'client'>;

/** The one store of mailboxes behind the interface and the mail servers. */
export interface Accounts {
  readonly rules: { readonly minLength: number; readonly maxLength: number; readonly remembered: number };
  switches: PracticeSwitches;
  /** What a mail server answers; slow when switched so. */
  signIn(user: string, password: string, origin: Origin): Promise<SignInAnswer>;
  /** A client has said only after its sign-in what it is called, as many do (RFC 2971): the log shows it all the same. */
  introduced(origin: Origin): void;
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
  /** From when on nothing is missing in the log. */
  logFrom(): number;
  now(): number;
  addresses(): readonly string[];
  /** Makes one for a mailbox that is there, and gives its text. A change of the mailbox's password leaves it alone. */
  addAppPassword(address: string, name: string, protocols: PracticeAppPassword['protocols']): string;
  appPasswords(address: string): readonly PracticeAppPassword[];
  /** Waits if switched to slow. */
  dawdle(): Promise<void>;
}

interface HeldAppPassword extends PracticeAppPassword {
  readonly text: string;
  lastUsedAt: number | null;
}

interface Account {
  password: string;
  appPasswords: HeldAppPassword[];
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
      const own = account && appPasswordOf(account, password, origin);
      if (own) {
        own.lastUsedAt = clock.now();
        note(user, true, origin, 'app-password');
        return 'ok';
      }
      const answer = account === undefined ? 'wrong' : tried(account, passwordForMail(account), password);
      note(user, answer === 'ok', origin);
      return answer;
    },
    introduced: ({ protocol, address, remotePort, client }) => {
      const at = log.findLastIndex(
        (one) => one.protocol === protocol && one.address === address && one.remotePort === remotePort,
      );
      const entry = log[at];
      if (entry) log[at] = { ...entry, client };
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
      const before = all.get(address.toLowerCase());
      if (before) all.set(address.toLowerCase(), { ...freshAccount(password), appPasswords: before.appPasswords });
    },
    signIns: () => log,
    logFrom: () => (log.length < longestLog ? 0 : (log[0]?.at ?? 0)),
    now: () => clock.now(),
    addresses: () => [...all.keys()],
    addAppPassword: (address, name, protocols) => {
      const text = newPassword();
      const made = { name, protocols, text, createdAt: clock.now(), lastUsedAt: null };
      all.get(address.toLowerCase())?.appPasswords.push(made);
      return text;
    },
    appPasswords: (address) =>
      (all.get(address.toLowerCase())?.appPasswords ?? []).map(({ name, protocols, createdAt, lastUsedAt }) => ({
        ...{ name, protocols, createdAt, lastUsedAt },
      })),
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

  function note(user: string, ok: boolean, origin: Origin, secret: SignIn['secret'] = 'mailbox-password'): void {
    log.push({ at: clock.now(), user, ok, secret, ...origin });
    if (log.length > longestLog) log.shift();
  }
}

/** The app password that this is, where it is one for this protocol. No lock is on it: that is about the other one. */
const appPasswordOf = (account: Account, given: string, { protocol }: Origin): HeldAppPassword | undefined =>
  account.appPasswords.find(({ text, protocols }) => protocols.includes(protocol) && same(text, given));

const freshAccount = (password: string): Account => ({
  password,
  appPasswords: [],
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
