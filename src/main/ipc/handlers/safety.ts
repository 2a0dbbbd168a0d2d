import { failure } from '../../../shared/failures.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { maySetAside, setJournalAside } from '../../app/recovery.ts';
import { question } from '../../app/say.ts';
import { readSheet } from '../../app/sheet.ts';
import type { Handlers } from '../bind.ts';

type Name =
  | 'mailboxes.checkOld'
  | 'mailboxes.findPassword'
  | 'mailboxes.setJournalAside'
  | 'safety.sheet'
  | 'safety.setLostAside';

/** What helps when something went wrong: the old password, the kept ones, and notes that cannot be relied on. */
export function safetyHandlers(app: App): Pick<Handlers, Name> {
  /** One question at a time: a check-up or a rotation that signs in just now comes first. */
  const isBusy = (mailbox: MailboxId): boolean => {
    const { rotations, checkups } = app.spaces.active();
    return checkups.isRunning(mailbox) || rotations.isWorking(mailbox);
  };
  const busy = (): Result<never> => failed(failure('request.busy'));
  return {
    'mailboxes.checkOld': async ({ mailbox, version }) =>
      isBusy(mailbox) ? busy() : await app.spaces.active().asks.checkOld(mailbox, version),
    'mailboxes.findPassword': async ({ mailbox }) => {
      if (isBusy(mailbox)) return busy();
      const { asks, rotations, checkups } = app.spaces.active();
      const searched = await asks.findPassword(mailbox);
      if (!searched.ok) return searched;
      if (searched.value.found) {
        await checkups.forget(mailbox);
        // what was unfinished when the notes came into doubt goes on now
        await rotations.resume(mailbox);
        app.mailboxesChanged();
      }
      return searched;
    },
    'mailboxes.setJournalAside': async ({ mailbox }) => {
      const { workspace, asks, rotations, checkups } = app.spaces.active();
      const why = await maySetAside(workspace.world, mailbox);
      if (!why.ok) return why;
      const record = await workspace.world.records.load(mailbox);
      if (!record.ok) return record;
      if (!(await confirmed(app, record.value.address))) return success({ setAside: false });
      // much may have begun while the question stood on the screen
      if (isBusy(mailbox) || asks.isAsking(mailbox)) return busy();
      const still = await maySetAside(workspace.world, mailbox);
      if (!still.ok) return still;
      await checkups.forget(mailbox);
      const ended = await rotations.drop(mailbox);
      if (ended) app.held.drop(ended);
      const done = await setJournalAside(workspace, record.value, still.value);
      app.mailboxesChanged();
      return done.ok ? success({ setAside: true }) : done;
    },
    'safety.sheet': () => readSheet(app.spaces.active().workspace),
    'safety.setLostAside': async () => {
      if (!(await confirmedLost(app))) return failed(failure('request.cancelled'));
      const done = await app.setLostAside();
      return done.ok ? success({}) : done;
    },
  };
}

/** The notes may be those of another keychain, which only the person can tell. */
function confirmedLost(app: App): Promise<boolean> {
  return app.native.confirm(question(app.say, 'lostAside'));
}

function confirmed(app: App, address: string): Promise<boolean> {
  return app.native.confirm(question(app.say, 'setAside', { address }));
}
