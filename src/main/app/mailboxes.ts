import { candidates, noteInstallation, readWithDoubt } from '../../core/rotation/doubt.ts';
import { reduce } from '../../core/rotation/reduce.ts';
import type { Secret } from '../../core/secret.ts';
import { isSamePlace, secretToAskAgain } from '../../shared/credential-place.ts';
import { failure } from '../../shared/failures.ts';
import { type MailboxId, mailboxIdSchema, type VersionId } from '../../shared/ids.ts';
import type { Authority, MailboxDraft, MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { byHandPage } from '../providers/by-hand/page.ts';
import { checkedClient, checkedMailbox, passwordProblem } from './checked-drafts.ts';
import { clientAt, clientOf, manifestOf, type NewClient } from './clients.ts';
import { keepNew, takeBack } from './new-secrets.ts';
import { panelProblem } from './panels.ts';
import { beginNotes } from './recovery.ts';
import type { Workspace } from './workspace.ts';

/** What people do to a mailbox's record: add and edit. Nothing here signs in anywhere. */

/** By key what a form's secret fields hold: what was typed, or a credential that main has got by itself. */
type FormSecrets = Readonly<Record<string, string | Secret>>;

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
  readonly clients?: readonly NewClient[];
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
  const manifest = manifestOf(space, draft.value);
  const clients = (added.clients ?? []).map((client) => checkedClient(manifest, client));
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
  const manifest = manifestOf(space, draft.value);
  const clients = loaded.value.clients.map((client) => clientAt(manifest, client));
  const saved = await space.world.records.save({
    ...loaded.value,
    ...draft.value,
    clients,
    credential: credential.value,
  });
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
