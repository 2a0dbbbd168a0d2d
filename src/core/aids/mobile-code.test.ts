import { expect, it } from 'vitest';
import { address, client } from './aids.test-kit.ts';
import { mobileCode } from './mobile-code.ts';

const payload = (more: Partial<Parameters<typeof mobileCode>[0]['client']> = {}, of = address): unknown => {
  const text = mobileCode({ address: of, client: { ...client, ...more } });
  return text.ok ? JSON.parse(text.value) : text.failure;
};

it('is what the format asks for, without account name and passwords', () => {
  expect(payload()).toEqual([
    1,
    [1, 1],
    [0, 'imap.example.test', 993, 3, 1, 'anna@example.test'],
    [
      [
        [0, 'smtp.example.test', 587, 2, 1, 'anna@example.test'],
        ['anna@example.test', 'anna@example.test'],
      ],
    ],
  ]);
});

it('tells POP3 and STARTTLS apart from IMAP and TLS', () => {
  const receiving = { protocol: 'pop3', host: 'pop.example.test', port: 110, security: 'starttls' } as const;
  expect(payload({ receiving, user: 'anna' })).toMatchObject([
    1,
    [1, 1],
    [1, 'pop.example.test', 110, 2, 1, 'anna'],
    {},
  ]);
});

it('has both sides, or is not there', () => {
  expect(payload({ receiving: null })).toBe('one-side');
  expect(payload({ sending: null })).toBe('one-side');
});

it.each([
  [payload({}, 'ännä@example.test')],
  [payload({ user: 'änna' })],
  [payload({ receiving: { ...client.receiving, host: 'mäil.example' } })],
  [payload({ sending: { ...client.sending, host: 'mail.example\u200b' } })],
])('is not made of anything but plain letters: %s', (why) => {
  expect(why).toBe('not-ascii');
});

it('stays short enough for a camera, and keeps signs that JSON writes in another way', () => {
  expect(payload({ user: 'u'.repeat(320) }, `${'a'.repeat(60)}@example.test`)).toBe('too-long');
  expect(payload({ user: 'a"b\\c' })).toMatchObject([1, [1, 1], [0, 'imap.example.test', 993, 3, 1, 'a"b\\c'], {}]);
});
