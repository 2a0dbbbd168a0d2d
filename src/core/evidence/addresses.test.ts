import { expect, it } from 'vitest';
import { isLocalAddress, isLocalHost } from './addresses.ts';

it.each([
  ['127.0.0.1', true],
  ['::ffff:127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.16.0.1', true],
  ['172.31.255.1', true],
  ['172.32.0.1', false],
  ['192.168.1.4', true],
  ['169.254.0.9', true],
  ['100.64.0.1', true],
  ['100.128.0.1', false],
  ['203.0.113.7', false],
  ['::ffff:203.0.113.7', false],
  ['::1', true],
  ['fd4d:6169:6c63::1', true],
  ['FE80::1', true],
  ['2001:db8::1', false],
  ['', false],
  ['nonsense', false],
])('%s is an address near the server: %s', (address, local) => {
  expect(isLocalAddress(address)).toBe(local);
});

it.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['mail', true],
  ['mail.office.lan', true],
  ['mail.home.arpa.', true],
  ['192.168.1.4', true],
  ['mail.example.test', false],
  ['203.0.113.7', false],
  ['2001:db8::1', false],
])('%s is a host near this computer: %s', (host, local) => {
  expect(isLocalHost(host)).toBe(local);
});
