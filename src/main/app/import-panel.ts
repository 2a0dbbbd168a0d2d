import { checkAddress } from '../../core/detect/address.ts';
import { failure } from '../../shared/failures.ts';
import type { PanelView } from '../../shared/panel.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { readDescription } from '../providers/http-panel/description.ts';
import type { App } from './app.ts';
import { isInDomain, panelView } from './panels.ts';
import { question } from './say.ts';

/**
 * Lets a person choose the file that describes a control panel, and confirm its one server in full; outside the domain of
 * the mailbox once more. Every import asks, also for a file that was confirmed before. Null where it was cancelled. Fails
 * with `request.not-a-panel` for anything that is not a description, naming the place.
 */
export async function importPanel(app: App, typed: string): Promise<Result<{ panel: PanelView | null }>> {
  const address = checkAddress(typed);
  if (!address.ok) return failed(failure('request.invalid', address.code, 'address'));
  const { workspace } = app.spaces.active();
  const bytes = await app.native.choosePanel();
  if (!bytes) return success({ panel: null });
  const read = readDescription(bytes);
  if (!read.ok) return failed(failure('request.not-a-panel', read.failure));
  const { name, origin } = read.value;
  const values = { name, origin, address: address.value };
  const asked = isInDomain(read.value, address.value) ? ['panel'] : ['panel', 'panelOutside'];
  for (const one of asked) {
    if (!(await app.native.confirm(question(app.say, one, values)))) return success({ panel: null });
  }
  // The dialogs may have stood there for long: a space that was left keeps nothing.
  if (app.spaces.active().workspace !== workspace) return success({ panel: null });
  const kept = await workspace.panels.keep(new TextDecoder().decode(bytes));
  if (!kept.ok) return kept;
  workspace.panels.confirm(kept.value, address.value);
  return success({ panel: panelView(kept.value, read.value) });
}
