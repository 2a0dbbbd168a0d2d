import { failure } from '../../../shared/failures.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { checkConfirmed } from '../../app/confirmed-hosts.ts';
import { discoverApps } from '../../app/found-apps.ts';
import { listMailboxes, readMailbox, removeMailbox } from '../../app/mailbox-pages.ts';
import { addMailbox, setPassword, updateMailbox } from '../../app/mailboxes.ts';
import { doubtAbout, mayTypeInDoubt } from '../../app/recovery.ts';
import { question } from '../../app/say.ts';
import { createQueue } from '../../storage/one-at-a-time.ts';
import type { Handlers } from '../bind.ts';

type Name =
  | 'mailboxes.list'
  | 'mailboxes.get'
  | 'mailboxes.add'
  | 'mailboxes.update'
  | 'mailboxes.setPassword'
  | 'mailboxes.remove';

/** Practice and a helpdesk session are wiped when they end: nothing may be written into them afterwards. */
const spaceWasLeft = failed(failure('request.wrong-stage'));

export function mailboxHandlers(app: App): Pick<Handlers, Name> {
  const workspace = () => app.spaces.active().workspace;
  const inTurn = createQueue();
  /** Tells the face that the list is new if something was done. */
  const told = (result: Result<unknown>): Result<Record<string, never>> => {
    if (!result.ok) return result;
    app.mailboxesChanged();
    return success({});
  };
  return {
    'mailboxes.list': () => listMailboxes(app.spaces.active()),
    'mailboxes.get': ({ mailbox }) => readMailbox(app.spaces.active(), mailbox),
    'mailboxes.add': async ({ draft, password, secrets, confirmedHosts }) => {
      const unaccepted = app.runtime.standIn && workspace().space === 'home' && !app.preferences.standInAccepted();
      if (unaccepted) return failed(failure('request.stand-in-not-accepted'));
      const open = app.spaces.active();
      const confirmed = await checkConfirmed(app, draft, confirmedHosts);
      if (!confirmed.ok) return confirmed;
      // one after the other, so that two clicks do not add one address twice
      const added = await inTurn(async () => {
        if (app.spaces.active() !== open) return spaceWasLeft;
        const authorities = app.spaces.practice()?.authoritiesOf(draft.provider.id) ?? [];
        const given = app.held.grants.redeemed(draft.provider.id, secrets);
        return await addMailbox(open.workspace, { draft, password, secrets: given, authorities });
      });
      if (!added.ok) return added;
      app.mailboxesChanged();
      void discoverApps(app, open, added.value);
      return success({ mailbox: added.value });
    },
    'mailboxes.update': async ({ mailbox, draft, secrets, confirmedHosts }) => {
      const open = app.spaces.active();
      const { workspace: space, rotations, checkups, evidence } = open;
      if (await rotations.isUnderWay(mailbox)) return failed(failure('request.busy'));
      const record = await space.world.records.load(mailbox);
      if (!record.ok) return record;
      const confirmed = await checkConfirmed(app, draft, confirmedHosts, record.value);
      if (!confirmed.ok) return confirmed;
      await checkups.forget(mailbox);
      // both may have changed while it was waited
      if (await rotations.isUnderWay(mailbox)) return failed(failure('request.busy'));
      if (app.spaces.active() !== open) return spaceWasLeft;
      const given = app.held.grants.redeemed(draft.provider.id, secrets);
      const updated = told(await open.editing(() => updateMailbox(space, mailbox, draft, given)));
      if (updated.ok) {
        await rotations.reload(mailbox);
        evidence.anew(mailbox);
      }
      return updated;
    },
    'mailboxes.setPassword': async ({ mailbox, password }) => {
      const { rotations, checkups, asks } = app.spaces.active();
      // a round is about the password that its rotation brought, and about no other
      const { world } = workspace();
      const mayBegin = (await mayTypeInDoubt(world, mailbox)) || (await rotations.isClosed(mailbox));
      if (!mayBegin || rotations.isWorking(mailbox) || asks.isAsking(mailbox)) {
        return failed((await doubtAbout(world, mailbox)) ?? failure('request.busy'));
      }
      await checkups.forget(mailbox);
      return told(await setPassword(workspace(), mailbox, password));
    },
    'mailboxes.remove': async ({ mailbox }) => {
      const { workspace: space, rotations, checkups, editing } = app.spaces.active();
      if (await rotations.isUnderWay(mailbox)) return failed(failure('request.busy'));
      const record = await space.world.records.load(mailbox);
      if (!record.ok) return record;
      const removed = await app.native.confirm(question(app.say, 'remove', { address: record.value.address }));
      if (!removed) return success({ removed });
      // much may have begun while the question stood on the screen
      if (await rotations.isUnderWay(mailbox)) return failed(failure('request.busy'));
      await checkups.forget(mailbox);
      const ended = await rotations.drop(mailbox);
      if (ended) app.held.drop(ended);
      const result = await editing(() => removeMailbox(space, mailbox));
      app.mailboxesChanged();
      return result.ok ? success({ removed }) : result;
    },
  };
}
