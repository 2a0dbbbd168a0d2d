import type { Random } from '../ports.ts';

/** Consonants that sound as they are written in most languages of Europe, and no letter that looks like another. */
const consonants = 'bdfghjkmnprstvwz';
const vowels = 'aeiou';
/** Passwords are read aloud over the phone: parts of words that nobody should have to say to a stranger. */
const unwelcome = ['fuk', 'nig', 'neg', 'rap', 'tit', 'dik', 'pis', 'fag', 'kik', 'naz', 'jap', 'vag', 'put', 'hor'];

export interface Syllables {
  /** Bits of chance in one word. */
  readonly bits: number;
  draw(): string;
}

/**
 * Words of five letters, consonant and vowel in turn, such as `bafun`. `allow` leaves out what the rules forbid; null if
 * that leaves too little to choose from.
 */
export function syllables(allow: (characters: string) => string, random: Random): Syllables | null {
  const hard = allow(consonants);
  const soft = allow(vowels);
  if (hard.length < 10 || soft.length < 3) return null;
  const one = (characters: string): string => characters.charAt(random.below(characters.length));
  const draw = (): string => {
    const word = one(hard) + one(soft) + one(hard) + one(soft) + one(hard);
    return unwelcome.some((part) => word.includes(part)) ? draw() : word;
  };
  const least = Math.log2(hard.length ** 3 * soft.length ** 2) - 0.1;
  return { bits: least, draw };
}
