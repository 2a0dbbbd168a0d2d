import { linkName, linkOf } from '../../core/apps/app-clients.ts';
import { typedIn, type Unlock, wishIn } from '../../core/apps/unlock.ts';
import type { FoundApp, FoundApps } from '../../shared/apps.ts';
import type { MailboxId } from '../../shared/ids.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { type Result, success } from '../../shared/result.ts';
import type { App } from './app.ts';
import { fillClients } from './app-clients.ts';
import { knownPasswords } from './known-passwords.ts';
import {
  Deadline,
  holdingOf,
  longestLook,
  longestWish,
  type Sighting,
  type Sightings,
  sightApps,
  unlockKeyring,
} from './look-at-apps.ts';
import type { OpenSpace } from './spaces.ts';

/** Longest list of either kind that is shown. */
const most = 200;

type Parts = Pick<App, 'apps' | 'unlocks' | 'spaces' | 'say' | 'mailboxesChanged' | 'readOnly'>;

export interface Look {
  readonly mailbox: MailboxId;
  /** What opens a store that is locked, as a person just gave it. */
  readonly unlock: Unlock | null;
  /** What is found comes into the list of clients. */
  readonly adding: boolean;
  /** How long it may take, in milliseconds, without what a person is given for the keyring. */
  readonly longest?: number;
  readonly longestWish?: number;
}

/** What an app says of itself is as long as it likes. */
const cut = (words: string, length: number): string => words.slice(0, length);

function shown({ app, account }: Sighting, record: MailboxRecord): Omit<FoundApp, 'holds' | 'why'> {
  const { profile, protocol, host, port, security, user, place } = account;
  const link = linkName(linkOf(account));
  const client = record.clients.find((one) => one.app && linkName(one.app) === link)?.id ?? null;
  return {
    ...{ app: account.app, name: app.manifest.name, protocol, port, security, client },
    ...{ profile: cut(profile, 200), host: cut(host, 253), user: cut(user, 320), place: cut(place, 1_000) },
  };
}

/** What each of them holds; the accounts of one app one after the other, because they share its files. */
async function compared(
  { found }: Sightings,
  record: MailboxRecord,
  comparing: Parameters<typeof holdingOf>[1],
): Promise<FoundApp[]> {
  const byApp = new Map<unknown, Promise<unknown>>();
  const held = found.map((sighting) => {
    const before = byApp.get(sighting.app) ?? Promise.resolve();
    const holding = before.then(() => holdingOf(sighting, comparing));
    byApp.set(sighting.app, holding);
    return holding.then(({ holds, why }): FoundApp => ({ ...shown(sighting, record), holds, why }));
  });
  return await Promise.all(held);
}

interface Seen {
  readonly answer: FoundApps;
  /** One whose entry is in a keyring that is locked. */
  readonly locked: Sighting | null;
}

/**
 * The apps of this computer that have settings for a mailbox, what each of them holds, and which client of the list it is.
 * `looked` is false where apps are not looked at. Fails with what the keychain or the disk said of the mailbox itself;
 * an app that does not answer only is one of the troubles.
 */
export async function findApps(parts: Parts, open: OpenSpace, asked: Look): Promise<Result<FoundApps>> {
  const first = await look(parts, open, asked);
  if (!first.ok) return first;
  const { answer, locked } = first.value;
  const wish = wishIn(asked.unlock);
  if (!wish || !locked || !(await unlockKeyring(locked, wish, asked.longestWish ?? longestWish)))
    return success(answer);
  // A person takes minutes, and the mailbox may have got another password meanwhile.
  const again = await look(parts, open, { ...asked, unlock: null, adding: false });
  return again.ok ? success(again.value.answer) : again;
}

async function look(
  parts: Parts,
  open: OpenSpace,
  { mailbox, unlock, adding, longest = longestLook }: Look,
): Promise<Result<Seen>> {
  const { workspace } = open;
  const apps = await parts.apps.at(workspace.space);
  if (!apps) return success({ answer: { looked: false, accounts: [], troubles: [] }, locked: null });
  const deadline = new Deadline(longest);
  try {
    const before = await workspace.world.records.load(mailbox);
    if (!before.ok) return before;
    const known = await knownPasswords(workspace.world, mailbox);
    if (!known.ok) return known;
    const seen = await sightApps(apps, before.value, deadline);
    const filled = adding ? await fillClients(parts, open, { mailbox, seen, asked: true }) : success(undefined);
    if (!filled.ok) return filled;
    const after = await workspace.world.records.load(mailbox);
    if (!after.ok) return after;
    const accounts = await compared(seen, after.value, {
      ...{ known: known.value, unlocks: parts.unlocks, deadline },
      typed: typedIn(unlock),
    });
    const troubles = seen.troubles.map(({ app, place, why }) => ({
      name: app.manifest.name,
      place: cut(place, 1_000),
      why,
    }));
    const answer = { looked: true, accounts: accounts.slice(0, most), troubles: troubles.slice(0, most) };
    return success({ answer, locked: seen.found.find((_, i) => accounts[i]?.why === 'keyring-locked') ?? null });
  } finally {
    deadline.clear();
  }
}

/**
 * Looks which apps of this computer use a mailbox that was just added, and puts them into its list. Reads no password.
 * Whatever happens to it, the mailbox is there, and a person can look again: so it never throws.
 */
export async function discoverApps(parts: Parts, open: OpenSpace, mailbox: MailboxId): Promise<void> {
  const deadline = new Deadline(longestLook);
  try {
    const apps = await parts.apps.at(open.workspace.space);
    const record = apps ? await open.workspace.world.records.load(mailbox) : null;
    if (!apps || !record?.ok) return;
    const seen = await sightApps(apps, record.value, deadline);
    await fillClients(parts, open, { mailbox, seen, asked: false });
  } catch {
    // said above
  } finally {
    deadline.clear();
  }
}
