import { type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { addAuthority, removeAuthority } from '../../app/authorities.ts';
import { addClient, removeClient, updateClient } from '../../app/mailboxes.ts';
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
  const done = (result: Result<unknown>) => (result.ok ? success({}) : result);
  return {
    'catalogue.list': () => success([...app.catalogue]),
    'providers.list': () => success(workspace().providers.map((provider) => provider.manifest)),
    'clients.add': async ({ mailbox, draft, appPassword }) => {
      const added = told(await addClient(workspace(), mailbox, draft, appPassword));
      return added.ok ? success({ client: added.value }) : added;
    },
    'clients.update': async ({ mailbox, client, draft, appPassword }) =>
      done(told(await updateClient(workspace(), mailbox, client, draft, appPassword))),
    'clients.remove': async ({ mailbox, client }) => done(told(await removeClient(workspace(), mailbox, client))),
    'authorities.add': async ({ mailbox, host }) => told(await addAuthority(app, mailbox, host)),
    'authorities.remove': async ({ mailbox, fingerprint }) =>
      done(told(await removeAuthority(workspace(), mailbox, fingerprint))),
  };
}
