import type { PasswordRules, Random } from '../ports.ts';
import { Secret } from '../secret.ts';
import { syllables } from './easy-words.ts';
import { checkRules, meetsRules } from './policy.ts';

export type PasswordStyle = 'strong' | 'easy-to-type';

/** Left out everywhere: characters that are taken for one another (0 O, 1 l I |). */
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const lower = 'abcdefghijkmnopqrstuvwxyz';
const digits = '23456789';
/**
 * Left out: quotes, backslash, colon, blanks and whatever else is known to trip printers, configuration files, web forms
 * and shells, and the accents that are dead keys on many keyboards.
 */
const specials = '!*+-.=@_?()[]{}';
/** Found on the first symbol page of phones and on the keypads of printers. */
const easySpecials = '-._!';
const strongLength = 20;
const easyBits = 60;
/** Far above any provider's limit; a rule that asks for more is a mistake in the rules. */
const longestGenerated = 1_000;
/** A draw meets the rules in one of ten thousand at worst (see the tests); the rest is a broken source of randomness. */
const mostDraws = 200_000;

/** A way of drawing: how many bits of chance are in it, and one draw. */
interface Recipe {
  readonly bits: number;
  draw(): string;
}

/**
 * Draws a password that meets `rules`: uniformly over all texts of its form, by throwing away whole draws that do not meet
 * them. `strong` is 20 or more characters, `easy-to-type` syllables with hyphens and two digits, with at least 60 bits of
 * chance; where the rules leave no room for that, as much as they allow. Returns null if no password can meet the rules.
 */
export function generatePassword(rules: PasswordRules, style: PasswordStyle, random: Random): Secret | null {
  const bounds = boundsOf(rules);
  if (!bounds) return null;
  const easy = style === 'easy-to-type' ? easyRecipes(rules, bounds, random) : [];
  const recipe = easy.find(({ bits }) => bits >= easyBits) ?? strongRecipe(rules, bounds, random);
  if (!recipe) return null;
  for (let draw = 0; draw < mostDraws; draw += 1) {
    const text = recipe.draw();
    if (meetsRules(checkRules(rules, text))) return new Secret(text);
  }
  throw new Error('the source of randomness does not vary');
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function boundsOf(rules: PasswordRules): Bounds | null {
  const max = Math.min(rules.maxLength, rules.maxBytes ?? rules.maxLength, longestGenerated);
  const kinds = [rules.upper, rules.lower, rules.digit, rules.special].filter(Boolean).length;
  const min = Math.max(rules.minLength, kinds, 1);
  return min > max ? null : { min, max };
}

const allowed = (rules: PasswordRules, characters: string): string =>
  [...characters].filter((character) => !rules.forbidden.includes(character)).join('');

const pick = (characters: string, random: Random): string => characters.charAt(random.below(characters.length));

const bitsOf = (choices: number): number => Math.log2(Math.max(1, choices));

function several(count: number, characters: string, random: Random): string {
  let text = '';
  for (let at = 0; at < count; at += 1) text += pick(characters, random);
  return text;
}

function strongRecipe(rules: PasswordRules, { min, max }: Bounds, random: Random): Recipe | null {
  const sets = { upper, lower, digit: digits, special: specials };
  for (const kind of ['upper', 'lower', 'digit', 'special'] as const) {
    sets[kind] = allowed(rules, sets[kind]);
    // What devices dislike is better than no password where the provider allows no other.
    if (sets[kind] === '' && rules[kind]) sets[kind] = allowed(rules, lastResort[kind]);
    if (sets[kind] === '' && rules[kind]) return null;
  }
  const letters = sets.upper + sets.lower + sets.digit;
  const all = letters + sets.special;
  if (all === '') return null;
  const length = Math.min(max, Math.max(min, strongLength));
  // A sign in front may be taken for an option or a formula.
  const first = letters === '' || (length === 1 && rules.special) ? all : letters;
  return {
    bits: bitsOf(first.length) + (length - 1) * bitsOf(all.length),
    draw: () => pick(first, random) + several(length - 1, all, random),
  };
}

const lastResort = { upper: 'IO', lower: 'l', digit: '01', special: '#$%&,;/<>^~|\'":`\\' } as const;

/** From the nicest to type to the shortest. */
function easyRecipes(rules: PasswordRules, bounds: Bounds, random: Random): readonly Recipe[] {
  return [...syllableRecipes(rules, bounds, random), ...mixedRecipes(rules, bounds, random)];
}

/** `Bafun-kitem-rosap-davin-47`: six characters a group and two to seven digits, so that any length can be met. */
function syllableRecipes(rules: PasswordRules, { min, max }: Bounds, random: Random): readonly Recipe[] {
  const hyphen = allowed(rules, easySpecials).charAt(0);
  const numbers = allowed(rules, digits);
  const words = syllables((characters) => allowed(rules, characters), random);
  const capitals = allowed(rules, upper) === upper;
  if (hyphen === '' || numbers === '' || !words || !capitals) return [];
  const groups = Math.max(4, Math.floor((min - 2) / 6));
  const figures = Math.max(2, min - groups * 6);
  if (groups * 6 + figures > max) return [];
  const draw = (): string => {
    const text = Array.from({ length: groups }, () => words.draw()).join(hyphen);
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}${hyphen}${several(figures, numbers, random)}`;
  };
  return [{ bits: groups * words.bits + figures * bitsOf(numbers.length), draw }];
}

/** `Kfw7mpr3xtb2d-`: for limits too short for syllables. The capital comes first and the sign last, where they are easy. */
function mixedRecipes(rules: PasswordRules, { min, max }: Bounds, random: Random): readonly Recipe[] {
  const capital = allowed(rules, upper);
  const sign = allowed(rules, easySpecials);
  const middle = allowed(rules, lower) + allowed(rules, digits);
  if (capital === '' || sign === '' || middle === '') return [];
  if ((rules.lower && allowed(rules, lower) === '') || (rules.digit && allowed(rules, digits) === '')) return [];
  const ends = bitsOf(capital.length) + bitsOf(sign.length);
  const needed = 3 + Math.ceil((easyBits - ends) / bitsOf(middle.length));
  const length = Math.max(min, needed);
  if (length > max) return [];
  const draw = (): string => pick(capital, random) + several(length - 2, middle, random) + pick(sign, random);
  return [{ bits: ends + (length - 2) * bitsOf(middle.length), draw }];
}
