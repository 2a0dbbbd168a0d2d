import { describe, expect, it } from 'vitest';
import { addressParts, dnsAddress, sameAddress } from './address-parts.ts';

describe('addressParts', () => {
  it.each([
    ['anna@example.test', { local: 'anna', domain: 'example.test' }],
    ['"a@b"@example.test', { local: '"a@b"', domain: 'example.test' }],
    ['anna', null],
    ['@example.test', null],
    ['anna@', null],
    ['', null],
  ])('parts %s', (address, parts) => {
    expect(addressParts(address)).toEqual(parts);
  });
});

describe('dnsAddress', () => {
  it.each([
    ['anna@example.test', 'anna@example.test'],
    ['Anna@Example.TEST', 'Anna@example.test'],
    ['anna@m\u00fcnchen.test', 'anna@xn--mnchen-3ya.test'],
    ['anna@XN--MNCHEN-3YA.test', 'anna@xn--mnchen-3ya.test'],
    ['gr\u00fcn@fa\u00df.test', 'gr\u00fcn@xn--fa-hia.test'],
  ])('knows %s as %s', (address, known) => {
    expect(dnsAddress(address)?.address).toBe(known);
  });

  it.each([
    'anna',
    'anna@',
    '@example.test',
    'anna@example.test/x',
    'anna@ex%61mple.test',
    'anna@example.test:25',
    'anna@exam ple.test',
    'anna@[192.0.2.7]',
    'anna@\ud800.test',
    'an\ud800na@example.test',
    'an\nna@example.test',
  ])('takes %j for none', (address) => {
    expect(dnsAddress(address)).toBeNull();
  });
});

describe('sameAddress', () => {
  it.each([
    ['anna@example.test', 'Anna@EXAMPLE.test', true],
    ['anna@m\u00fcnchen.test', 'anna@xn--mnchen-3ya.test', true],
    ['anna', 'ANNA', true],
    ['anna@example.test', 'anna@example.test.test', false],
    ['anna@exampl\u0435.test', 'anna@example.test', false],
    ['', 'anna@example.test', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(sameAddress(one, other)).toBe(same);
    expect(sameAddress(other, one)).toBe(same);
  });
});
