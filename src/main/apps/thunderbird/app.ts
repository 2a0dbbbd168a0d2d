import { compared, isText } from '../../../core/apps/compare.ts';
import type {
  AppAccount,
  AppHolding,
  AppPlan,
  AppWritten,
  KnownPasswords,
  MailApp,
  MailAppManifest,
  Swap,
} from '../../../core/apps/mail-app.ts';
import { typedIn, type Unlock } from '../../../core/apps/unlock.ts';
import type { AppTrouble, Holding } from '../../../shared/apps.ts';
import type { AppDesk } from '../desk.ts';
import { accountsOf, type ProfileAccount } from './accounts.ts';
import { openValue, sealValue } from './ciphers.ts';
import { readLogins, withPasswords } from './logins.ts';
import { findProfiles } from './profiles.ts';
import { isRunning, type Running } from './running.ts';
import { newerStoreForbids, type OpenLogin, type OpenStore, openStore } from './store.ts';

const manifest: MailAppManifest = {
  id: 'thunderbird',
  name: 'Thunderbird',
  clientKind: 'thunderbird',
  store: 'encrypted',
  whileOpen: 'close-first',
};

/** Why nothing is written, by whether Thunderbird runs. */
const notWhile: Readonly<Record<Running, AppTrouble | null>> = {
  yes: 'still-open',
  no: null,
  unknown: 'cannot-be-written',
};

/** Of several entries for one sign-in Thunderbird may take any, so the worst of them is what it holds. */
const worstFirst: readonly Holding[] = ['old', 'another', 'new'];

function holdingOf(entries: readonly OpenLogin[], known: KnownPasswords): AppHolding {
  const all = entries.map(({ password }) => compared(password, known).holds);
  const worst = worstFirst.find((holding) => all.includes(holding)) ?? 'none';
  return { holds: worst, why: null };
}

/** The store with the other password in every entry that has the one; null if there is none. */
function edited({ logins, entries, keys }: OpenStore, { from, to }: Swap): string | null {
  const changes = entries
    .filter(({ password }) => isText(password, from))
    .map((entry) => ({ ...entry, sealed: sealValue(to.reveal(), entry.encryptedPassword, keys) }));
  return changes.length === 0 ? null : withPasswords(logins, changes, Date.now());
}

interface Prepared {
  readonly at: ProfileAccount;
  readonly store: OpenStore;
  readonly text: string;
}

/** Whether these bytes are the store in which just the entries that had the one password open to the other. */
function isExchanged(bytes: Buffer, { at, store }: Prepared, { from, to }: Swap): boolean {
  const logins = readLogins(bytes);
  if (typeof logins === 'string') return false;
  const now = logins.of(at.origin, at.account.user, store.keys);
  return store.entries.every(({ guid, password }, i) => {
    const entry = now[i];
    const meant = isText(password, from) ? to.reveal() : password;
    return entry?.guid === guid && openValue(entry.encryptedPassword, store.keys) === meant;
  });
}

/**
 * Thunderbird and Betterbird, which keep their passwords in `logins.json`, sealed with a key of `key4.db`. Only entries of
 * this account's host and user are opened. Written is on Linux alone: elsewhere nobody has tried it yet.
 */
export function thunderbird(desk: AppDesk): MailApp {
  const { files, places } = desk;
  const findAgain = async ({ key }: AppAccount): Promise<ProfileAccount | null> => {
    const { profiles } = await findProfiles(desk);
    return profiles.flatMap(accountsOf).find(({ account }) => account.key === key) ?? null;
  };
  const prepare = async (account: AppAccount, swap: Swap, unlock: Unlock | null): Promise<Prepared | AppTrouble> => {
    if (places.platform !== 'linux') return 'not-tried-here';
    const at = await findAgain(account);
    if (!at) return 'changed';
    if (at.account.fixed) return 'cannot-be-written';
    // Nobody can be asked to close what may not even be open: the person enters it there.
    if ((await isRunning(places.proc, at.folder)) === 'unknown') return 'cannot-be-written';
    const store = await openStore(files, at, typedIn(unlock));
    if (!store.open) return store.why ?? 'holds-another';
    const text = edited(store, swap);
    return text === null ? 'holds-another' : { at, store, text };
  };
  /** A profile that has gone meanwhile is nobody's to write in. */
  const forbids = async (account: AppAccount): Promise<AppTrouble | null> => {
    const at = await findAgain(account);
    if (!at) return 'changed';
    const running = await isRunning(places.proc, at.folder);
    return notWhile[running] ?? (await newerStoreForbids(files, at.folder));
  };
  return {
    manifest,
    async find() {
      const { profiles, troubles } = await findProfiles(desk);
      return { accounts: profiles.flatMap(accountsOf).map(({ account }) => account), troubles };
    },
    async isOpen(account) {
      const at = await findAgain(account);
      return at !== null && (await isRunning(places.proc, at.folder)) === 'yes';
    },
    async holds(account, known, unlock): Promise<AppHolding> {
      const at = await findAgain(account);
      if (!at) return { holds: 'unsupported', why: 'changed' };
      if (at.account.fixed) return at.account.fixed;
      const store = await openStore(files, at, typedIn(unlock));
      return store.open ? holdingOf(store.entries, known) : { holds: store.holds, why: store.why };
    },
    async plan(account, swap, unlock): Promise<AppPlan> {
      const prepared = await prepare(account, swap, unlock);
      if (typeof prepared === 'string') return { possible: false, why: prepared };
      const { file } = prepared.store;
      const why = await files.obstacle(file);
      if (why) return { possible: false, why };
      const part = { entry: `${account.host}, ${account.user}` };
      return { possible: true, place: file.real, part, backup: true };
    },
    async write(account, swap, unlock): Promise<AppWritten> {
      const prepared = await prepare(account, swap, unlock);
      if (typeof prepared === 'string') return { done: false, why: prepared, effect: 'none' };
      const { store, text } = prepared;
      return await files.replace(store.file, Buffer.from(text, 'utf8'), {
        backup: true,
        check: (bytes) => isExchanged(bytes, prepared, swap),
        forbids: () => forbids(account),
      });
    },
  };
}
