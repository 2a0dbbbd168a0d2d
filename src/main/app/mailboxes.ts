import { candidates, noteInstallation, readWithDoubt } from '../../core/rotation/doubt.ts';
import { reduce } from '../../core/rotation/reduce.ts';
import { Secret } from '../../core/secret.ts';
import { isSamePlace, secretToAskAgain } from '../../shared/credential-place.ts';
import { failure } from '../../shared/failures.ts';
import {
  type ClientId,
  clientIdSchema,
  type MailboxId,
  mailboxIdSchema,
  type VersionId,
  versionIdSchema,
} from '../../shared/ids.ts';
import type { Authority, ClientDraft, ClientRecord, MailboxDraft, MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { byHandPage } from '../providers/by-hand/page.ts';
import { checkedClient, checkedMailbox, passwordProblem } from './checked-drafts.ts';
import { panelProblem } from './panels.ts';
import { beginNotes } from './recovery.ts';
import type { Workspace } from './workspace.ts';

/** What people do to a mailbox's record: add, edit, and the same for its clients. Nothing here signs in anywhere. */

const newVersion = (space: Workspace): VersionId => versionIdSchema.parse(space.world.newId());

/** By key what a form's secret fields hold: what was typed, or a credential that main has got by itself. */
type FormSecrets = Readonly<Record<string, string | Secret>>;

/** Keeps a secret under a new version, or says why not: its characters if it was typed (naming the field), or the keychain. */
async function keepNew(
  space: Workspace,
  mailbox: MailboxId,
  given: string | Secret,
  field: string,
): Promise<Result<VersionId>> {
  const problem = typeof given === 'string' ? passwordProblem(given, field) : null;
  if (problem) return failed(problem);
  const version = newVersion(space);
  const kept = await space.keep(mailbox, version, typeof given === 'string' ? new Secret(given) : given);
  return kept.ok ? success(version) : kept;
}

/** The one secret field of a provider's form, if it has any and it was filled in. */
function typedCredential(
  space: Workspace,
  draft: MailboxDraft,
  secrets: FormSecrets,
): { readonly text: string | Secret; readonly field: string } | null {
  const fields = space.world.provider(draft.provider.id)?.manifest.fields ?? [];
  const key = fields.find((candidate) => candidate.kind === 'secret')?.key;
  const text = key === undefined ? undefined : secrets[key];
  return key === undefined || text === undefined ? null : { text, field: `secrets.${key}` };
}

export interface NewMailbox {
  readonly draft: MailboxDraft;
  readonly password: string | null;
  readonly secrets: FormSecrets;
  readonly clients?: readonly ClientDraft[];
  readonly authorities?: readonly Authority[];
}

/**
 * Adds a mailbox. Its secrets are stored first and the record last, so that a crash in between leaves nothing that is
 * listed; a failure in between removes what was stored. Fails with `request.already-there`, `request.invalid` or
 * `password.*` naming the field, or what the keychain or the disk said.
 */
export async function addMailbox(space: Workspace, added: NewMailbox): Promise<Result<MailboxId>> {
  const draft = await checkedDraft(space, added.draft, null);
  if (!draft.ok) return draft;
  const clients = (added.clients ?? []).map(checkedClient);
  const odd = clients.find((client) => !client.ok);
  if (odd && !odd.ok) return odd;
  const problem = added.password === null ? null : passwordProblem(added.password, 'password');
  if (problem) return failed(problem);
  const id = mailboxIdSchema.parse(space.world.newId());
  const stored = await storeNew(space, id, {
    ...added,
    draft: draft.value,
    clients: clients.flatMap((client) => (client.ok ? [client.value] : [])),
  });
  if (stored.ok) return success(id);
  // nobody lists what has no record, so it must not stay
  await space.forget(id);
  return stored;
}

async function storeNew(
  space: Workspace,
  id: MailboxId,
  { draft, password, secrets, clients, authorities }: NewMailbox,
): Promise<Result<void>> {
  const typed = typedCredential(space, draft, secrets);
  const credential = typed === null ? success(null) : await keepNew(space, id, typed.text, typed.field);
  if (!credential.ok) return credential;
  const claimed = await noteInstallation(space.world, id, reduce([]));
  if (!claimed.ok) return claimed;
  if (password !== null) {
    const adopted = await setPassword(space, id, password);
    if (!adopted.ok) return adopted;
  }
  return space.world.records.save({
    ...draft,
    schema: 1,
    id,
    addedAt: space.world.clock.now(),
    clients: (clients ?? []).map((client) => clientOf(space, client, null)),
    authorities: [...(authorities ?? [])],
    credential: credential.value,
  });
}

/** The draft as it is to be kept, or why it cannot be taken. The form has said the same while it was typed. */
async function checkedDraft(
  space: Workspace,
  typed: MailboxDraft,
  before: MailboxRecord | null,
): Promise<Result<MailboxDraft>> {
  const provider = space.world.provider(typed.provider.id);
  if (!provider) return failed(failure('request.invalid', 'provider', 'draft.provider.id'));
  const draft = checkedMailbox(provider.manifest, typed);
  if (!draft.ok) return draft;
  const { address } = draft.value;
  const page = byHandPage(draft.value.provider.settings, address);
  if (!page.ok) return failed({ ...page.failure, field: 'draft.provider.settings.page' });
  const panel = await panelProblem(space.panels, draft.value, before);
  if (panel) return failed(panel);
  const listed = await space.world.records.list();
  if (!listed.ok) return listed;
  const same = listed.value.find((entry) => entry.address.toLowerCase() === address.toLowerCase());
  return same && same.id !== before?.id ? failed(failure('request.already-there', '', 'draft.address')) : draft;
}

/**
 * Changes a mailbox's settings. A secret field left empty keeps the credential it had, but only while that goes to the
 * same place: else `request.secret-again` names the field.
 */
export async function updateMailbox(
  space: Workspace,
  id: MailboxId,
  typedDraft: MailboxDraft,
  secrets: FormSecrets,
): Promise<Result<void>> {
  const loaded = await space.world.records.load(id);
  if (!loaded.ok) return loaded;
  const draft = await checkedDraft(space, typedDraft, loaded.value);
  if (!draft.ok) return draft;
  const typed = typedCredential(space, draft.value, secrets);
  const credential =
    typed === null
      ? keptCredential(space, loaded.value, draft.value)
      : await keepNew(space, id, typed.text, typed.field);
  if (!credential.ok) return credential;
  const saved = await space.world.records.save({ ...loaded.value, ...draft.value, credential: credential.value });
  if (!saved.ok) return await takeBack(space, id, typed === null ? null : credential.value, saved);
  const replaced = loaded.value.credential;
  return replaced && replaced !== credential.value ? space.world.secrets.remove(id, replaced) : saved;
}

/** The credential that may go on being used, null where none is needed any more, or which one has to be typed again. */
function keptCredential(space: Workspace, before: MailboxRecord, after: MailboxDraft): Result<VersionId | null> {
  const manifest = space.world.provider(after.provider.id)?.manifest;
  if (before.credential === null || !manifest) return success(null);
  const again = secretToAskAgain(before.provider, after.provider, manifest);
  if (again) return failed(failure('request.secret-again', '', `secrets.${again.key}`));
  return success(isSamePlace(before.provider, after.provider, manifest) ? before.credential : null);
}

/** A secret that was stored for a record that could not be saved: nothing would ever name it again. */
async function takeBack(
  space: Workspace,
  mailbox: MailboxId,
  version: VersionId | null,
  why: Result<never>,
): Promise<Result<never>> {
  if (version) await space.world.secrets.remove(mailbox, version);
  return why;
}

/**
 * The password is now this one, because somebody said so: stored as a version of its own, and made current. It also ends a
 * doubt about the journal, except where that cannot be read: it has to be set aside first.
 */
export async function setPassword(space: Workspace, id: MailboxId, password: string): Promise<Result<void>> {
  const read = await readWithDoubt(space.world, id);
  if (!read.ok) return read;
  const { doubt, facts } = read.value;
  if (doubt === 'unreadable' && !facts.unsure) return failed(failure('journal.unreadable'));
  if (doubt === 'missing' && !facts.unsure) {
    // what was kept before is told from what is typed now
    const begun = await noteKept(space, id);
    if (!begun.ok) return begun;
  }
  const version = await keepNew(space, id, password, 'password');
  if (!version.ok) return version;
  const adopted = await space.world.journal.append(id, { type: 'adopted', version: version.value });
  if (!adopted.ok) return await takeBack(space, id, version.value, adopted);
  return await noteInstallation(space.world, id, facts);
}

async function noteKept(space: Workspace, id: MailboxId): Promise<Result<void>> {
  const record = await space.world.records.load(id);
  if (!record.ok) return record;
  const kept = await candidates(space.world, record.value);
  return kept.ok ? await beginNotes(space.world, id, 'missing', kept.value) : kept;
}

function clientOf(space: Workspace, draft: ClientDraft, appPassword: VersionId | null): ClientRecord {
  return { ...draft, id: clientIdSchema.parse(space.world.newId()), signIn: signInOf(draft, appPassword) };
}

function signInOf(draft: ClientDraft, version: VersionId | null): ClientRecord['signIn'] {
  return draft.signIn === 'app-password' ? { how: 'app-password', version } : { how: draft.signIn };
}

/** Only a client that signs in with a password of its own has one to keep. */
const ownPassword = ({ signIn }: ClientDraft, text: string | null) => (signIn === 'app-password' ? text : null);

export async function addClient(
  space: Workspace,
  mailbox: MailboxId,
  typed: ClientDraft,
  appPassword: string | null,
): Promise<Result<ClientId>> {
  const loaded = await space.world.records.load(mailbox);
  if (!loaded.ok) return loaded;
  const draft = checkedClient(typed);
  if (!draft.ok) return draft;
  const own = ownPassword(draft.value, appPassword);
  const version = own === null ? success(null) : await keepNew(space, mailbox, own, 'appPassword');
  if (!version.ok) return version;
  const client = clientOf(space, draft.value, version.value);
  const saved = await space.world.records.save({ ...loaded.value, clients: [...loaded.value.clients, client] });
  return saved.ok ? success(client.id) : await takeBack(space, mailbox, version.value, saved);
}

/** What a check of a client is about: everything but its name and its picture. */
function settingsOf({ user, receiving, sending, signIn }: ClientRecord): string {
  return JSON.stringify([user, receiving, sending, signIn]);
}

async function replaceClient(
  space: Workspace,
  record: MailboxRecord,
  before: ClientRecord,
  after: ClientRecord,
): Promise<Result<void>> {
  if (settingsOf(before) !== settingsOf(after)) {
    // written first: what was seen of the old settings must never be told of the new ones
    const noted = await space.world.journal.append(record.id, { type: 'client-edited', client: after.id });
    if (!noted.ok) return noted;
  }
  const clients = record.clients.map((client) => (client.id === after.id ? after : client));
  return space.world.records.save({ ...record, clients });
}

/** Changes or renames a client; an app password left empty keeps the one it had. */
export async function updateClient(
  space: Workspace,
  mailbox: MailboxId,
  id: ClientId,
  typed: ClientDraft,
  appPassword: string | null,
): Promise<Result<void>> {
  const loaded = await space.world.records.load(mailbox);
  if (!loaded.ok) return loaded;
  const draft = checkedClient(typed);
  if (!draft.ok) return draft;
  const before = loaded.value.clients.find((client) => client.id === id);
  if (!before) return failed(failure('request.not-found', 'client'));
  const had = before.signIn.how === 'app-password' ? before.signIn.version : null;
  const own = ownPassword(draft.value, appPassword);
  const version = own === null ? success(had) : await keepNew(space, mailbox, own, 'appPassword');
  if (!version.ok) return version;
  const after: ClientRecord = { ...draft.value, id, signIn: signInOf(draft.value, version.value) };
  const saved = await replaceClient(space, loaded.value, before, after);
  if (!saved.ok) return await takeBack(space, mailbox, own === null ? null : version.value, saved);
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
