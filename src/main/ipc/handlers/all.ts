import type { App } from '../../app/app.ts';
import type { Handlers } from '../bind.ts';
import { administratorHandlers } from './administrators.ts';
import { appHandlers } from './app.ts';
import { appUpdateHandlers } from './app-updates.ts';
import { appsHandlers } from './apps.ts';
import { atProviderHandlers } from './at-provider.ts';
import { clientHandlers } from './clients.ts';
import { detectHandlers } from './detect.ts';
import { deviceAidHandlers } from './device-aids.ts';
import { deviceHandlers } from './devices.ts';
import { evidenceHandlers } from './evidence.ts';
import { guideHandlers } from './guides.ts';
import { mailboxHandlers } from './mailboxes.ts';
import { panelHandlers } from './panels.ts';
import { reportHandlers } from './reports.ts';
import { rotationHandlers } from './rotations.ts';
import { safetyHandlers } from './safety.ts';
import { secretHandlers } from './secrets.ts';
import { spaceHandlers } from './spaces.ts';

/** Every call of the contract, by topic. A call without a handler does not compile. */
export function allHandlers(app: App): Handlers {
  return {
    ...appHandlers(app),
    ...administratorHandlers(app),
    ...detectHandlers(app),
    ...mailboxHandlers(app),
    ...clientHandlers(app),
    ...deviceHandlers(app),
    ...appsHandlers(app),
    ...appUpdateHandlers(app),
    ...deviceAidHandlers(app),
    ...atProviderHandlers(app),
    ...panelHandlers(app),
    ...evidenceHandlers(app),
    ...guideHandlers(app),
    ...rotationHandlers(app),
    ...secretHandlers(app),
    ...safetyHandlers(app),
    ...reportHandlers(app),
    ...spaceHandlers(app),
  };
}
