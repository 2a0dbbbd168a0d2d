import { Secret } from '../../core/secret.ts';
import { type Failure, failure } from '../../shared/failures.ts';
import {
  type ClientId,
  clientIdSchema,
  type MailboxId,
  mailboxIdSchema,
  type VersionId,
  versionIdSchema,
} from '../../shared/ids.ts';
import type { ClientDraft, ClientRecord, MailboxDraft, MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { byHandPage } from '../providers/by-hand/page.ts';
import type { Workspace } from './workspace.ts';

/** What people do to a mailbox's record: add, edit, and the same for its clients. Nothing here signs in anywhere. */

const newVersion = (space: Workspace): VersionId => versionIdSchema.parse(space.world.newId());

/** Keeps a typed secret under a new version, or passes on why the keychain would not. */
async function keepNew(space: Workspace, mailbox: MailboxId, text: string): Promise<Result<VersionId>> {
  const version = newVersion(space);
  const kept = await space.keep(mailbox, version, new Secret(text));
  return kept.ok ? success(version) : kept;
}

/** The one secret field of a provider's form, if it has any and it was filled in. */
function typedCredential(
  space: Workspace,
  draft: MailboxDraft,
  secrets: Readonly<Record<string, string>>,
): string | null {
  const fields = space.world.provider(draft.provider.id)?.manifest.fields ?? [];
  const field = fields.find((candidate) => candidate.kind === 'secret');
  return field ? (secrets[field.key] ?? null) : null;
}

export interface NewMailbox {
  readonly draft: MailboxDraft;
  readonly password: string | null;
  readonly secrets: Readonly<Record<string, string>>;
  readonly clients?: readonly ClientDraft[];
  readonly authorities?: MailboxRecord['authorities'];
}

/**
 * Adds a mailbox. Its secrets are stored first and the record last, so that a crash in between leaves nothing that is
 * listed. Fails with `request.already-there`, `request.invalid`, or what the keychain or the disk said.
 */
export async function addMailbox(
  space: Workspace,
  { draft, password, secrets, clients, authorities }: NewMailbox,
): Promise<Result<MailboxId>> {
  const problem = await problemWith(space, draft, null);
  if (problem) return failed(problem);
  const id = mailboxIdSchema.parse(space.world.newId());
  const typed = typedCredential(space, draft, secrets);
  const credential = typed === null ? success(null) : await keepNew(space, id, typed);
  if (!credential.ok) return credential;
  if (password !== null) {
    const adopted = await setPassword(space, id, password);
    if (!adopted.ok) return adopted;
  }
  const record: MailboxRecord = {
    ...draft,
    schema: 1,
    id,
    addedAt: space.world.clock.now(),
    clients: (clients ?? []).map((client) => clientOf(space, client, null)),
    authorities: [...(authorities ?? [])],
    credential: credential.value,
  };
  const saved = await space.world.records.save(record);
  return saved.ok ? success(id) : saved;
}

/** Why a draft cannot be taken, or null. The form has said the same while it was typed. */
async function problemWith(space: Workspace, draft: MailboxDraft, self: MailboxId | null): Promise<Failure | null> {
  if (!space.world.provider(draft.provider.id)) return failure('request.invalid', 'provider', 'draft.provider.id');
  if (!draft.receiving && !draft.sending) return failure('request.invalid', 'servers', 'draft.receiving');
  const page = byHandPage(draft.provider.settings, draft.address);
  if (!page.ok) return { ...page.failure, field: 'draft.provider.settings.page' };
  const listed = await space.world.records.list();
  if (!listed.ok) return listed.failure;
  const same = listed.value.find((entry) => entry.address.toLowerCase() === draft.address.toLowerCase());
  return same && same.id !== self ? failure('request.already-there', '', 'draft.address') : null;
}

/** Changes a mailbox's settings; a secret field left empty keeps the credential it had. */
export async function updateMailbox(
  space: Workspace,
  id: MailboxId,
  draft: MailboxDraft,
  secrets: Readonly<Record<string, string>>,
): Promise<Result<void>> {
  const loaded = await space.world.records.load(id);
  if (!loaded.ok) return loaded;
  const problem = await problemWith(space, draft, id);
  if (problem) return failed(problem);
  const typed = typedCredential(space, draft, secrets);
  const sameProvider = draft.provider.id === loaded.value.provider.id;
  const credential =
    typed === null ? success(sameProvider ? loaded.value.credential : null) : await keepNew(space, id, typed);
  if (!credential.ok) return credential;
  const saved = await space.world.records.save({ ...loaded.value, ...draft, credential: credential.value });
  if (!saved.ok) return saved;
  const replaced = loaded.value.credential;
  return replaced && replaced !== credential.value ? space.world.secrets.remove(id, replaced) : saved;
}

/** The password is now this one, because somebody said so: stored as a version of its own, and made current. */
export async function setPassword(space: Workspace, id: MailboxId, password: string): Promise<Result<void>> {
  const version = await keepNew(space, id, password);
  if (!version.ok) return version;
  const adopted = await space.world.journal.append(id, { type: 'adopted', version: version.value });
  return adopted.ok ? success(undefined) : adopted;
}

function clientOf(space: Workspace, draft: ClientDraft, appPassword: VersionId | null): ClientRecord {
  return { ...draft, id: clientIdSchema.parse(space.world.newId()), signIn: signInOf(draft, appPassword) };
}

function signInOf(draft: ClientDraft, version: VersionId | null): ClientRecord['signIn'] {
  return draft.signIn === 'app-password' ? { how: 'app-password', version } : { how: draft.signIn };
}

export async function addClient(
  space: Workspace,
  mailbox: MailboxId,
  draft: ClientDraft,
  appPassword: string | null,
): Promise<Result<ClientId>> {
  const loaded = await space.world.records.load(mailbox);
  if (!loaded.ok) return loaded;
  if (draft.signIn !== 'elsewhere' && !draft.receiving && !draft.sending) {
    return failed(failure('request.invalid', 'a client needs receiving or sending', 'draft.receiving'));
  }
  const version = appPassword === null ? success(null) : await keepNew(space, mailbox, appPassword);
  if (!version.ok) return version;
  const client = clientOf(space, draft, version.value);
  const saved = await space.world.records.save({ ...loaded.value, clients: [...loaded.value.clients, client] });
  return saved.ok ? success(client.id) : saved;
}

/** Changes or renames a client; an app password left empty keeps the one it had. */
export async function updateClient(
  space: Workspace,
  mailbox: MailboxId,
  id: ClientId,
  draft: ClientDraft,
  appPassword: string | null,
): Promise<Result<void>> {
  const loaded = await space.world.records.load(mailbox);
  if (!loaded.ok) return loaded;
  const before = loaded.value.clients.find((client) => client.id === id);
  if (!before) return failed(failure('request.not-found', 'client'));
  const had = before.signIn.how === 'app-password' ? before.signIn.version : null;
  const version = appPassword === null ? success(had) : await keepNew(space, mailbox, appPassword);
  if (!version.ok) return version;
  const after: ClientRecord = { ...draft, id, signIn: signInOf(draft, version.value) };
  const clients = loaded.value.clients.map((client) => (client.id === id ? after : client));
  const saved = await space.world.records.save({ ...loaded.value, clients });
  if (!saved.ok) return saved;
  const uses = after.signIn.how === 'app-password' ? after.signIn.version : null;
  return had && had !== uses ? space.world.secrets.remove(mailbox, had) : saved;
}

export async function removeClient(space: Workspace, mailbox: MailboxId, id: ClientId): Promise<Result<void>> {
  const loaded = await space.world.records.load(mailbox);
  if (!loaded.ok) return loaded;
  const gone = loaded.value.clients.find((client) => client.id === id);
  if (!gone) return failed(failure('request.not-found', 'client'));
  const clients = loaded.value.clients.filter((client) => client.id !== id);
  const saved = await space.world.records.save({ ...loaded.value, clients });
  if (!saved.ok) return saved;
  const own = gone.signIn.how === 'app-password' ? gone.signIn.version : null;
  return own ? space.world.secrets.remove(mailbox, own) : saved;
}
