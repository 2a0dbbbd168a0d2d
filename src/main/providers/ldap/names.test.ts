import fc from 'fast-check';
import { FilterParser } from 'ldapts';
import { describe, expect, it } from 'vitest';
import { escapeDnValue, escapeFilterValue, fillDn, fillFilter } from './names.ts';

const parts = (address: string) => ({ address, user: address });

describe('a DN from a template', () => {
  it('takes the parts of the address', () => {
    expect(fillDn('uid={local},ou={domain},dc=test', parts('anna@example.test'))).toBe(
      'uid=anna,ou=example.test,dc=test',
    );
  });

  it.each([
    ['x,ou=admins@example.test', 'uid=x\\,ou\\=admins,dc=test'],
    ['x+cn=admin@example.test', 'uid=x\\+cn\\=admin,dc=test'],
    ['a\\@example.test', 'uid=a\\\\,dc=test'],
    ['#hash@example.test', 'uid=\\#hash,dc=test'],
    [' blank @example.test', 'uid=\\ blank\\ ,dc=test'],
    ['a\u0000b@example.test', 'uid=a\\00b,dc=test'],
    ['"q";<r>@example.test', 'uid=\\"q\\"\\;\\<r\\>,dc=test'],
    ['two@at@example.test', 'uid=two@at,dc=test'],
  ])('keeps a hostile %j in one value', (address, dn) => {
    expect(fillDn('uid={local},dc=test', parts(address))).toBe(dn);
  });

  it('never puts a placeholder of the value into effect', () => {
    expect(fillDn('uid={local},dc=test', parts('{domain}@example.test'))).toBe('uid={domain},dc=test');
  });

  it('leaves no separator unescaped, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const bare = escapeDnValue(value).replace(/\\(?:[0-9a-f]{2}|.)/gsu, '');
        return !/[",+;<>\\=]/.test(bare) && !/\p{Cc}/u.test(bare) && !/^[ #]| $/.test(escapeDnValue(value).slice(0, 1));
      }),
    );
  });
});

describe('a filter from a template', () => {
  it.each([
    ['*@example.test', '(mail=\\2a@example.test)'],
    ['x)(uid=*@example.test', '(mail=x\\29\\28uid=\\2a@example.test)'],
    ['a\\b@example.test', '(mail=a\\5cb@example.test)'],
    ['a\u0000@example.test', '(mail=a\\00@example.test)'],
  ])('keeps a hostile %j in one value', (address, filter) => {
    expect(fillFilter('(mail={address})', parts(address))).toBe(filter);
  });

  it('stays one equality with the very value, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        expect(FilterParser.parseString(`(mail=${escapeFilterValue(value)})`)).toMatchObject({
          attribute: 'mail',
          value,
        });
      }),
    );
  });
});
