import { compared, isText } from '../../../core/apps/compare.ts';
import type {
  AppAccount,
  AppDiscovery,
  AppHolding,
  AppPlan,
  KnownPasswords,
  MailApp,
  MailAppManifest,
  Swap,
} from '../../../core/apps/mail-app.ts';
import type { Unlock } from '../../../core/apps/unlock.ts';
import type { AppTrouble, Holding } from '../../../shared/apps.ts';
import type { AppDesk } from '../desk.ts';
import { isRunning } from '../processes.ts';
import { type KeyringEntry, textOf } from './entry.ts';
import { createOpener, type Opened, type Opener } from './open-entry.ts';
import { writeEntries } from './write-entries.ts';

/** One sign-in whose password is in the keyring. */
export interface KeyringAccount extends Omit<AppAccount, 'app' | 'key'> {
  readonly entry: KeyringEntry;
  /** It may be kept where nobody else looks: a sandbox has a keyring of its own. */
  readonly boxed?: boolean;
}

export interface KeyringAccounts {
  readonly accounts: readonly KeyringAccount[];
  readonly troubles: AppDiscovery['troubles'];
}

/** An app that keeps its settings in files and its passwords in the keyring of the desktop. */
export interface KeyringFormat {
  readonly manifest: MailAppManifest;
  /** Its programs as the system names them, where it matters that one of them runs. */
  readonly programs: readonly string[];
  /** False where nobody has seen yet that the app takes what somebody else has written. */
  readonly writes: boolean;
  /** What its settings say. Never throws. */
  accounts(desk: AppDesk): Promise<KeyringAccounts>;
}

const mostAccounts = 200;

/** Of several entries for one sign-in an app may take any, so the worst of them is what it holds. */
const worstFirst: readonly Holding[] = ['unsupported', 'old', 'another', 'new'];

/**
 * Makes a mail app of a format. Discovery and comparing show nobody a window; where the keyring is locked, the
 * desktop asks for its password once for each wish of the person, and never because of a password that was typed here.
 */
export const keyringApp =
  (format: KeyringFormat) =>
  (desk: AppDesk): MailApp => {
    const { manifest } = format;
    const { places } = desk;
    const opener = createOpener(places.platform === 'linux' ? places.bus : null);
    const all = async (): Promise<KeyringAccounts> =>
      places.platform === 'linux' ? await format.accounts(desk) : { accounts: [], troubles: [] };
    const findAgain = async ({ key }: AppAccount): Promise<KeyringAccount | null> =>
      keyed(manifest.id, (await all()).accounts).get(key) ?? null;
    const prepare = async (account: AppAccount, swap: Swap, unlock: Unlock | null): Promise<Prepared> => {
      const found = await findAgain(account);
      if (!found) return { why: 'changed' };
      const isFixed = found.fixed || !format.writes;
      return isFixed ? { why: 'cannot-be-written' } : await opened(opener, found, swap, unlock);
    };
    return {
      manifest,
      async find() {
        const { accounts, troubles } = await all();
        return {
          accounts: [...keyed(manifest.id, accounts)].map(([key, found]) => told(manifest.id, key, found)),
          troubles,
        };
      },
      isOpen: async () => manifest.whileOpen !== 'fine' && (await isRunning(places.proc, format.programs)),
      async holds(account, known, unlock): Promise<AppHolding> {
        const found = await findAgain(account);
        if (!found) return { holds: 'unsupported', why: 'changed' };
        return found.fixed ?? (await holding(opener, found, known, unlock));
      },
      async plan(account, swap, unlock): Promise<AppPlan> {
        const prepared = await prepare(account, swap, unlock);
        if (prepared.why !== null) return { possible: false, why: prepared.why };
        prepared.opened.close();
        const entry = prepared.found.entry.part || `${account.host}, ${account.user}`;
        return { possible: true, place: prepared.label || entry, part: { entry }, backup: false };
      },
      async write(account, swap, unlock) {
        const prepared = await prepare(account, swap, unlock);
        if (prepared.why !== null) return { done: false, why: prepared.why, effect: 'none' };
        const { opened, found } = prepared;
        try {
          return await writeEntries({ opener, entry: found.entry, unlock }, opened, swap);
        } finally {
          opened.close();
        }
      },
    };
  };

type Prepared =
  | { readonly why: AppTrouble }
  | { readonly why: null; readonly opened: Opened; readonly found: KeyringAccount; readonly label: string };

async function opened(opener: Opener, found: KeyringAccount, swap: Swap, unlock: Unlock | null): Promise<Prepared> {
  const open = await opener.open(found.entry, unlock);
  const why = open.trouble ?? whyNot(open, found.entry, swap);
  if (why === null) return { why, opened: open, found, label: open.entries[0]?.label ?? '' };
  open.close();
  return { why };
}

/** Why nothing is written: the old password stands nowhere, or beside one that nobody here knows, which the app may take. */
function whyNot({ entries }: Opened, entry: KeyringEntry, { from, to }: Swap): AppTrouble | null {
  const parts = entries.map(({ value }) => partOf(value.bytes, entry));
  if (parts.includes(null)) return 'not-understood';
  const kept = parts.flatMap((part) => (part === null || part === 'none' ? [] : [part.password]));
  const isKnown = kept.every((password) => isText(password, from) || isText(password, to));
  return isKnown && kept.some((password) => isText(password, from)) ? null : 'holds-another';
}

function partOf(bytes: Buffer, entry: KeyringEntry): ReturnType<KeyringEntry['read']> {
  const text = textOf(bytes);
  return text === null ? null : entry.read(text);
}

async function holding(
  opener: Opener,
  { entry, boxed }: KeyringAccount,
  known: KnownPasswords,
  unlock: Unlock | null,
): Promise<AppHolding> {
  const { entries, trouble, close } = await opener.open(entry, unlock);
  close();
  if (trouble) return { holds: trouble === 'keyring-locked' ? 'locked' : 'unsupported', why: trouble };
  if (entries.length === 0)
    return boxed ? { holds: 'unsupported', why: 'kept-elsewhere' } : { holds: 'none', why: null };
  const all = entries.map(({ value }): AppHolding => {
    const part = partOf(value.bytes, entry);
    if (part === null) return { holds: 'unsupported', why: 'not-understood' };
    return compared(part === 'none' ? '' : part.password, known);
  });
  const worst = worstFirst.find((one) => all.some(({ holds }) => holds === one));
  return all.find(({ holds }) => holds === worst) ?? { holds: 'none', why: null };
}

/** The accounts by key; settings that name the same sign-in and the same entry twice are one. */
function keyed(app: string, accounts: readonly KeyringAccount[]): Map<string, KeyringAccount> {
  const found = new Map<string, KeyringAccount>();
  for (const account of accounts.slice(0, mostAccounts)) {
    const { protocol, host, port, user, place, entry } = account;
    const key = JSON.stringify([app, place, protocol, host, port, user, entry.attributes, entry.part]);
    if (!found.has(key)) found.set(key, account);
  }
  return found;
}

function told(app: string, key: string, { entry: _entry, boxed: _boxed, ...account }: KeyringAccount): AppAccount {
  return { app, key, ...account };
}
