import { success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import type { Handlers } from '../bind.ts';

export function evidenceHandlers(app: App): Pick<Handlers, 'evidence.get'> {
  return {
    'evidence.get': async ({ rotation }) => {
      const { rotations, evidence } = app.spaces.active();
      const run = await rotations.find(rotation);
      return run.ok ? success(evidence.view(rotation)) : run;
    },
  };
}
