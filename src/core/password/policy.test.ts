import { describe, expect, it } from 'vitest';
import type { PasswordRules } from '../ports.ts';
import { Secret } from '../secret.ts';
import { checkRules, countBytes, countCharacters, defaultRules, meetsRules } from './policy.ts';

const rules = (more: Partial<PasswordRules> = {}): PasswordRules => ({ ...defaultRules, ...more });
const met = (text: string, more: Partial<PasswordRules> = {}): Record<string, boolean> =>
  Object.fromEntries(checkRules(rules(more), text).map((line) => [line.rule, line.met]));

describe('checkRules', () => {
  it('asks by default for eight characters with upper, lower, digit and special', () => {
    expect(met('')).toEqual({
      'min-length': false,
      'max-length': true,
      upper: false,
      lower: false,
      digit: false,
      special: false,
    });
    expect(meetsRules(checkRules(defaultRules, 'Abcdef1!'))).toBe(true);
    expect(meetsRules(checkRules(defaultRules, 'Abcde1!'))).toBe(false);
  });

  it('shows a rule only where it applies', () => {
    const lines = checkRules(rules({ upper: false, special: false, maxBytes: 20, forbidden: '"' }), 'x');
    expect(lines.map((line) => line.rule)).toEqual([
      'min-length',
      'max-length',
      'max-bytes',
      'lower',
      'digit',
      'forbidden',
    ]);
    expect(lines.map((line) => line.detail)).toEqual(['8', '128', '20', '', '', '']);
  });

  it('counts characters as a person does, in any spelling', () => {
    expect(countCharacters('e\u0301')).toBe(1);
    expect(countCharacters('\u{1F600}\u{1F600}')).toBe(2);
    expect(met('\u{1F600}'.repeat(4), { minLength: 5 })['min-length']).toBe(false);
    expect(met('e\u0301'.repeat(8), { minLength: 8, maxLength: 8 })).toMatchObject({
      'min-length': true,
      'max-length': true,
    });
  });

  it('counts bytes of the composed form where the provider counts bytes', () => {
    expect(countBytes('e\u0301')).toBe(2);
    expect(met('ééé', { maxBytes: 6 })['max-bytes']).toBe(true);
    expect(met('éééé', { maxBytes: 6 })['max-bytes']).toBe(false);
  });

  it('knows letters of other scripts, and no blank for a special character', () => {
    expect(met('Ä')).toHaveProperty('upper', true);
    expect(met('ж')).toHaveProperty('lower', true);
    expect(met('a b\u00A0c')).toHaveProperty('special', false);
    expect(met('€')).toHaveProperty('special', true);
    expect(met('é'.normalize('NFD'))).toHaveProperty('special', false);
    expect(met('٣')).toHaveProperty('digit', false);
  });

  it('names the forbidden characters that are there, once each', () => {
    const line = checkRules(rules({ forbidden: '"<€' }), '€a"b€').find(({ rule }) => rule === 'forbidden');
    expect(line).toEqual({ rule: 'forbidden', met: false, detail: '€"' });
  });

  it('compares with the current password only where it is known, in the composed form', () => {
    const current = new Secret('Caf\u00e9-2024');
    expect(checkRules(defaultRules, 'x', { current }).at(-1)).toEqual({ rule: 'not-current', met: true, detail: '' });
    expect(checkRules(defaultRules, 'Cafe\u0301-2024', { current }).at(-1)?.met).toBe(false);
    expect(checkRules(rules({ notCurrent: false }), 'Caf\u00e9-2024', { current }).at(-1)?.rule).toBe('special');
  });
});
