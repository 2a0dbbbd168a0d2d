import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { startTexts } from '../../texts/i18n.ts';
import { spell } from './spell.ts';

beforeAll(startTexts);

it.each([
  ['a', 'small Alfa'],
  ['Z', 'capital Zulu'],
  ['7', 'number 7'],
  ['-', 'hyphen'],
  [' ', 'space'],
  ['§', 'sign §'],
  ['ß', 'sign ß'],
  ['\u212a', 'sign \u212a'],
])('%j is read out as %s', (letter, words) => {
  expect(spell(i18next.t, letter)).toBe(words);
});

it('tells all printable ASCII apart', () => {
  const all = Array.from({ length: 95 }, (_, index) => spell(i18next.t, String.fromCodePoint(32 + index)));
  expect(new Set(all).size).toBe(95);
});
