import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PasswordRules, Random } from '../ports.ts';
import { generatePassword, type PasswordStyle } from './generator.ts';
import { checkRules, countBytes, defaultRules, meetsRules } from './policy.ts';

const random: Random = { below: (limit) => randomInt(limit) };
const rules = (more: Partial<PasswordRules> = {}): PasswordRules => ({ ...defaultRules, ...more });
const text = (style: PasswordStyle, more: Partial<PasswordRules> = {}): string => {
  const secret = generatePassword(rules(more), style, random);
  if (!secret) throw new Error('no password');
  return secret.reveal();
};
const many = (count: number, draw: () => string): string[] => Array.from({ length: count }, draw);

describe('generatePassword, strong', () => {
  it('draws 20 characters from at least 70, none that look alike or break devices', () => {
    const all = new Set(many(800, () => text('strong')).join(''));
    expect(all.size).toBeGreaterThanOrEqual(70);
    for (const character of '0O1lI|"\'`\\ :;<>&%$#^~,/') expect(all).not.toContain(character);
    expect(many(50, () => text('strong')).every((one) => one.length === 20 && /^[A-Za-z0-9]/.test(one))).toBe(true);
  });

  it('never draws the same twice', () => {
    expect(new Set(many(1_000, () => text('strong'))).size).toBe(1_000);
  });

  it('draws every character equally often', () => {
    // Without required kinds nothing is thrown away, so every place but the first must be uniform over the alphabet.
    const free = { upper: false, lower: false, digit: false, special: false };
    const drawn = many(4_000, () => text('strong', free).slice(1)).join('');
    const counts = new Map<string, number>();
    for (const character of drawn) counts.set(character, (counts.get(character) ?? 0) + 1);
    const expected = drawn.length / counts.size;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 71 degrees of freedom: above 142 in one of a million honest runs.
    expect(counts.size).toBe(72);
    expect(chiSquare).toBeLessThan(142);
  });

  it('spreads the kinds over all places', () => {
    const digitAt = many(2_000, () => text('strong')).map((one) => one.search(/[0-9]/));
    expect(new Set(digitAt).size).toBeGreaterThan(12);
  });

  it('uses what devices dislike only where nothing else is allowed', () => {
    expect(text('strong', { forbidden: '!*+-.=@_?()[]{}' })).toMatch(/[#$%&,;/<>^~|'":`\\]/);
  });
});

describe('generatePassword, easy to type', () => {
  it('draws words that can be read aloud, with two digits', () => {
    for (const one of many(200, () => text('easy-to-type'))) {
      expect(one).toMatch(/^[A-Z][a-z]{4}(-[a-z]{5}){3}-[2-9]{2}$/);
      expect(one).not.toMatch(/[l0O1I]/);
    }
  });

  it('keeps 60 bits where the rules leave room, and as much as they allow where they do not', () => {
    // Distinct words seen say little; the forms do: 4 words of 16.5 bits and 2 digits, or 12 and more of 33 characters.
    for (const maxLength of [14, 15, 20, 25]) {
      const one = text('easy-to-type', { maxLength });
      expect(one).toMatch(/^[A-Z][a-z2-9]+[-._!]$/);
      expect(one.length).toBeGreaterThanOrEqual(14);
    }
    expect(text('easy-to-type', { maxLength: 12 })).toHaveLength(12);
    expect(text('easy-to-type', { maxLength: 8 })).toHaveLength(8);
  });

  it('grows with the least length', () => {
    expect(text('easy-to-type', { minLength: 64, maxLength: 64 })).toHaveLength(64);
  });

  it('takes another sign where the hyphen is forbidden', () => {
    expect(text('easy-to-type', { forbidden: '-' })).toMatch(/^[A-Z][a-z]{4}(\.[a-z]{5}){3}\.[2-9]{2}$/);
  });
});

describe('laws of generatePassword', () => {
  const someRules: fc.Arbitrary<PasswordRules> = fc.record({
    minLength: fc.integer({ min: 0, max: 80 }),
    maxLength: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 8, max: 2_000 })),
    maxBytes: fc.option(fc.integer({ min: 1, max: 100 })),
    upper: fc.boolean(),
    lower: fc.boolean(),
    digit: fc.boolean(),
    special: fc.boolean(),
    forbidden: fc.string({ unit: 'grapheme-ascii', maxLength: 90 }),
    notCurrent: fc.boolean(),
    source: fc.constant('server'),
  });

  it.each(['strong', 'easy-to-type'] as const)('meets any rules that can be met (%s)', (style) => {
    fc.assert(
      fc.property(someRules, (some) => {
        const secret = generatePassword(some, style, random);
        const kinds = [some.upper, some.lower, some.digit, some.special].filter(Boolean).length;
        const most = Math.min(some.maxLength, some.maxBytes ?? 2_000);
        if (!secret) {
          const impossible = Math.max(some.minLength, kinds, 1) > most;
          expect(impossible || some.forbidden.length > 0).toBe(true);
          return;
        }
        expect(meetsRules(checkRules(some, secret.reveal()))).toBe(true);
        expect(secret.reveal()).toMatch(/^[\x21-\x7E]+$/);
        expect(countBytes(secret.reveal())).toBeLessThanOrEqual(most);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['too short for its kinds', { minLength: 1, maxLength: 3 }],
    ['longest below least', { minLength: 12, maxLength: 10 }],
    ['fewer bytes than characters', { minLength: 12, maxBytes: 10 }],
    ['all digits forbidden', { forbidden: '0123456789' }],
    ['an absurd least length', { minLength: 5_000, maxLength: 9_000 }],
  ])('gives nothing for rules that cannot be met: %s', (_what, more) => {
    expect(generatePassword(rules(more), 'strong', random)).toBeNull();
    expect(generatePassword(rules(more), 'easy-to-type', random)).toBeNull();
  });

  it('says so when the source of randomness does not vary', () => {
    expect(() => generatePassword(defaultRules, 'strong', { below: () => 0 })).toThrow('does not vary');
  });
});
