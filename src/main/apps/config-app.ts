import { compared, isText } from '../../core/apps/compare.ts';
import type {
  AppAccount,
  AppDiscovery,
  AppHolding,
  AppPlan,
  AppWritten,
  MailApp,
  MailAppManifest,
  Swap,
} from '../../core/apps/mail-app.ts';
import { typedIn, type Unlock } from '../../core/apps/unlock.ts';
import type { AppTrouble } from '../../shared/apps.ts';
import { registrable } from '../detect/registrable.ts';
import type { AppFile } from './app-files.ts';
import { bytesOfText, byteText, lineNumber } from './byte-text.ts';
import type { ConfigAccount, Held, PasswordPlace, Reading } from './config-account.ts';
import { exchanged, sharing } from './config-change.ts';
import { type ConfigRoot, type Loaded, load } from './config-load.ts';
import type { AppDesk } from './desk.ts';
import { isRunning } from './processes.ts';

/** An app that keeps its settings, and a password among them, in files of text. */
export interface ConfigFormat {
  readonly manifest: MailAppManifest;
  /** Its programs as the system names them, where it matters that one of them runs. */
  readonly programs: readonly string[];
  /** Whether a copy of a file may be kept beside it until the change has proved itself; none of one with passwords in clear. */
  readonly keepsCopy?: (text: string) => boolean;
  /** Where its settings may be. Never throws. */
  roots(desk: AppDesk): readonly ConfigRoot[] | Promise<readonly ConfigRoot[]>;
}

const mostAccounts = 200;

/** Makes a mail app of a format: the same careful way for all of them. */
export const configApp =
  (format: ConfigFormat) =>
  (desk: AppDesk): MailApp => {
    const { manifest } = format;
    const isOpen = async (): Promise<boolean> =>
      manifest.whileOpen !== 'fine' && (await isRunning(desk.places.proc, format.programs));
    const forbids = async (): Promise<AppTrouble | null> =>
      manifest.whileOpen === 'close-first' && (await isOpen()) ? 'still-open' : null;
    const keepsCopy = (file: AppFile): boolean => format.keepsCopy?.(byteText(file.bytes)) ?? false;
    const look = async (key: string, unlock: Unlock | null): Promise<Seen | null> => {
      for (const root of await format.roots(desk)) {
        const loaded = await load(desk, root, typedIn(unlock)?.reveal() ?? null);
        const account = keyed(manifest.id, root, loaded.reading).get(key);
        if (account) return { root, loaded, account };
      }
      return null;
    };
    const prepare = async (account: AppAccount, swap: Swap, unlock: Unlock | null): Promise<Prepared> => {
      // Where nobody has seen it work yet nothing is risked.
      if (desk.places.platform !== 'linux') return { why: 'not-tried-here' };
      const seen = await look(account.key, unlock);
      const prepared = seen ? change(seen, swap, unlock) : 'changed';
      if (typeof prepared === 'string') return { why: prepared };
      if ('why' in prepared) return prepared;
      const why = await desk.files.obstacle(prepared.file);
      return why ? { why } : prepared;
    };
    return {
      manifest,
      isOpen,
      async find() {
        return await discover(desk, format);
      },
      async holds(account, known, unlock) {
        const seen = await look(account.key, unlock);
        if (!seen) return { holds: 'unsupported', why: 'changed' };
        return holding(seen.account.held, (kept) => compared(kept, known));
      },
      async plan(account, swap, unlock): Promise<AppPlan> {
        const prepared = await prepare(account, swap, unlock);
        if ('why' in prepared) return { possible: false, why: prepared.why };
        const { file, at } = prepared;
        const part = { line: lineNumber(byteText(file.bytes), at.from) };
        return { possible: true, place: file.real, part, backup: keepsCopy(file) };
      },
      async write(account, swap, unlock): Promise<AppWritten> {
        const prepared = await prepare(account, swap, unlock);
        if ('why' in prepared) return { done: false, why: prepared.why, effect: 'none' };
        const { file, text, check } = prepared;
        return await desk.files.replace(file, bytesOfText(text), { backup: keepsCopy(file), check, forbids });
      },
    };
  };

interface Seen {
  readonly root: ConfigRoot;
  readonly loaded: Loaded;
  readonly account: ConfigAccount;
}

type Prepared =
  | { readonly why: AppTrouble }
  | {
      readonly file: AppFile;
      readonly at: PasswordPlace;
      readonly text: string;
      readonly check: (bytes: Buffer) => boolean;
    };

/** The whole new file, or why there is none. */
function change({ root, loaded, account }: Seen, { from, to }: Swap, unlock: Unlock | null): Prepared | AppTrouble {
  if (account.held.is !== 'password') return holding(account.held, () => noHolding).why ?? 'holds-another';
  const { at } = account.held;
  const kept = at.reveal();
  if (kept === null || !isText(kept, from)) return 'holds-another';
  if (!isOneMailbox(sharing(loaded.reading, at))) return 'shared-entry';
  const read = (texts: Loaded['texts']) => root.read(texts, typedIn(unlock)?.reveal() ?? null);
  const text = exchanged(loaded.texts, at, to.reveal(), read);
  const file = loaded.files.get(at.file);
  if (text === null || !file) return 'cannot-be-written';
  return { file, at, text, check: (bytes) => byteText(bytes) === text };
}

const noHolding: AppHolding = { holds: 'none', why: null };

function holding(held: Held, compare: (kept: string) => AppHolding): AppHolding {
  switch (held.is) {
    case 'password': {
      const kept = held.at.reveal();
      return kept === null ? { holds: 'another', why: null } : compare(kept);
    }
    case 'none':
      return noHolding;
    case 'oauth':
      return { holds: 'oauth', why: null };
    case 'locked':
      return { holds: 'locked', why: held.why };
    case 'unsupported':
      return { holds: 'unsupported', why: held.why };
  }
}

/** One line that several accounts live on is changed only if all of them are plainly the same mailbox. */
function isOneMailbox([first, ...others]: readonly ConfigAccount[]): boolean {
  if (first?.user === undefined || first.user === null || first.host === null) return false;
  const domain = registrable(first.host);
  return others.every(({ user, host }) => {
    if (user === null || host === null || user.toLowerCase() !== first.user?.toLowerCase()) return false;
    return host.toLowerCase() === first.host?.toLowerCase() || (domain !== null && registrable(host) === domain);
  });
}

const longestName = 200;

/** A name that is an address may have a password in it, and everybody may see names. */
function shown(name: string): string {
  const at = name.lastIndexOf('@');
  const isAddress = at >= 0 && name.lastIndexOf(':', at) >= 0;
  return (isAddress ? name.slice(at + 1) : name).slice(0, longestName);
}

/** The accounts by key, each sign-in with one password once. Two that still look the same are told apart by their order. */
function keyed(app: string, root: ConfigRoot, { accounts }: Reading): Map<string, ConfigAccount> {
  const found = new Map<string, ConfigAccount>();
  const met = new Map<string, number>();
  for (const read of accounts) {
    const account = { ...read, name: shown(read.name) };
    const { name, protocol, host, port, user, held } = account;
    const place = held.is === 'password' ? [held.at.file, held.at.from] : [held.is];
    const itself = JSON.stringify([protocol, host, port, user, ...place]);
    if (met.has(itself) || found.size >= mostAccounts) continue;
    met.set(itself, 1);
    const alike = JSON.stringify([app, root.begins[0], name, protocol, host, port, user]);
    const order = met.get(alike) ?? 0;
    met.set(alike, order + 1);
    found.set(`${alike}${order}`, account);
  }
  return found;
}

async function discover(desk: AppDesk, format: ConfigFormat): Promise<AppDiscovery> {
  const accounts: AppAccount[] = [];
  const troubles: AppDiscovery['troubles'][number][] = [];
  for (const root of await format.roots(desk)) {
    const loaded = await load(desk, root, null);
    troubles.push(...loaded.troubles);
    const [first = ''] = loaded.files.keys();
    for (const [key, account] of keyed(format.manifest.id, root, loaded.reading)) {
      const place = account.held.is === 'password' ? account.held.at.file : first;
      const told = tell(account, { app: format.manifest.id, key, place });
      if (told) accounts.push(told);
      else if (account.held.is !== 'none') troubles.push({ place, why: whyUnknown(account.held) });
    }
  }
  return { accounts, troubles };
}

/** Without a host and a user nobody can say whose it is. */
function tell(account: ConfigAccount, known: Pick<AppAccount, 'app' | 'key' | 'place'>): AppAccount | null {
  const { name: profile, protocol, host, port, security, user, held } = account;
  return host && user ? { ...known, profile, protocol, host, port, security, user, fixed: fixed(held) } : null;
}

const whyUnknown = (held: Held): AppTrouble => (held.is === 'unsupported' ? held.why : 'not-understood');

function fixed(held: Held): AppAccount['fixed'] {
  switch (held.is) {
    case 'none':
      return { holds: 'none', why: null };
    case 'oauth':
      return { holds: 'oauth', why: null };
    case 'unsupported':
      return { holds: 'unsupported', why: held.why };
    case 'password':
    case 'locked':
      return null;
  }
}
