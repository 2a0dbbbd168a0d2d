import type { RotationRun } from '../../../core/rotation/run.ts';
import { Secret } from '../../../core/secret.ts';
import { failure } from '../../../shared/failures.ts';
import type { RotationId } from '../../../shared/ids.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { passwordProblem } from '../../app/checked-drafts.ts';
import { openMailbox } from '../../app/mailbox-pages.ts';
import { holdGenerated, holdKept, holdTyped, isAcceptable } from '../../app/new-passwords.ts';
import { endSignIn, giveCode } from '../../app/one-time-codes.ts';
import { doubtAbout } from '../../app/recovery.ts';
import { question } from '../../app/say.ts';
import { byHandPage } from '../../providers/by-hand/page.ts';
import type { Handlers } from '../bind.ts';
import { clearAfter } from './secrets.ts';

type Name = Extract<keyof Handlers, `rotations.${string}` | `passwords.${string}` | `checkups.${string}`>;

export function rotationHandlers(app: App): Pick<Handlers, Name> {
  const rotations = () => app.spaces.active().rotations;
  const isChecking = ({ mailbox }: { mailbox: RotationRun['mailbox'] }) => {
    const { checkups, asks } = app.spaces.active();
    return checkups.isRunning(mailbox) || asks.isAsking(mailbox);
  };
  /** Does one thing with a rotation and answers with nothing but whether it was done. */
  const withRun = async (
    id: RotationId,
    act: (run: RotationRun) => Promise<Result<unknown>>,
  ): Promise<Result<Record<string, never>>> => {
    const run = await rotations().find(id);
    if (!run.ok) return run;
    const result = await act(run.value);
    return result.ok ? success({}) : result;
  };
  return {
    ...checkupHandlers(app),
    'rotations.start': async ({ mailbox }) => {
      if (isChecking({ mailbox })) return failed(failure('request.busy'));
      const started = await rotations().start(mailbox);
      return started.ok ? success({ rotation: started.value }) : started;
    },
    'rotations.get': async ({ rotation }) => {
      const run = await rotations().find(rotation);
      return run.ok ? success(run.value.view()) : run;
    },
    'rotations.getReadyAgain': ({ rotation }) =>
      withRun(rotation, (run) => {
        if (isChecking(run)) return Promise.resolve(failed(failure('request.busy')));
        run.getReady().catch(() => undefined);
        return Promise.resolve(success(undefined));
      }),
    'rotations.oneTimeCode': ({ rotation, code }) =>
      withRun(rotation, async (run) => {
        if (isChecking(run)) return failed(failure('request.busy'));
        return await giveCode(app.spaces.active().workspace, run, new Secret(code));
      }),
    'rotations.change': ({ rotation, handle, endSessions }) =>
      withRun(rotation, async (run) => {
        // its sign-ins with the password of now would meet the new one half-way
        if (isChecking(run)) return failed(failure('request.busy'));
        const held = app.held.find(handle);
        if (held?.rotation !== rotation) return failed(failure('request.not-found', '', 'handle'));
        if (!(await isAcceptable(app, run, held))) return failed(failure('password.rules-not-met', '', 'handle'));
        // looked at once more: one may have begun while the rules were being asked
        if (isChecking(run)) return failed(failure('request.busy'));
        const changed = await run.change(held.secret, { endSessions });
        if (changed.ok) app.held.drop(rotation);
        return changed;
      }),
    'rotations.openPage': ({ rotation }) => withRun(rotation, (run) => openPage(app, run)),
    'rotations.answer': ({ rotation, answer, password }) =>
      withRun(rotation, async (run) => {
        const problem = password === null ? null : passwordProblem(password, 'password');
        if (problem) return failed(problem);
        const answered = await run.answer(answer, password === null ? null : new Secret(password));
        // it was copied for the page, and the page has been left
        if (answered.ok) await app.native.takeBackSecret();
        return answered;
      }),
    'rotations.checkClient': ({ rotation, client }) => withRun(rotation, (run) => run.checkClient(client)),
    'rotations.markClient': ({ rotation, client, mark }) => withRun(rotation, (run) => run.markClient(client, mark)),
    'rotations.finish': ({ rotation }) => withRun(rotation, (run) => run.finish()),
    'rotations.help': ({ rotation, act }) => withRun(rotation, (run) => run.help(act)),
    'rotations.leave': ({ rotation }) => {
      app.held.drop(rotation);
      return withRun(rotation, async (run) => {
        const left = await run.leave();
        if (left.ok) void endSignIn(app.spaces.active().workspace, run);
        return left;
      });
    },
    'passwords.generate': async ({ rotation, style }) => {
      const run = await rotations().find(rotation);
      return run.ok ? holdGenerated(app, run.value, style) : run;
    },
    'passwords.submit': async ({ rotation, password }) => {
      const run = await rotations().find(rotation);
      return run.ok ? holdTyped(app, run.value, password) : run;
    },
    'passwords.fromKept': async ({ rotation, version }) => {
      const run = await rotations().find(rotation);
      return run.ok ? holdKept(app, run.value, version) : run;
    },
  };
}

/** Opens the page that stands in the mailbox's record, and none that a server named. */
async function openPage(app: App, run: RotationRun): Promise<Result<unknown>> {
  const view = run.view();
  // not before the new password is stored: on the page it becomes the only one
  if (view.stage !== 'your-turn' || view.pending === null) return failed(failure('request.wrong-stage'));
  const { records, secrets } = app.spaces.active().workspace.world;
  const record = await records.load(run.mailbox);
  if (!record.ok) return record;
  const page = byHandPage(record.value.provider.settings, record.value.address);
  if (!page.ok) return page;
  if (!page.value) return failed(failure('request.not-found', '', 'page'));
  if (!page.value.insideDomain && !(await confirmPage(app, page.value.host, view.address))) {
    return failed(failure('request.cancelled'));
  }
  const pending = await secrets.get(run.mailbox, view.pending);
  if (!pending.ok) return pending;
  await app.native.copySecret(pending.value, clearAfter.byHand);
  await app.native.openPage(page.value.url);
  return success(undefined);
}

/** A page outside the mailbox's own domain is shown once more, in full, before anybody types a password into it. */
function confirmPage(app: App, host: string, address: string): Promise<boolean> {
  return app.native.confirm(question(app.say, 'page', { host, address }));
}

function checkupHandlers(app: App): Pick<Handlers, 'checkups.start' | 'checkups.get' | 'checkups.stop'> {
  const space = () => app.spaces.active();
  return {
    'checkups.start': async ({ mailbox }) => {
      if (await space().rotations.isUnderWay(mailbox)) return failed(failure('request.busy'));
      const opened = await openMailbox(space().workspace, mailbox);
      if (!opened.ok) return opened;
      const doubt = await doubtAbout(space().workspace.world, mailbox);
      if (doubt) return failed(doubt);
      // getting ready signs in with the same password: one after the other
      if (space().rotations.isWorking(mailbox) || space().asks.isAsking(mailbox))
        return failed(failure('request.busy'));
      const started = space().checkups.start(opened.value.record, opened.value.facts.current?.version ?? null);
      return started.ok ? success({ checkup: started.value }) : started;
    },
    'checkups.get': ({ checkup }) => space().checkups.view(checkup),
    'checkups.stop': ({ checkup }) => {
      const stopped = space().checkups.stop(checkup);
      return stopped.ok ? success({}) : stopped;
    },
  };
}
