import type { RotationRun } from '../../../core/rotation/run.ts';
import { Secret } from '../../../core/secret.ts';
import { failure } from '../../../shared/failures.ts';
import type { RotationId } from '../../../shared/ids.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { openMailbox } from '../../app/mailbox-pages.ts';
import { holdGenerated, holdTyped, isAcceptable } from '../../app/new-passwords.ts';
import { byHandPage } from '../../providers/by-hand/page.ts';
import type { Handlers } from '../bind.ts';

type Name = Extract<keyof Handlers, `rotations.${string}` | `passwords.${string}` | `checkups.${string}`>;

export function rotationHandlers(app: App): Pick<Handlers, Name> {
  const rotations = () => app.spaces.active().rotations;
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
      if (app.spaces.active().checkups.isRunning(mailbox)) return failed(failure('request.busy'));
      const started = await rotations().start(mailbox);
      return started.ok ? success({ rotation: started.value }) : started;
    },
    'rotations.get': async ({ rotation }) => {
      const run = await rotations().find(rotation);
      return run.ok ? success(run.value.view()) : run;
    },
    'rotations.getReadyAgain': ({ rotation }) =>
      withRun(rotation, (run) => {
        void run.getReady();
        return Promise.resolve(success(undefined));
      }),
    'rotations.change': ({ rotation, handle, endSessions }) =>
      withRun(rotation, async (run) => {
        const held = app.held.find(handle);
        if (held?.rotation !== rotation) return failed(failure('request.not-found', '', 'handle'));
        if (!(await isAcceptable(app, run, held.secret)))
          return failed(failure('password.rules-not-met', '', 'handle'));
        const changed = await run.change(held.secret, { endSessions });
        if (changed.ok) app.held.drop(rotation);
        return changed;
      }),
    'rotations.openPage': ({ rotation }) => withRun(rotation, (run) => openPage(app, run)),
    'rotations.answer': ({ rotation, answer, password }) =>
      withRun(rotation, (run) => run.answer(answer, password === null ? null : new Secret(password))),
    'rotations.checkClient': ({ rotation, client }) => withRun(rotation, (run) => run.checkClient(client)),
    'rotations.markClient': ({ rotation, client, mark }) => withRun(rotation, (run) => run.markClient(client, mark)),
    'rotations.finish': ({ rotation }) => withRun(rotation, (run) => run.finish()),
    'rotations.help': ({ rotation, act }) => withRun(rotation, (run) => run.help(act)),
    'rotations.leave': ({ rotation }) => {
      app.held.drop(rotation);
      return withRun(rotation, (run) => run.leave());
    },
    'passwords.generate': async ({ rotation, style }) => {
      const run = await rotations().find(rotation);
      return run.ok ? holdGenerated(app, run.value, style) : run;
    },
    'passwords.submit': async ({ rotation, password }) => {
      const run = await rotations().find(rotation);
      return run.ok ? holdTyped(app, run.value, password) : run;
    },
  };
}

/** Opens the page that stands in the mailbox's record, and none that a server named. */
async function openPage(app: App, run: RotationRun): Promise<Result<unknown>> {
  const record = await app.spaces.active().workspace.world.records.load(run.mailbox);
  if (!record.ok) return record;
  const page = byHandPage(record.value.provider.settings, record.value.address);
  if (!page.ok) return page;
  if (!page.value) return failed(failure('request.not-found', '', 'page'));
  await app.native.openPage(page.value.url);
  return success(undefined);
}

function checkupHandlers(app: App): Pick<Handlers, 'checkups.start' | 'checkups.get' | 'checkups.stop'> {
  const space = () => app.spaces.active();
  return {
    'checkups.start': async ({ mailbox }) => {
      if (await space().rotations.isUnderWay(mailbox)) return failed(failure('request.busy'));
      const opened = await openMailbox(space().workspace, mailbox);
      if (!opened.ok) return opened;
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
