import { describe, expect, it } from 'vitest';
import { longestPassword } from '../../shared/contract.ts';
import { longestTyped, readTyped } from './typed.ts';

describe('readTyped', () => {
  it('takes ordinary text in the composed form', () => {
    expect(readTyped('')).toEqual({ kind: 'empty' });
    expect(readTyped('Cafe\u0301 2024!')).toEqual({ kind: 'fine', text: 'Caf\u00e9 2024!' });
    expect(readTyped('пароль-密码-👩‍👩‍👧')).toMatchObject({ kind: 'fine' });
  });

  it.each(['\n', '\r\n', '\r', '\n\n', '\u2028'])('offers to strip the line break %j', (end) => {
    expect(readTyped(`secret${end}`)).toEqual({ kind: 'line-break', without: 'secret' });
  });

  it('takes a lone line break for nothing', () => {
    expect(readTyped('\r\n')).toEqual({ kind: 'empty' });
  });

  it.each([
    [' a', 'start'],
    ['a ', 'end'],
    [' a\u00A0', 'both'],
    ['   ', 'both'],
  ] as const)('asks about the blanks in %j', (raw, at) => {
    expect(readTyped(raw)).toEqual({ kind: 'blanks', text: raw, without: raw.trim(), at });
  });

  it.each([
    'a\tb',
    'a\nb',
    '\na',
    'a\u0000',
    'a\u001B',
    'a\u007F',
    'a\u0085b',
    'a\uD800',
    'a\u200B',
    '\uFEFFa',
    'a\u202Eb',
  ])('refuses what cannot be seen in %j', (raw) => {
    expect(readTyped(raw)).toEqual({ kind: 'refused', code: 'password.control-characters' });
  });

  it('refuses what is too long, before and after composing', () => {
    expect(longestTyped).toBe(longestPassword);
    expect(readTyped('x'.repeat(longestTyped)).kind).toBe('fine');
    expect(readTyped('x'.repeat(longestTyped + 1))).toEqual({ kind: 'refused', code: 'password.too-long' });
    // U+FB2C composes to three characters in NFC.
    expect(readTyped('\uFB2C'.repeat(longestTyped))).toEqual({ kind: 'refused', code: 'password.too-long' });
    expect(readTyped('x'.repeat(10_000))).toEqual({ kind: 'refused', code: 'password.too-long' });
  });
});
