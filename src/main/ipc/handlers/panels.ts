import { failure } from '../../../shared/failures.ts';
import { failed, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { importPanel } from '../../app/import-panel.ts';
import { findPanel, panelView } from '../../app/panels.ts';
import type { Handlers } from '../bind.ts';

export function panelHandlers(app: App): Pick<Handlers, 'panels.import' | 'panels.get'> {
  return {
    'panels.import': async ({ address }) => await importPanel(app, address),
    'panels.get': async ({ panel }) => {
      const description = await findPanel(app.spaces.active().workspace.panels, panel);
      return description ? success(panelView(panel, description)) : failed(failure('provider.description-changed'));
    },
  };
}
