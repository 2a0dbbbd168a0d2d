import { describe, expect, it } from 'vitest';
import type { ClientRecord } from '../../shared/model.ts';
import { belongsTo } from './belongs.ts';

const receiving = { protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls' } as const;
const sending = { host: 'smtp.example.test', port: 465, security: 'tls' } as const;
const client = {
  user: 'anna-old',
  receiving: { ...receiving, host: 'mail.example.test' },
  sending: null,
} as ClientRecord;
const own = { address: 'anna@example.test', user: 'anna@example.test', receiving, sending, clients: [client] };

describe('whose sign-in it is', () => {
  it.each([
    ['anna@example.test', 'imap.example.test', 'yes'],
    ['anna@example.test', 'smtp.example.test', 'yes'],
    ['anna@Example.TEST', 'IMAP.example.test.', 'yes'],
    ['anna@example.test', 'mail.example.test', 'yes'],
    ['anna-old', 'mail.example.test', 'yes'],
    ['Anna@example.test', 'imap.example.test', 'no'],
    ['bert@example.test', 'imap.example.test', 'no'],
    ['anna', 'imap.example.test', 'no'],
    ['anna-old', 'imap.other.example', 'no'],
    ['anna@example.test', 'imap.other.example', 'other-server'],
    ['anna@example.test', 'imap.example.test.other.example', 'other-server'],
  ])('%s at %s: %s', (user, host, whose) => {
    expect(belongsTo(own, { user, host })).toBe(whose);
  });

  it('of a mailbox that has another name at its server', () => {
    const named = { ...own, user: 'anna', clients: [] };
    expect(belongsTo(named, { user: 'anna', host: 'imap.example.test' })).toBe('yes');
    expect(belongsTo(named, { user: 'anna', host: 'imap.other.example' })).toBe('no');
  });
});
