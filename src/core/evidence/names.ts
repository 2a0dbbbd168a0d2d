/** What clients of a kind call themselves when they sign in, by kind. A kind that is not in it may call itself anything. */
export type ClientNames = ReadonlyMap<string, readonly string[]>;

const longest = 200;

/**
 * True if `told` is this name, alone or with a version behind it: `Thunderbird 153.7.0` is Thunderbird, `Thunderbird for
 * Android 15` is not.
 */
function isNamed(told: string, name: string): boolean {
  if (name === '' || !told.startsWith(name.toLowerCase())) return false;
  return /^($|[\s/]+v?\d|[\s/]*\()/.test(told.slice(name.length));
}

/** The kinds that call themselves so; empty for a name that nobody knows. */
export function kindsNamed(told: string, names: ClientNames): ReadonlySet<string> {
  const text = told.slice(0, longest).trim().toLowerCase();
  return new Set([...names].flatMap(([kind, some]) => (some.some((one) => isNamed(text, one)) ? [kind] : [])));
}

/** True if somebody may have listed an app of one of these kinds as this one. */
export function mayBe(kind: string, kinds: ReadonlySet<string>): boolean {
  return kind === 'other' || (kind === 'android-phone' && kinds.has('thunderbird-mobile'));
}

export const hasNames = (kind: string, names: ClientNames): boolean => (names.get(kind) ?? []).length > 0;
