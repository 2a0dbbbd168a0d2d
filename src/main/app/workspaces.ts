import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AttemptLedger, Clock, MailProbe, Provider, RecordStore } from '../../core/ports.ts';
import type { MailboxId } from '../../shared/ids.ts';
import { type Result, success } from '../../shared/result.ts';
import { practiceHome } from '../apps/lazy-apps.ts';
import { remembering } from '../mail/own-sign-ins.ts';
import type { PracticeHome } from '../practice/home.ts';
import type { PracticeSeed } from '../practice/seed.ts';
import { createProviders } from '../providers/registry.ts';
import { createAttemptLedger } from '../storage/attempts.ts';
import type { FileLayer } from '../storage/file-layer.ts';
import { createInstallation } from '../storage/installation.ts';
import { createIntegrityKey } from '../storage/integrity-key.ts';
import { createJournal, type DiskJournal } from '../storage/journal.ts';
import { createKeptNames } from '../storage/kept-names.ts';
import { createKeychain, type Keychain } from '../storage/keychain.ts';
import { createPanelStore } from '../storage/panel-files.ts';
import { createRecordStore } from '../storage/records.ts';
import { createSecretStore } from '../storage/secrets.ts';
import { serviceNames } from '../storage/services.ts';
import { addMailbox } from './mailboxes.ts';
import { createPanels } from './panels.ts';
import { practiceDeviceSignsIn } from './practice-device.ts';
import type { PracticeWorkspace } from './spaces.ts';
import type { Space, Workspace } from './workspace.ts';

/** What every workspace is built from. */
export interface Ground {
  /** The app's own folder. */
  readonly folder: string;
  readonly files: FileLayer;
  readonly clock: Clock;
  readonly probe: MailProbe;
  readonly newId: () => string;
  /** Opens one service of the keychain; a test puts another keychain in its place. */
  readonly keychain: (service: string) => Keychain;
  /** Asked before each line of a journal: is this the one process that may write? Left out where there is only one. */
  readonly mayWrite?: () => Promise<Result<void>>;
}

export const systemKeychain = (service: string): Keychain => createKeychain(service);

/** The stores of one space: two keychain services and a folder. */
export function createStores(ground: Ground, space: Space, prefix: string, folder: string) {
  const { files, clock } = ground;
  const secretsKeychain = ground.keychain(serviceNames[space].secrets);
  const recordsKeychain = ground.keychain(serviceNames[space].records);
  const key = createIntegrityKey(recordsKeychain, prefix === 'mailbox' ? 'key' : `${prefix}/key`);
  const records = createRecordStore({ keychain: recordsKeychain, folder, files, key, prefix });
  const { mayWrite } = ground;
  const journal = createJournal({ folder: join(folder, 'journal'), files, key, now: clock.now, mayWrite });
  const kept = createKeptNames(secretsKeychain, journal, prefix);
  return {
    secrets: createSecretStore(secretsKeychain, prefix),
    ...{ records, journal, key, kept: kept.of, allKept: kept.all },
    panels: createPanels(createPanelStore(join(folder, 'panels'), files)),
    lost: () => lostMailboxes(records, journal),
    /** Every secret kept under this mailbox's name, whether anything lists it or not; then its record and its journal. */
    async forget(mailbox: MailboxId): Promise<Result<void>> {
      const cleared = await secretsKeychain.clear(`${prefix}/${mailbox}/`);
      if (!cleared.ok) return cleared;
      const removed = await records.remove(mailbox);
      return removed.ok ? await journal.remove(mailbox) : removed;
    },
    /** Removes every trace: both services under the prefix, then the folder. */
    async wipe(): Promise<Result<void>> {
      for (const keychain of [secretsKeychain, recordsKeychain]) {
        const cleared = await keychain.clear(prefix === 'mailbox' ? '' : `${prefix}/`);
        if (!cleared.ok) return cleared;
      }
      await rm(folder, { recursive: true, force: true });
      return success(undefined);
    },
  };
}

/** Each space notes in its own folder which installation it belongs to, so that it goes with the space. */
export const installationOf = ({ files, newId }: Ground, folder: string) => createInstallation(files, folder, newId);

export const finder = (providers: readonly Provider[]) => (id: string) =>
  providers.find((provider) => provider.manifest.id === id) ?? null;

/** The user's own mailboxes. Its ledger serves the helpdesk too: a server counts this computer, not our spaces. */
export function createHomeWorkspace(ground: Ground): Workspace & { readonly ledger: AttemptLedger } {
  const folder = join(ground.folder, 'home');
  const stores = createStores(ground, 'home', 'mailbox', folder);
  const { secrets, records, journal, key, panels } = stores;
  const { files, clock, newId } = ground;
  const probe = remembering(ground.probe, clock);
  const ledger = createAttemptLedger({
    folder: join(ground.folder, 'attempts'),
    files,
    key,
    now: clock.now,
    elapsed: clock.elapsed,
  });
  const providers = createProviders({ practice: null, panels });
  const world = { secrets, records, journal, ledger, clock, probe, newId, provider: finder(providers) };
  return {
    space: 'home',
    ledger,
    providers,
    panels,
    world: { ...world, kept: stores.kept, installation: installationOf(ground, folder) },
    ownSignIns: probe,
    keep: (mailbox, version, secret) => secrets.put(mailbox, version, secret),
    ...{ allKept: stores.allKept, setJournalAside: journal.setAside, lost: stores.lost },
    forget: stores.forget,
    close: () => Promise.resolve(success(undefined)),
  };
}

/**
 * Starts the practice service and fills a workspace of its own with its mailboxes. What a crash left of an earlier one is
 * removed first. Refusals are counted in a ledger of its own, so that practising never uses up the real budget.
 */
export async function createPracticeWorkspace(ground: Ground): Promise<Result<PracticeWorkspace>> {
  const folder = join(ground.folder, 'practice');
  const stores = createStores(ground, 'practice', 'mailbox', folder);
  const wiped = await stores.wipe();
  if (!wiped.ok) return wiped;
  const { secrets, records, journal, key, panels } = stores;
  const { files, clock, newId } = ground;
  const probe = remembering(ground.probe, clock);
  // Before the first entry of the keychain: after a crash the folder is what says that there is something to wipe.
  await files.makeFolder(folder);
  // Its servers and its maker of certificates are loaded only when somebody practises: the first picture does not wait.
  const [{ startPractice }, { practiceSeed }, { practiceKnown }, { practiceHomeOf }] = await Promise.all([
    import('../practice/service.ts'),
    import('../practice/seed.ts'),
    import('../practice/known.ts'),
    import('../practice/home.ts'),
  ]);
  const service = await startPractice({ clock });
  const providers = createProviders({ practice: service.door, panels });
  const ledger = createAttemptLedger({
    folder: join(folder, 'attempts'),
    files,
    key,
    now: clock.now,
    elapsed: clock.elapsed,
  });
  const world = { secrets, records, journal, ledger, clock, probe, newId, provider: finder(providers) };
  const workspace: PracticeWorkspace = {
    space: 'practice',
    providers,
    panels,
    known: practiceKnown(service),
    authoritiesOf: (provider) => (finder(providers)(provider)?.manifest.practice ? [service.authority] : []),
    world: { ...world, kept: stores.kept, installation: installationOf(ground, folder) },
    ownSignIns: probe,
    keep: (mailbox, version, secret) => secrets.put(mailbox, version, secret),
    ...{ allKept: stores.allKept, setJournalAside: journal.setAside, lost: stores.lost },
    forget: stores.forget,
    async close() {
      await service.stop();
      return await stores.wipe();
    },
    switches: service.switches,
    setSwitches: service.setSwitches,
    deviceSignsIn: (mailbox, device) => practiceDeviceSignsIn(workspace.world, service.host, mailbox, device),
  };
  const home = practiceHomeOf(service, practiceHome(ground.folder));
  try {
    const seeded = await seed(workspace, ground, practiceSeed(service), home);
    if (!seeded.ok) await workspace.close();
    return seeded.ok ? success(workspace) : seeded;
  } catch (error) {
    await workspace.close();
    throw error;
  }
}

/** Fills the practice: a home folder with apps in it, and the mailboxes. @throws what Node throws when the disk is full */
async function seed(
  workspace: Workspace,
  { files }: Ground,
  mailboxes: readonly PracticeSeed[],
  home: PracticeHome,
): Promise<Result<void>> {
  for (const { path, text } of home.files) {
    await files.makeFolder(dirname(path));
    await files.write(path, Buffer.from(text, 'utf8'));
  }
  for (const { mailbox, clients, password, authorities } of mailboxes) {
    const added = await addMailbox(workspace, {
      draft: mailbox,
      password: password.reveal(),
      secrets: {},
      clients: mailbox.address === home.address ? [...clients, ...home.clients] : clients,
      authorities,
    });
    if (!added.ok) return added;
  }
  return success(undefined);
}

/** Journals that cannot be read and that no record belongs to: the keychain they were written under is gone. */
async function lostMailboxes(records: RecordStore, journal: DiskJournal): Promise<Result<readonly MailboxId[]>> {
  const [listed, written] = [await records.list(), await journal.mailboxes()];
  if (!listed.ok) return listed;
  if (!written.ok) return written;
  const lost: MailboxId[] = [];
  for (const mailbox of written.value) {
    if (listed.value.some(({ id }) => id === mailbox)) continue;
    const read = await journal.read(mailbox);
    if (!read.ok && read.failure.code === 'journal.unreadable') lost.push(mailbox);
  }
  return success(lost);
}

/** Removes what a practice round left behind when the app was killed in the middle of it. */
export async function wipeOldPractice(ground: Ground): Promise<Result<void>> {
  const folder = join(ground.folder, 'practice');
  const names = await ground.files.names(folder);
  if (names.length === 0) return success(undefined);
  return createStores(ground, 'practice', 'mailbox', folder).wipe();
}
