import { describe, expect, it } from 'vitest';
import { clientDraftSchema } from '../../shared/model.ts';
import type { ClientKindView } from '../../shared/views.ts';
import { catalogueEntrySchema, newClient } from './catalogue.ts';

const mailbox = {
  user: 'anna@example.test',
  receiving: { protocol: 'pop3', host: 'mail.example.test', port: 995, security: 'tls' },
  sending: { host: 'mail.example.test', port: 465, security: 'tls' },
} as const;
const phone: ClientKindView = {
  ...({ kind: 'iphone', group: 'phone', icon: 'phone', usually: 'imap', sends: true } as const),
  ...({ signIn: 'mailbox-password', knocks: true } as const),
  signsInAs: ['iPhone Mail'],
};

describe('catalogueEntrySchema', () => {
  it('takes these facts and nothing else', () => {
    expect(catalogueEntrySchema.parse(phone)).toEqual(phone);
    expect(catalogueEntrySchema.safeParse({ ...phone, guide: [] }).success).toBe(false);
    expect(catalogueEntrySchema.safeParse({ ...phone, kind: '../x' }).success).toBe(false);
    expect(catalogueEntrySchema.safeParse({ ...phone, knocks: undefined }).success).toBe(false);
  });
});

describe('newClient', () => {
  it('takes over the settings of the mailbox', () => {
    const draft = newClient(phone, mailbox, 'iPhone');
    expect(draft).toEqual({ kind: 'iphone', name: 'iPhone', ...mailbox, signIn: 'mailbox-password' });
    expect(clientDraftSchema.safeParse(draft).success).toBe(true);
  });

  it('gives a scanner only a sending side', () => {
    const scanner = { ...phone, kind: 'scanner', icon: 'printer', usually: 'none' } as const;
    expect(newClient(scanner, mailbox, 'Scanner')).toMatchObject({ receiving: null, sending: mailbox.sending });
  });

  it('gives a kind that never sends no sending side, and keeps its way of signing in', () => {
    const reader = { ...phone, sends: false, signIn: 'elsewhere' } as const;
    expect(newClient(reader, mailbox, 'Reader')).toMatchObject({ sending: null, signIn: 'elsewhere' });
  });
});
