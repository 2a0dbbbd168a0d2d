import { failure } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import type { Handlers } from '../bind.ts';

type Name = Extract<keyof Handlers, `practice.${string}` | `helpdesk.${string}`>;

export function spaceHandlers(app: App): Pick<Handlers, Name> {
  const done = (result: Result<unknown>): Result<Record<string, never>> => (result.ok ? success({}) : result);
  const notInPractice = failed(failure('request.wrong-stage'));
  const leave = async (space: 'practice' | 'helpdesk') => {
    if (app.spaces.active().workspace.space !== space) return failed(failure('request.wrong-stage'));
    app.held.dropAll();
    // a password of this space must not outlast it in the clipboard
    await app.native.takeBackSecret();
    const left = await app.spaces.leave();
    if (space === 'helpdesk') await app.sessionEnded();
    return done(left);
  };
  return {
    'practice.enter': async () => done(await app.spaces.enterPractice()),
    'practice.leave': () => leave('practice'),
    'practice.switches': () => {
      const practice = app.spaces.practice();
      return practice ? success(practice.switches()) : notInPractice;
    },
    'practice.setSwitches': (switches) => {
      const practice = app.spaces.practice();
      if (!practice) return notInPractice;
      practice.setSwitches(switches);
      return success({});
    },
    'practice.deviceSignsIn': async ({ rotation, client, password }) => {
      const practice = app.spaces.practice();
      if (!practice) return notInPractice;
      const run = await app.spaces.active().rotations.find(rotation);
      if (!run.ok) return run;
      const kind = run.value.view().clients.find((one) => one.client.id === client)?.client.kind;
      const [name = null] = app.catalogue.find((one) => one.kind === kind)?.signsInAs ?? [];
      return done(await practice.deviceSignsIn(run.value.mailbox, { client, password, name }));
    },
    'helpdesk.start': async () => done(await app.spaces.enterHelpdesk(null)),
    'helpdesk.end': () => leave('helpdesk'),
    'helpdesk.resume': async ({ how }) => {
      const leftOver = app.leftOver();
      if (!leftOver) return failed(failure('request.not-found'));
      if (how === 'finish') return done(await app.spaces.enterHelpdesk(leftOver.session));
      await app.wipeLeftOver();
      app.appChanged();
      // wiped is only what is not found any more
      return app.leftOver()?.session === leftOver.session ? failed(failure('keychain.failed')) : success({});
    },
  };
}
