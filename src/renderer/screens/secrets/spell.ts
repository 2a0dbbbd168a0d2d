import type { TFunction } from 'i18next';

/** The ICAO spelling alphabet, as it is read out on the telephone. */
const words =
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu'.split(
    ' ',
  );

const signs = {
  ' ': 'space',
  '-': 'hyphen',
  '.': 'dot',
  ',': 'comma',
  '!': 'exclamation',
  '?': 'question',
  '@': 'at',
  '#': 'hash',
  $: 'dollar',
  '%': 'percent',
  '&': 'ampersand',
  '*': 'star',
  '+': 'plus',
  '=': 'equals',
  _: 'underscore',
  '/': 'slash',
  ':': 'colon',
  ';': 'semicolon',
} as const;

const isSign = (letter: string): letter is keyof typeof signs => letter in signs;

/** One character in words that can be read out: “capital Bravo”, “number 7”, “hyphen”. */
export function spell(t: TFunction, letter: string): string {
  if (/^[0-9]$/.test(letter)) return t('spell.digit', { digit: letter });
  const word = words[letter.toLowerCase().charCodeAt(0) - 97];
  if (/^[a-z]$/.test(letter) && word) return t('spell.lower', { word });
  if (/^[A-Z]$/.test(letter) && word) return t('spell.upper', { word });
  return isSign(letter) ? t(`spell.sign.${signs[letter]}`) : t('spell.sign.other', { sign: letter });
}
