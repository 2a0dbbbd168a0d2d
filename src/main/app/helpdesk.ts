import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttemptLedger, RecordStore, SecretStore } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { failure } from '../../shared/failures.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { leftOverSessionSchema, type Status } from '../../shared/views.ts';
import { remembering } from '../mail/own-sign-ins.ts';
import { createProviders } from '../providers/registry.ts';
import { serviceNames } from '../storage/services.ts';
import type { KeptName, Workspace } from './workspace.ts';
import { createStores, finder, type Ground, installationOf } from './workspaces.ts';

const folderOf = (ground: Ground, session: string): string => join(ground.folder, 'session', session);

/**
 * One caller. What the agent types stays in memory; only when a new password is staged do the record and that password go
 * into the keychain under `session/<id>`, so that a crash can lose neither. Ending the session removes both.
 * `leftOver` opens a session that a crash left behind instead of beginning one.
 */
export function createHelpdeskWorkspace(ground: Ground, ledger: AttemptLedger, leftOver: string | null): Workspace {
  const session = leftOver ?? ground.newId();
  const stores = createStores(ground, 'helpdesk', `session/${session}`, folderOf(ground, session));
  const records = recordsInMemoryFirst(stores.records, leftOver !== null);
  const secrets = secretsInMemoryFirst(stores.secrets, records.persist);
  const { panels } = stores;
  const providers = createProviders({ practice: null, panels });
  const { clock, newId } = ground;
  const probe = remembering(ground.probe, clock);
  const { journal } = stores;
  const world = { secrets, records, journal, ledger, clock, probe, newId, provider: finder(providers) };
  const allKept = async (): Promise<Result<readonly KeptName[]>> => {
    const below = await stores.allKept();
    const typed = secrets.remembered();
    // what is only in memory is there to be seen whatever the keychain says
    if (!below.ok) return typed.length > 0 ? success(typed) : below;
    return success([...typed, ...below.value]);
  };
  const kept = async (mailbox: MailboxId): Promise<Result<readonly VersionId[]>> => {
    const below = await stores.kept(mailbox);
    const typed = secrets.remembered().filter((one) => one.mailbox === mailbox);
    return below.ok ? success([...below.value, ...typed.map(({ version }) => version)]) : below;
  };
  return {
    space: 'helpdesk',
    providers,
    panels,
    world: { ...world, kept, installation: installationOf(ground, folderOf(ground, session)) },
    ownSignIns: probe,
    keep: (mailbox, version, secret) => {
      secrets.remember(mailbox, version, secret);
      return Promise.resolve(success(undefined));
    },
    allKept,
    setJournalAside: journal.setAside,
    // a session ends with its keychain entries: nothing of it can be lost and still be asked about
    lost: () => Promise.resolve(success([])),
    async forget(mailbox) {
      secrets.drop(mailbox);
      const removed = await records.remove(mailbox);
      return removed.ok ? await stores.forget(mailbox) : removed;
    },
    async close() {
      secrets.dropAll();
      return await stores.wipe();
    },
  };
}

/** `persist` moves everything to the store below; from then on every save goes there. */
function recordsInMemoryFirst(
  below: RecordStore,
  startPersisted: boolean,
): RecordStore & { persist(): Promise<Result<void>> } {
  const held = new Map<MailboxId, MailboxRecord>();
  let persisted = startPersisted;
  const missing = failed(failure('keychain.entry-missing'));
  return {
    load: (mailbox) => {
      const record = held.get(mailbox);
      if (record) return Promise.resolve(success(record));
      return persisted ? below.load(mailbox) : Promise.resolve(missing);
    },
    save: (record) => {
      if (persisted) return below.save(record);
      held.set(record.id, record);
      return Promise.resolve(success(undefined));
    },
    remove: (mailbox) => {
      held.delete(mailbox);
      return persisted ? below.remove(mailbox) : Promise.resolve(success(undefined));
    },
    list: () => {
      if (persisted) return below.list();
      return Promise.resolve(success([...held.values()].map(({ id, address }) => ({ id, address }))));
    },
    async persist() {
      if (persisted) return success(undefined);
      for (const record of held.values()) {
        const saved = await below.save(record);
        if (!saved.ok) return saved;
      }
      held.clear();
      persisted = true;
      return success(undefined);
    },
  };
}

/** What was typed is only remembered; what a rotation stores goes to the store below, after the record it belongs to. */
function secretsInMemoryFirst(
  below: SecretStore,
  persistRecords: () => Promise<Result<void>>,
): SecretStore & {
  remember(mailbox: MailboxId, version: VersionId, secret: Secret): void;
  /** What was typed, by name. */
  remembered(): readonly KeptName[];
  /** Forgets what was typed for one mailbox. */
  drop(mailbox: MailboxId): void;
  dropAll(): void;
} {
  const typed = new Map<string, KeptName & { readonly secret: Secret }>();
  const name = (mailbox: MailboxId, version: VersionId): string => `${mailbox}/${version}`;
  return {
    remember: (mailbox, version, secret) => {
      typed.set(name(mailbox, version), { mailbox, version, secret });
    },
    remembered: () => [...typed.values()].map(({ mailbox, version }) => ({ mailbox, version })),
    drop: (mailbox) => {
      for (const [key, one] of typed) if (one.mailbox === mailbox) typed.delete(key);
    },
    dropAll: () => typed.clear(),
    async put(mailbox, version, secret) {
      const persisted = await persistRecords();
      return persisted.ok ? await below.put(mailbox, version, secret) : persisted;
    },
    get: (mailbox, version) => {
      const secret = typed.get(name(mailbox, version))?.secret;
      return secret ? Promise.resolve(success(secret)) : below.get(mailbox, version);
    },
    remove: (mailbox, version) => {
      typed.delete(name(mailbox, version));
      return below.remove(mailbox, version);
    },
    tryOut: () => below.tryOut(),
  };
}

/**
 * The session that a crash left behind, if any. Its journal may have been set aside or be gone, its folder too, so what the
 * keychain keeps counts as well: before staging that is nothing of the caller's. Only a session that has neither is removed
 * at once, and only where its folder is: without one it may be of a Keyround that keeps its files elsewhere. Several (two
 * crashes) are answered for one after the other.
 */
export async function findLeftOver(ground: Ground): Promise<Status['leftOver']> {
  const folders = await ground.files.names(join(ground.folder, 'session'));
  for (const session of await sessionsOf(ground, folders)) {
    const stores = createStores(ground, 'helpdesk', `session/${session}`, folderOf(ground, session));
    const mailboxes = await stores.journal.mailboxes();
    // Without the files nobody can tell; the next start asks again.
    if (!mailboxes.ok) return null;
    const written = await furthest(stores.journal, mailboxes.value);
    const kept = await stores.allKept();
    // Nor without the keychain: what has no notes stays where it is until it can be listed.
    if (!kept.ok && written === 'nothing') continue;
    if (written !== 'nothing' || !kept.ok || kept.value.length > 0) {
      const afterStaging = written !== 'staging' || !kept.ok || kept.value.length > 0;
      const startedAt = await beginOf(ground, session);
      return { session, startedAt, afterStaging, elsewhere: !folders.includes(session) };
    }
    if (folders.includes(session)) await stores.wipe();
  }
  return null;
}

/** By their folders, and then those of which only the keychain knows. */
async function sessionsOf(ground: Ground, folders: readonly string[]): Promise<readonly string[]> {
  const accounts = await ground.keychain(serviceNames.helpdesk.secrets).accounts();
  const named = accounts.ok ? accounts.value.map((account) => account.split('/')[1]) : [];
  const ids = [...folders, ...named].map((name) => leftOverSessionSchema.shape.session.safeParse(name));
  return [...new Set(ids.flatMap((id) => (id.success ? [id.data] : [])))];
}

/** When a session began, in wall-clock milliseconds; now, if its folder no longer tells. */
async function beginOf(ground: Ground, session: string): Promise<number> {
  try {
    const { birthtimeMs, mtimeMs } = await stat(folderOf(ground, session));
    return birthtimeMs || mtimeMs;
  } catch {
    return ground.clock.now();
  }
}

/**
 * How far a session came by its notes. `staging`: a password was about to be stored, and nothing was sent yet. A journal
 * that cannot be read may speak of a staged password: it counts as one that does.
 */
async function furthest(
  journal: ReturnType<typeof createStores>['journal'],
  mailboxes: readonly MailboxId[],
): Promise<'nothing' | 'staging' | 'staged'> {
  let far: 'nothing' | 'staging' = 'nothing';
  for (const mailbox of mailboxes) {
    const entries = await journal.read(mailbox);
    if (!entries.ok || entries.value.some(({ fact }) => fact.type === 'staged')) return 'staged';
    if (entries.value.some(({ fact }) => fact.type === 'staging')) far = 'staging';
  }
  return far;
}

/** Removes everything of a session that a crash left behind. */
export function wipeSession(ground: Ground, session: string): Promise<Result<void>> {
  return createStores(ground, 'helpdesk', `session/${session}`, folderOf(ground, session)).wipe();
}
