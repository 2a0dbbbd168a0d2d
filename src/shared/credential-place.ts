import type { ProviderChoice } from './model.ts';
import type { LoginField, ProviderManifest } from './provider.ts';

/** Texts that say where something is sent: the path below a host, and the description of a panel. */
const placeKeys = ['panel', 'path'];

const namesPlace = ({ key, kind }: LoginField): boolean =>
  kind === 'host' || kind === 'port' || kind === 'https-url' || kind === 'choice' || placeKeys.includes(key);

/**
 * Whether a provider's kept secret would still go to the very place, and in the very way, that it was entered for: same
 * provider, host, port, path, panel, and everything that is chosen (who signs in, how, in which region). An empty setting
 * is what the form begins with.
 */
export function isSamePlace(before: ProviderChoice, after: ProviderChoice, { fields }: ProviderManifest): boolean {
  if (before.id !== after.id) return false;
  const of = ({ settings }: ProviderChoice, { key, initial }: LoginField) => (settings[key] ?? '').trim() || initial;
  return fields.filter(namesPlace).every((field) => of(before, field) === of(after, field));
}

/** Whether a field has a part in the choice that was made: an administrator's fields only where one does the change. */
export function fieldApplies(
  { fields }: Pick<ProviderManifest, 'fields'>,
  key: string,
  settings: Readonly<Record<string, string>>,
): boolean {
  const hasMode = fields.some((field) => field.key === 'mode');
  return !hasMode || !key.startsWith('admin') || settings['mode'] === 'admin';
}

/** Whether a change needs a field: always, or because an administrator makes it. */
export const isNeeded = ({ key, required }: LoginField): boolean => required || key.startsWith('admin');

/**
 * The secret field that has to be filled in again before the settings may become these, because what is kept for it was
 * meant for another place. Null where nothing has to.
 */
export function secretToAskAgain(
  before: ProviderChoice,
  after: ProviderChoice,
  manifest: ProviderManifest,
): LoginField | null {
  if (isSamePlace(before, after, manifest)) return null;
  const { settings } = after;
  const applies = (field: LoginField) => field.kind === 'secret' && fieldApplies(manifest, field.key, settings);
  return manifest.fields.find((field) => applies(field) && (isNeeded(field) || settings['mode'] === 'admin')) ?? null;
}
