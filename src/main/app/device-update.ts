import { linkName, linkOf } from '../../core/apps/app-clients.ts';
import { belongsTo } from '../../core/apps/belongs.ts';
import { sideOf } from '../../core/apps/client-update-view.ts';
import type { AppAccount, MailApp } from '../../core/apps/mail-app.ts';
import { proofEndpoint } from '../../core/apps/proof-endpoint.ts';
import { type AppUpdate, createAppUpdate, type Passwords, type ProofOutcome } from '../../core/apps/run-update.ts';
import { typedIn, type Unlock, wishIn } from '../../core/apps/unlock.ts';
import type { AttemptAsk } from '../../core/ports.ts';
import type { SettingsProof } from '../../core/rotation/prove-settings.ts';
import type { Holding } from '../../shared/apps.ts';
import { failure } from '../../shared/failures.ts';
import type { ShownSides } from '../../shared/findings.ts';
import type { ClientId, MailboxId, VersionId } from '../../shared/ids.ts';
import type { ClientRecord, MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { boundedApp } from './bounded-app.ts';
import { knownPasswords } from './known-passwords.ts';
import { longestLook, longestWish } from './look-at-apps.ts';
import { openMailbox } from './mailbox-pages.ts';
import type { Unlocks } from './unlocks.ts';
import type { Workspace } from './workspace.ts';

/** What it takes to look at one device's own stores. */
export interface DeviceParts {
  readonly workspace: Workspace;
  readonly mailbox: MailboxId;
  readonly client: ClientId;
  readonly app: MailApp;
  readonly unlocks: Unlocks;
  /** What the person gave for stores that are still locked: null again after the look that it was given for. */
  given(): Unlock | null;
  /** What the round has noted of the device. */
  readonly shown: ShownSides;
  readonly signal: AbortSignal;
  /** The sign-ins of this device that were proved since Keyround started, by the account's key. */
  readonly proved: Set<string>;
  /** Who wants the sign-ins that may follow: asked anew for each. */
  prompted(): AttemptAsk['prompted'];
  prove(proof: SettingsProof): Promise<ProofOutcome>;
  onChange(): void;
}

interface Opened {
  readonly record: MailboxRecord;
  readonly client: ClientRecord;
  readonly passwords: Passwords;
  readonly version: VersionId;
}

async function open({ workspace, mailbox, client: id }: DeviceParts): Promise<Result<Opened>> {
  const opened = await openMailbox(workspace, mailbox);
  if (!opened.ok) return opened;
  const { record, facts } = opened.value;
  const known = await knownPasswords(workspace.world, mailbox);
  if (!known.ok) return known;
  const { right = null, earlier = [] } = known.value ?? {};
  const client = record.clients.find((one) => one.id === id);
  if (!client || !right || !facts.current) return failed(failure('request.not-found'));
  return success({ record, client, passwords: { right, earlier }, version: facts.current.version });
}

/**
 * The sign-ins that a device's app has for its mailbox, each ready to be read and planned. Only what belongs to the
 * mailbox by host and user is among them. Fails with what the keychain or the disk said.
 */
export async function lookAtDevice(parts: DeviceParts): Promise<Result<readonly AppUpdate[]>> {
  const opened = await open(parts);
  if (!opened.ok) return opened;
  const { record, client } = opened.value;
  const link = client.app;
  if (!link) return success([]);
  const longest = wishIn(parts.given()) ? longestWish : longestLook;
  const app = boundedApp(parts.app, longest, parts.signal);
  const { accounts, troubles } = await app.find();
  if (accounts.length === 0 && troubles.some(({ why }) => why === 'not-looked-at')) {
    return failed(failure('request.cancelled'));
  }
  const isLinked = (account: AppAccount) => linkName(linkOf(account)) === linkName(link);
  const own = accounts.filter((account) => isLinked(account) && belongsTo(record, account) === 'yes');
  return success(own.map((account) => updateOf({ ...parts, app }, opened.value, account, own)));
}

/**
 * What a round notes is a whole side: of several accounts it does not say which, and one that came later was never asked.
 */
function isStored({ shown, proved }: DeviceParts, account: AppAccount, own: readonly AppAccount[]): boolean {
  const side = sideOf(account.protocol);
  const ofSide = own.filter(({ protocol }) => sideOf(protocol) === side);
  return shown[side]?.as === 'stored' && (proved.has(account.key) || ofSide.length === 1);
}

function updateOf(parts: DeviceParts, opened: Opened, account: AppAccount, own: readonly AppAccount[]): AppUpdate {
  const { app, unlocks, given, signal, onChange } = parts;
  const { record, client, passwords, version } = opened;
  const side = sideOf(account.protocol);
  return createAppUpdate({
    app: rememberingWhatOpens(parts),
    ...{ account, passwords, signal, onChange },
    // A store with a password of its own is never given the wish for the keyring, and no other is given a password.
    unlock: () =>
      app.manifest.store === 'encrypted' ? (typedIn(given()) ?? unlocks.of(account.place)) : wishIn(given()),
    stored: isStored(parts, account, own),
    now: parts.workspace.world.clock.now,
    async prove() {
      const endpoint = proofEndpoint(account, client, record);
      if (!endpoint) return 'not-told';
      const { user } = account;
      const outcome = await parts.prove({
        client: client.id,
        side,
        endpoint,
        user,
        version,
        prompted: parts.prompted(),
        signal,
      });
      if (outcome === 'signed-in') parts.proved.add(account.key);
      return outcome;
    },
  });
}

/** The app, with what has opened a store kept for it in memory. */
function rememberingWhatOpens({ app, given, unlocks }: DeviceParts): MailApp {
  const kept = unlocks.begin();
  return {
    manifest: app.manifest,
    find: () => app.find(),
    isOpen: (account) => app.isOpen(account),
    async holds(account, known, unlock) {
      const holding = await app.holds(account, known, unlock);
      const typed = typedIn(given());
      if (typed && unlock === typed && opensStore.has(holding.holds)) kept.keep(account.place, typed);
      return holding;
    },
    plan: (account, swap, unlock) => app.plan(account, swap, unlock),
    write: (account, swap, unlock) => app.write(account, swap, unlock),
  };
}

/** What only a store that was opened can answer; that there is none it may say before. */
const opensStore: ReadonlySet<Holding> = new Set(['new', 'old', 'another']);
