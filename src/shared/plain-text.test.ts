import { describe, expect, it } from 'vitest';
import { plainText } from './plain-text.ts';

describe('plainText', () => {
  it('keeps ordinary text of any script', () => {
    expect(plainText('Accès refusé: пароль 密码 😀')).toBe('Accès refusé: пароль 密码 😀');
  });

  it.each([
    ['C0', 'a\u0000b\u001b[31mc\u0007', 'ab[31mc'],
    ['C1', 'a\u0085b\u009bc', 'abc'],
    ['bidi overrides', 'a\u202eb\u2066c\u2069d\u200fe\u061cf', 'abcdef'],
    ['invisible ones', 'a\u200bb\ufeffc\u2060d\u00ade', 'abcde'],
    ['tags', 'a\u{e0041}b', 'ab'],
    ['lone surrogates', 'a\ud800b', 'ab'],
    ['line ends and separators', 'a\r\nb\u2028c\td', 'a bc d'],
  ])('takes out %s', (_what, text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  it('cuts at 300, or where it is told, and never in the middle of a character', () => {
    expect(plainText('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
    expect(plainText('x'.repeat(300))).toHaveLength(300);
    expect(plainText('abcdef', 4)).toBe('abc…');
    expect(plainText('a😀bc', 3)).toBe('a…');
    expect(plainText('z'.repeat(5_000_000))).toHaveLength(300);
  });
});
