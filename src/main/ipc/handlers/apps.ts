import type { App } from '../../app/app.ts';
import { findApps } from '../../app/found-apps.ts';
import { createQueue } from '../../storage/one-at-a-time.ts';
import type { Handlers } from '../bind.ts';

export function appsHandlers(app: App): Pick<Handlers, 'apps.find'> {
  // Two looks at once would only read every file twice.
  const inTurn = createQueue();
  return {
    'apps.find': ({ mailbox, unlock, adding }) => {
      const open = app.spaces.active();
      return inTurn(() => findApps(app, open, { mailbox, typed: unlock, adding }));
    },
  };
}
