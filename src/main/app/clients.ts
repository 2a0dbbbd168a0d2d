import { failure } from '../../shared/failures.ts';
import { type ClientId, clientIdSchema, type MailboxId, type VersionId } from '../../shared/ids.ts';
import type { AppLink, ClientDraft, ClientRecord, MailboxDraft, MailboxRecord } from '../../shared/model.ts';
import type { ProviderManifest } from '../../shared/provider.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { checkedClient, signInAt } from './checked-drafts.ts';
import { keepNew, takeBack } from './new-secrets.ts';
import type { Workspace } from './workspace.ts';

/** What people do to the devices and apps of a mailbox. Nothing here signs in anywhere. */

export const manifestOf = (space: Workspace, { provider }: Pick<MailboxDraft, 'provider'>) =>
  space.world.provider(provider.id)?.manifest;

/** A client after the mailbox has gone to another provider. */
export function clientAt(manifest: ProviderManifest | undefined, client: ClientRecord): ClientRecord {
  const how = signInAt(manifest, client.signIn.how);
  return how === 'elsewhere' ? { ...client, signIn: { how } } : client;
}

/** A client to add; one that is known to be an app on this computer says so. */
export type NewClient = ClientDraft & { readonly app?: AppLink };

export function clientOf(space: Workspace, draft: NewClient, appPassword: VersionId | null): ClientRecord {
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
  const draft = checkedClient(manifestOf(space, loaded.value), typed);
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
  const draft = checkedClient(manifestOf(space, loaded.value), typed);
  if (!draft.ok) return draft;
  const before = loaded.value.clients.find((client) => client.id === id);
  if (!before) return failed(failure('request.not-found', 'client'));
  const had = before.signIn.how === 'app-password' ? before.signIn.version : null;
  const own = ownPassword(draft.value, appPassword);
  const version = own === null ? success(had) : await keepNew(space, mailbox, own, 'appPassword');
  if (!version.ok) return version;
  // another kind of client is not that app any more
  const app = before.app && before.kind === draft.value.kind ? { app: before.app } : {};
  const after: ClientRecord = { ...draft.value, ...app, id, signIn: signInOf(draft.value, version.value) };
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
  // written first: what a sign-in log has of its time may have been this one
  const noted = await space.world.journal.append(mailbox, { type: 'client-edited', client: id });
  if (!noted.ok) return noted;
  const clients = loaded.value.clients.filter((client) => client.id !== id);
  const saved = await space.world.records.save({ ...loaded.value, clients });
  if (!saved.ok) return saved;
  const own = gone.signIn.how === 'app-password' ? gone.signIn.version : null;
  return own ? space.world.secrets.remove(mailbox, own) : saved;
}
