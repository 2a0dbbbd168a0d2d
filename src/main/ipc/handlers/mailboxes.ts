import { failure } from '../../../shared/failures.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { listMailboxes, readMailbox, removeMailbox } from '../../app/mailbox-pages.ts';
import { addMailbox, setPassword, updateMailbox } from '../../app/mailboxes.ts';
import type { Handlers } from '../bind.ts';

type Name =
  | 'mailboxes.list'
  | 'mailboxes.get'
  | 'mailboxes.add'
  | 'mailboxes.update'
  | 'mailboxes.setPassword'
  | 'mailboxes.remove';

export function mailboxHandlers(app: App): Pick<Handlers, Name> {
  const workspace = () => app.spaces.active().workspace;
  /** Tells the face that the list is new if something was done. */
  const told = (result: Result<unknown>): Result<Record<string, never>> => {
    if (!result.ok) return result;
    app.mailboxesChanged();
    return success({});
  };
  return {
    'mailboxes.list': () => listMailboxes(app.spaces.active()),
    'mailboxes.get': ({ mailbox }) => readMailbox(app.spaces.active(), mailbox),
    'mailboxes.add': async ({ draft, password, secrets }) => {
      const unaccepted = app.runtime.standIn && workspace().space === 'home' && !app.preferences.standInAccepted();
      if (unaccepted) return failed(failure('request.stand-in-not-accepted'));
      const added = await addMailbox(workspace(), { draft, password, secrets });
      if (!added.ok) return added;
      app.mailboxesChanged();
      return success({ mailbox: added.value });
    },
    'mailboxes.update': async ({ mailbox, draft, secrets }) => {
      const { rotations } = app.spaces.active();
      if (await rotations.isUnderWay(mailbox)) return failed(failure('request.busy'));
      const updated = told(await updateMailbox(workspace(), mailbox, draft, secrets));
      if (updated.ok) await rotations.reload(mailbox);
      return updated;
    },
    'mailboxes.setPassword': async ({ mailbox, password }) => {
      if (await app.spaces.active().rotations.isUnderWay(mailbox)) return failed(failure('request.busy'));
      return told(await setPassword(workspace(), mailbox, password));
    },
    'mailboxes.remove': async ({ mailbox }) => {
      if (await app.spaces.active().rotations.isUnderWay(mailbox)) return failed(failure('request.busy'));
      const page = await readMailbox(app.spaces.active(), mailbox);
      if (!page.ok) return page;
      const removed = await app.native.confirm({
        title: app.say('native.remove.title', { address: page.value.settings.address }),
        message: app.say('native.remove.message'),
        go: app.say('native.remove.go'),
        stay: app.say('native.remove.stay'),
      });
      if (!removed) return success({ removed });
      const result = await removeMailbox(workspace(), mailbox);
      app.mailboxesChanged();
      return result.ok ? success({ removed }) : result;
    },
  };
}
