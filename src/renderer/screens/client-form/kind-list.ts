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
/** Those that most people have stand first in their group, as they stand here. */
const firsts = ['iphone', 'gmail-app', 'samsung-email', 'thunderbird', 'outlook-classic', 'outlook-new', 'apple-mail'];
/** Those that fit anything stand last: whoever has found nothing better ends there. */
const lasts = ['android-phone', 'other'];

function rankOf({ kind }: KindOption): number {
  if (lasts.includes(kind)) return firsts.length + 1;
  const place = firsts.indexOf(kind);
  return place === -1 ? firsts.length : place;
}

/** The kinds whose name or description has every word of `search` in it, by group. */
export function kindGroups(t: TFunction, catalogue: readonly ClientKindView[], search: string): readonly KindGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ name, about }: KindOption): boolean => {
    const text = `${name} ${about}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups.flatMap((group) => {
    const options = catalogue
      .filter((each) => each.group === group)
      .map(({ kind, icon }) => ({ kind, icon, name: kindName(t, kind), about: kindAbout(kind) }))
      .filter(fits)
      .toSorted((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name));
    return options.length === 0 ? [] : [{ group, options }];
  });
}
