import { type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { unlockOf } from '../../app/unlocks.ts';
import type { Handlers } from '../bind.ts';

type Name = 'apps.updates' | 'apps.startUpdate' | 'apps.actOnUpdate';

/** The updates of apps on this computer in a round. What follows from a call is told by `updates.changed`. */
export function appUpdateHandlers(app: App): Pick<Handlers, Name> {
  const updates = () => app.spaces.active().updates;
  const done = (result: Result<unknown>) => (result.ok ? success({}) : result);
  return {
    'apps.updates': async ({ rotation }) => {
      const views = await updates().views(rotation);
      return views.ok ? success({ updates: views.value }) : views;
    },
    'apps.startUpdate': async ({ rotation, client, unlock }) =>
      done(await updates().start(rotation, client, unlockOf(unlock))),
    'apps.actOnUpdate': async ({ rotation, client, act }) => done(await updates().act(rotation, client, act)),
  };
}
