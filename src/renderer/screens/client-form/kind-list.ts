import type { TFunction } from 'i18next';
import type { ClientKindView } from '../../../shared/views.ts';
import { kindAbout, kindName } from '../devices/kinds.ts';

export interface KindOption {
  kind: string;
  name: string;
  about: string;
  icon: ClientKindView['icon'];
}

export interface KindGroup {
  group: ClientKindView['group'];
  options: readonly KindOption[];
}

const groups = ['phone', 'computer', 'elsewhere'] as const;
/** Those that fit anything stand last in their group: whoever has found nothing better ends there. */
const lasts = ['android-phone', 'other'];

/** The kinds whose name or description has every word of `search` in it, by group and name. */
export function kindGroups(t: TFunction, catalogue: readonly ClientKindView[], search: string): readonly KindGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ name, about }: KindOption): boolean => {
    const text = `${name} ${about}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const rank = (kind: string): number => (lasts.includes(kind) ? 1 : 0);
  return groups.flatMap((group) => {
    const options = catalogue
      .filter((each) => each.group === group)
      .map(({ kind, icon }) => ({ kind, icon, name: kindName(t, kind), about: kindAbout(kind) }))
      .filter(fits)
      .toSorted((a, b) => rank(a.kind) - rank(b.kind) || a.name.localeCompare(b.name));
    return options.length === 0 ? [] : [{ group, options }];
  });
}
