/** Scripts whose letters are taken for one another, and a few that are often written together. */
const scripts: readonly (readonly [string, RegExp])[] = [
  ['latin', /\p{Script=Latin}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['armenian', /\p{Script=Armenian}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['east-asian', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}]/u],
];
const anyLetter = /\p{L}/u;

/** Cyrillic and Greek letters that are drawn like Latin ones: a word made of these alone reads like another word. */
const latinLook = /^[асԁеһіјӏорԛѕԝхуъьҽпгѵѡαοινυρτκ0-9-]+$/u;

/**
 * True if a label mixes scripts, or is written in letters that look Latin under a Latin ending: `раypal`, or `аррӏе.com`.
 * East Asian labels with Latin letters are ordinary (UTS 39, highly restrictive).
 */
export function looksMixed(labels: readonly string[]): boolean {
  const ending = labels.at(-1) ?? '';
  return labels.some((label) => {
    const found = scriptsOf(label);
    if (found.size > 1) return !(found.size === 2 && found.has('latin') && found.has('east-asian'));
    return (found.has('cyrillic') || found.has('greek')) && latinLook.test(label) && scriptsOf(ending).has('latin');
  });
}

function scriptsOf(label: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const character of label) {
    if (!anyLetter.test(character)) continue;
    found.add(scripts.find(([, pattern]) => pattern.test(character))?.[0] ?? 'other');
  }
  return found;
}
