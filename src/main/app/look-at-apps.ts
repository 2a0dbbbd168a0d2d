import { belongsTo } from '../../core/apps/belongs.ts';
import type { AppAccount, AppDiscovery, AppHolding, KnownPasswords, MailApp } from '../../core/apps/mail-app.ts';
import type { KeyringWish } from '../../core/apps/unlock.ts';
import type { Secret } from '../../core/secret.ts';
import type { AppTrouble, Holding } from '../../shared/apps.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import type { Unlocks } from './unlocks.ts';

/** One account that is this mailbox's, or names it at another server. */
export interface Sighting {
  readonly app: MailApp;
  readonly account: AppAccount;
  readonly whose: 'yes' | 'other-server';
}

/** What was found, in the order of the apps. */
export interface Sightings {
  readonly found: readonly Sighting[];
  readonly troubles: readonly { readonly app: MailApp; readonly place: string; readonly why: AppTrouble }[];
}

/** A look at all apps together takes no longer, in milliseconds. All of them are asked at once. */
export const longestLook = 20_000;
/** So many accounts of one app are looked through for this mailbox's. */
const mostAccounts = 2_000;
/** So many of them are looked into: each has its store read. */
const mostOwn = 40;
const mostTroubles = 50;
/** A person who is asked by the desktop has three minutes; what is read before and after takes some seconds. */
export const longestWish = 200_000;

/** The end of a look: whatever is not there by then is not waited for. */
export class Deadline {
  readonly #over: Promise<null>;
  readonly #timer: NodeJS.Timeout;
  #isOver = false;

  constructor(ms: number) {
    const { promise, resolve } = open<null>();
    this.#over = promise;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      resolve(null);
    }, ms);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** What the work brings; null if it throws, or is not done in time. */
  async within<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.#isOver) return null;
    const done = async () => await work();
    return await Promise.race([done().catch(() => null), this.#over]);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

function open<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const noAnswer = (app: MailApp) => ({ app, place: '', why: 'not-looked-at' as const });

function own(app: MailApp, record: MailboxRecord, { accounts, troubles }: AppDiscovery): Sightings {
  const found = accounts.slice(0, mostAccounts).flatMap((account): Sighting[] => {
    const whose = belongsTo(record, account);
    return whose === 'no' ? [] : [{ app, account, whose }];
  });
  const tooMany = accounts.length > mostAccounts || found.length > mostOwn;
  return {
    found: found.slice(0, mostOwn),
    troubles: [
      ...troubles.slice(0, mostTroubles).map(({ place, why }) => ({ app, place, why })),
      ...(tooMany ? [{ app, place: '', why: 'too-many' as const }] : []),
    ],
  };
}

/** Looks which apps have accounts of this mailbox. An app that throws or does not answer in time is one of the troubles. */
export async function sightApps(
  apps: readonly MailApp[],
  record: MailboxRecord,
  deadline: Deadline,
): Promise<Sightings> {
  const all = await Promise.all(
    apps.map(async (app): Promise<Sightings> => {
      const seen = await deadline.within(async () => own(app, record, await app.find()));
      return seen ?? { found: [], troubles: [noAnswer(app)] };
    }),
  );
  return { found: all.flatMap(({ found }) => found), troubles: all.flatMap(({ troubles }) => troubles) };
}

/** What a look compares with. */
export interface Comparing {
  /** Null in doubt. */
  readonly known: KnownPasswords | null;
  readonly unlocks: Unlocks;
  /** What was typed just now, for stores with a password of their own that are still locked. */
  readonly typed: Secret | null;
  readonly deadline: Deadline;
}

const nothingKnown: KnownPasswords = { right: null, earlier: [] };
const unanswered: AppHolding = { holds: 'unsupported', why: 'not-looked-at' };
/** What only a store that was opened can answer; that there is none it may say before. */
const opened: readonly Holding[] = ['new', 'old', 'another'];

async function compare({ app, account }: Sighting, comparing: Comparing): Promise<AppHolding> {
  const { unlocks, typed, deadline } = comparing;
  const known = comparing.known ?? nothingKnown;
  const look = unlocks.begin();
  const ask = (unlock: Secret | null) => deadline.within(() => app.holds(account, known, unlock));
  const first = (await ask(unlocks.of(account.place))) ?? unanswered;
  if (first.holds !== 'locked' || first.why === 'keyring-locked' || !typed) return first;
  const second = (await ask(typed)) ?? unanswered;
  if (opened.includes(second.holds)) look.keep(account.place, typed);
  return second;
}

/** What the app holds for one account. Never more than is known: in doubt no password is called old, new or another. */
export async function holdingOf(sighting: Sighting, comparing: Comparing): Promise<AppHolding> {
  if (sighting.whose === 'other-server') return { holds: 'unsupported', why: 'other-server' };
  const holding = sighting.account.fixed ?? (await compare(sighting, comparing));
  const isVerdict = holding.holds === 'old' || holding.holds === 'new' || holding.holds === 'another';
  return isVerdict && comparing.known === null ? { holds: 'unsupported', why: 'in-doubt' } : holding;
}

/** Has the desktop ask the person, because of this one of the entries that are locked. True if the keyring is open then. */
export async function unlockKeyring({ app, account }: Sighting, wish: KeyringWish, longest: number): Promise<boolean> {
  const deadline = new Deadline(longest);
  try {
    const holding = await deadline.within(() => app.holds(account, nothingKnown, wish));
    return holding !== null && holding.holds !== 'locked';
  } finally {
    wish.giveUp();
    deadline.clear();
  }
}
