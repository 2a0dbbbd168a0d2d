import { failure } from '../../../shared/failures.ts';
import type { ClientId, MailboxId } from '../../../shared/ids.ts';
import type { ClientDraft } from '../../../shared/model.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { addAuthority, removeAuthority } from '../../app/authorities.ts';
import { addClient, removeClient, updateClient } from '../../app/clients.ts';
import { checkClientConfirmed } from '../../app/confirmed-hosts.ts';
import type { Workspace } from '../../app/workspace.ts';
import type { Handlers } from '../bind.ts';

type Name =
  | 'clients.add'
  | 'clients.update'
  | 'clients.remove'
  | 'authorities.add'
  | 'authorities.remove'
  | 'catalogue.list'
  | 'providers.list';

export function clientHandlers(app: App): Pick<Handlers, Name> {
  const workspace = () => app.spaces.active().workspace;
  const told = <T>(result: Result<T>): Result<T> => {
    if (result.ok) app.mailboxesChanged();
    return result;
  };
  /** Changes a record only where no rotation depends on it staying as it is, and only while its space is on screen. */
  const edit = async <T>(
    mailbox: MailboxId,
    change: (space: Workspace) => Promise<Result<T>>,
    check: (space: Workspace) => Promise<Result<void>> = () => Promise.resolve(success(undefined)),
  ): Promise<Result<T>> => {
    const open = app.spaces.active();
    const { workspace: space, rotations, checkups } = open;
    const checked = await check(space);
    if (!checked.ok) return checked;
    if (!(await rotations.mayEdit(mailbox))) return failed(failure('request.busy'));
    // a check-up works with the record it began with: it must not try what is not in the record any more
    await checkups.halt(mailbox);
    const changed = told(
      await open.editing(async () => {
        // a space that was left in the meantime keeps nothing
        return app.spaces.active() === open ? await change(space) : failed(failure('request.wrong-stage'));
      }),
    );
    if (changed.ok) await rotations.reload(mailbox);
    return changed;
  };
  /** Whether a person has confirmed every server that the device would sign in to. */
  const confirmed =
    (mailbox: MailboxId, client: ClientId | null, draft: ClientDraft, hosts: readonly string[]) =>
    async ({ world }: Workspace): Promise<Result<void>> => {
      const record = await world.records.load(mailbox);
      if (!record.ok) return record;
      const before = record.value.clients.find(({ id }) => id === client) ?? null;
      return await checkClientConfirmed(app, record.value, draft, hosts, before);
    };
  const done = (result: Result<unknown>) => (result.ok ? success({}) : result);
  return {
    'catalogue.list': () => success([...app.catalogue]),
    'providers.list': () => success(workspace().providers.map((provider) => provider.manifest)),
    'clients.add': async ({ mailbox, draft, appPassword, confirmedHosts }) => {
      const added = await edit(
        mailbox,
        (space) => addClient(space, mailbox, draft, appPassword),
        confirmed(mailbox, null, draft, confirmedHosts),
      );
      return added.ok ? success({ client: added.value }) : added;
    },
    'clients.update': async ({ mailbox, client, draft, appPassword, confirmedHosts }) =>
      done(
        await edit(
          mailbox,
          (space) => updateClient(space, mailbox, client, draft, appPassword),
          confirmed(mailbox, client, draft, confirmedHosts),
        ),
      ),
    'clients.remove': async ({ mailbox, client }) =>
      done(await edit(mailbox, (space) => removeClient(space, mailbox, client))),
    'authorities.add': async ({ mailbox, host }) => await edit(mailbox, () => addAuthority(app, mailbox, host)),
    'authorities.remove': async ({ mailbox, fingerprint }) =>
      done(await edit(mailbox, (space) => removeAuthority(space, mailbox, fingerprint))),
  };
}
