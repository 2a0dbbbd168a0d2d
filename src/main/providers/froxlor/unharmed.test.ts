import { describe, expect, it } from 'vitest';
import { defaultRules } from '../../../core/password/policy.ts';
import { froxlorManifest } from './manifest.ts';
import { isStoredUnharmed } from './unharmed.ts';

describe('a password on its way through Froxlor', () => {
  it.each([
    'Second-Ochre-Anvil-87',
    'Bafun-kitem-rosap-davin-47',
    'tR7(Kd}x=2[mQ.9!v_A*',
    'L\u00f8vet\u00e4nn \u2603 Zw\u00f6lf-12 "\'',
    'Medieval dealer on the 7th floor',
    'Once upon a time 4711',
    'system 1: location',
  ])('is stored as it is: %s', (password) => {
    expect(isStoredUnharmed(password)).toBe(true);
  });

  it.each([
    'Plum\\-Signal-52',
    'Plum<Signal-52',
    'Plum>Signal-52',
    'Plum&Signal-52',
    'Plum%3cSignal-52',
    'Plum+ADw-Signal-52',
    ' Plum-Signal-52',
    'Plum-Signal-52\u00a0',
    'Plum\u200bSignal-52',
    'Plum\tSignal-52',
    '0',
    '7-jar:Signal',
    'JavaScript :52',
    'e v"al-Signal-52',
    'base64',
    '(document).on7',
    'Plum.innerHTML-52',
    'a-moz-binding',
    'eval(52)',
    'system(52)',
    'expression(52)',
    'Plum-52-onLoad',
    'onclick (=52',
    'Plum-onload 7=x',
    '\u00bc script 52',
  ])('would be stored as another one: %s', (password) => {
    expect(isStoredUnharmed(password)).toBe(false);
  });

  it('is held back by the rules on screen wherever single signs are at fault', () => {
    expect(froxlorManifest.rules).toMatchObject({ forbidden: '\\<>&%+', minLength: defaultRules.minLength });
  });
});
