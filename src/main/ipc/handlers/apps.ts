import type { App } from '../../app/app.ts';
import { findApps } from '../../app/found-apps.ts';
import { unlockOf } from '../../app/unlocks.ts';
import { createQueue } from '../../storage/one-at-a-time.ts';
import type { Handlers } from '../bind.ts';

export function appsHandlers(app: App): Pick<Handlers, 'apps.find'> {
  // Two looks at once would only read every file twice.
  const inTurn = createQueue();
  return {
    'apps.find': ({ mailbox, unlock, adding }) => {
      const open = app.spaces.active();
      const look = () => findApps(app, open, { mailbox, unlock: unlockOf(unlock), adding });
      // While the desktop waits for a person other looks go on.
      return unlock?.how === 'keyring' ? look() : inTurn(look);
    },
  };
}
