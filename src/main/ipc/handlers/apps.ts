import { success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { findApps, type Unlocks } from '../../app/found-apps.ts';
import { createQueue } from '../../storage/one-at-a-time.ts';
import type { Handlers } from '../bind.ts';

export function appsHandlers(app: App): Pick<Handlers, 'apps.find'> {
  const unlocks: Unlocks = new Map();
  // Two looks at once would only read every file twice.
  const inTurn = createQueue();
  return {
    'apps.find': async ({ mailbox, unlock }) => {
      const { workspace } = app.spaces.active();
      const apps = await app.apps.at(workspace.space);
      if (!apps) return success({ looked: false, accounts: [], troubles: [] });
      return await inTurn(() => findApps(workspace, mailbox, apps, { unlocks, typed: unlock }));
    },
  };
}
