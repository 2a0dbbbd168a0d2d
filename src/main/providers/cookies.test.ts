import { expect, it } from 'vitest';
import { Cookies } from './cookies.ts';

const after = (...lines: string[]) => {
  const cookies = new Cookies();
  cookies.take(lines);
  return cookies.header();
};

it('gives back what was set, the last one of a name', () => {
  expect(after('a=1; path=/; HttpOnly', 'b="x"', 'c=x y', 'd=2;Secure', 'a=3')).toBe('a=3; d=2');
});

it.each(['a', 'abc', '=1', 'a b=1', 'a=\u00fc', 'a=1\r\nx: y', 'a=1,2', `a=${'x'.repeat(5_000)}`, ''])(
  'takes no cookie like %j',
  (line) => {
    expect(after(line)).toBe('');
  },
);

it('stays small', () => {
  const header = after(...Array.from({ length: 1_000 }, (_, index) => `a${index}=${'x'.repeat(4_000)}`));
  expect(header.length).toBeLessThan(100_000);
});

it('tells one by its name', () => {
  const cookies = new Cookies();
  cookies.take(['XSRF-TOKEN=1f', 'other=2']);
  expect([cookies.value('XSRF-TOKEN'), cookies.value('xsrf-token')]).toEqual(['1f', null]);
});
