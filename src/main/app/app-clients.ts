import { type AppDraft, draftOf, fitted, grouped, linkName } from '../../core/apps/app-clients.ts';
import { type ClientId, clientIdSchema, type MailboxId } from '../../shared/ids.ts';
import { type AppLink, type ClientRecord, clientRecordSchema, type MailboxRecord } from '../../shared/model.ts';
import { type Result, success } from '../../shared/result.ts';
import type { App } from './app.ts';
import { checkedClient } from './checked-drafts.ts';
import { manifestOf } from './clients.ts';
import type { Sighting, Sightings } from './look-at-apps.ts';
import type { OpenSpace } from './spaces.ts';
import type { Workspace } from './workspace.ts';

/** More than that one look never adds, whatever the files of this computer say. */
const mostNew = 20;

type Words = Pick<App, 'say'>;

const isOwn = ({ whose }: Sighting): boolean => whose === 'yes';

/** Every app that has an account of this mailbox, as a client. Two of one app are told apart by the name of their profile. */
function draftsOf({ say }: Words, record: MailboxRecord, { found }: Sightings): AppDraft[] {
  const groups = grouped(found.filter(isOwn).map(({ account }) => account));
  return groups.flatMap((group): AppDraft[] => {
    const manifest = found.find(({ app }) => app.manifest.id === group.link.app)?.app.manifest;
    if (!manifest) return [];
    const { name: app, clientKind: kind } = manifest;
    const alike = groups.filter(({ link }) => link.app === group.link.app).length > 1;
    const name = alike ? say('apps.clientOf', { app, profile: group.link.profile }) : say('apps.client', { app });
    return [draftOf(record, group, { kind, name: name.slice(0, 80) })];
  });
}

/** The record's clients as they are after a look: links for those that are in the list, new ones for the others. */
export function clientsWith(
  words: Words,
  space: Workspace,
  record: MailboxRecord,
  seen: Sightings,
): readonly ClientRecord[] {
  const drafts = draftsOf(words, record, seen);
  const there = new Set(drafts.map(({ app }) => linkName(app)));
  const troubled = new Set(seen.troubles.map(({ app }) => app.manifest.id));
  const names = new Map(seen.found.map(({ app }) => [app.manifest.id, app.manifest.name]));
  const fits = fitted(record.clients, drafts, {
    nameOf: (app) => names.get(app) ?? app,
    // what could not be read may be there all the same
    isGone: (link) => !there.has(linkName(link)) && !troubled.has(link.app),
  });
  const links = new Map<ClientId, AppLink>();
  const added: ClientRecord[] = [];
  for (const { draft, client, isLinked } of fits) {
    if (isLinked) continue;
    if (client) links.set(client, draft.app);
    else added.push(...newClient(space, record, draft));
  }
  const linked = record.clients.map((client) => linkedTo(client, links.get(client.id)));
  return [...linked, ...added.slice(0, mostNew)].slice(0, Math.max(200, linked.length));
}

function linkedTo(client: ClientRecord, app: AppLink | undefined): ClientRecord {
  const after = clientRecordSchema.safeParse({ ...client, app: app ?? client.app });
  return app && after.success ? after.data : client;
}

/** None where the app's own words are no settings that a client may have. */
function newClient(space: Workspace, record: MailboxRecord, draft: AppDraft): ClientRecord[] {
  const checked = checkedClient(manifestOf(space, record), draft);
  if (!checked.ok) return [];
  const { signIn: how } = checked.value;
  const signIn = how === 'app-password' ? { how, version: null } : { how };
  const id = clientIdSchema.parse(space.world.newId());
  const client = clientRecordSchema.safeParse({ ...checked.value, app: draft.app, id, signIn });
  return client.success ? [client.data] : [];
}

type Parts = Pick<App, 'spaces' | 'say' | 'mailboxesChanged' | 'readOnly'>;

interface Found {
  readonly mailbox: MailboxId;
  readonly seen: Sightings;
  /** Somebody asked to look. */
  readonly asked: boolean;
}

/** Whether the list may be changed now. A space that was left keeps nothing, and home is never left. */
async function mayFill({ spaces, readOnly }: Parts, open: OpenSpace, { mailbox, asked }: Found): Promise<boolean> {
  if ((open !== spaces.active() && open !== spaces.home()) || readOnly()) return false;
  const { rotations } = open;
  if (!(await rotations.mayEdit(mailbox))) return false;
  // taking up anew one that is only planned would end it
  return !rotations.isOpen(mailbox) || (asked && !(await rotations.isClosed(mailbox)));
}

/** True if there was something to write. */
async function fill(parts: Parts, { workspace }: OpenSpace, { mailbox, seen }: Found): Promise<Result<boolean>> {
  const loaded = await workspace.world.records.load(mailbox);
  if (!loaded.ok) return loaded;
  const record = loaded.value;
  const clients = clientsWith(parts, workspace, record, seen);
  if (clients.length === record.clients.length && clients.every((one, i) => one === record.clients[i])) {
    return success(false);
  }
  const saved = await workspace.world.records.save({ ...record, clients: [...clients] });
  return saved.ok ? success(true) : saved;
}

/**
 * Puts what a look has found into the mailbox's list of clients. Does nothing where the record may not be edited now, or
 * by this process; nor, where nobody has asked for it, while any rotation is open.
 */
export async function fillClients(parts: Parts, open: OpenSpace, found: Found): Promise<Result<void>> {
  const filled = await open.editing(async () =>
    (await mayFill(parts, open, found)) ? await fill(parts, open, found) : success(false),
  );
  if (!filled.ok) return filled;
  if (filled.value) {
    parts.mailboxesChanged();
    await open.rotations.reload(found.mailbox);
  }
  return success(undefined);
}
