import { failure } from '../../../shared/failures.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { addAuthority, removeAuthority } from '../../app/authorities.ts';
import { addClient, removeClient, updateClient } from '../../app/mailboxes.ts';
import { createQueue } from '../../storage/one-at-a-time.ts';
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
  // Each change reads the record and writes it back: two at once would lose one.
  const inTurn = createQueue();
  /** Changes a record only where no rotation depends on it staying as it is. */
  const edit = async <T>(mailbox: MailboxId, change: () => Promise<Result<T>>): Promise<Result<T>> => {
    const { rotations, checkups } = app.spaces.active();
    if (!(await rotations.mayEdit(mailbox))) return failed(failure('request.busy'));
    // a check-up works with the record it began with: it must not try what is not in the record any more
    await checkups.halt(mailbox);
    const changed = told(await inTurn(change));
    if (changed.ok) await rotations.reload(mailbox);
    return changed;
  };
  const done = (result: Result<unknown>) => (result.ok ? success({}) : result);
  return {
    'catalogue.list': () => success([...app.catalogue]),
    'providers.list': () => success(workspace().providers.map((provider) => provider.manifest)),
    'clients.add': async ({ mailbox, draft, appPassword }) => {
      const added = await edit(mailbox, () => addClient(workspace(), mailbox, draft, appPassword));
      return added.ok ? success({ client: added.value }) : added;
    },
    'clients.update': async ({ mailbox, client, draft, appPassword }) =>
      done(await edit(mailbox, () => updateClient(workspace(), mailbox, client, draft, appPassword))),
    'clients.remove': async ({ mailbox, client }) =>
      done(await edit(mailbox, () => removeClient(workspace(), mailbox, client))),
    'authorities.add': async ({ mailbox, host }) => await edit(mailbox, () => addAuthority(app, mailbox, host)),
    'authorities.remove': async ({ mailbox, fingerprint }) =>
      done(await edit(mailbox, () => removeAuthority(workspace(), mailbox, fingerprint))),
  };
}
