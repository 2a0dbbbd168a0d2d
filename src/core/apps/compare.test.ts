import { describe, expect, it } from 'vitest';
import { Secret } from '../secret.ts';
import { compared, isText } from './compare.ts';

const known = { right: new Secret('right'), earlier: [new Secret('last'), new Secret('first')] };

describe('comparing what an app keeps', () => {
  it.each([
    ['right', 'new'],
    ['last', 'old'],
    ['first', 'old'],
    ['right ', 'another'],
    ['', 'none'],
  ])('%j is %s', (kept, holds) => {
    expect(compared(kept, known)).toEqual({ holds, why: null });
  });

  it('knows no new password before there is one', () => {
    expect(compared('right', { right: null, earlier: [] })).toEqual({ holds: 'another', why: null });
  });

  it('says that a password was new where it is the same again', () => {
    expect(compared('last', { ...known, right: new Secret('last') }).holds).toBe('new');
  });

  it('is exact to the last byte', () => {
    expect(isText('ä'.normalize('NFD'), new Secret('ä'))).toBe(false);
    expect(isText('ä', new Secret('ä'.normalize('NFD')))).toBe(true);
    expect(isText('a', new Secret('ab'))).toBe(false);
  });
});
