import type { TFunction } from 'i18next';
import type { ClientKindView } from '../../../shared/views.ts';
import { useApp } from '../../store/store.ts';
import { lookUp } from '../../texts/i18n.ts';

/** The name of a kind of device. A kind that the catalogue does not know is shown as “something else”. */
export const kindName = (t: TFunction, kind: string): string =>
  lookUp(`clientKind.${kind}.name`, t('clientKind.other.name'));

export const kindAbout = (kind: string): string => lookUp(`clientKind.${kind}.about`, '');
export const kindSuggestion = (kind: string): string => lookUp(`clientKind.${kind}.suggestion`, '');

/** The picture for a kind of device. */
export function useKindIcon(kind: string): ClientKindView['icon'] {
  const catalogue = useApp((state) => state.catalogue);
  return catalogue.find((each) => each.kind === kind)?.icon ?? 'other';
}
