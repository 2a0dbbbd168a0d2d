import { expect, it } from 'vitest';
import type { MailboxDraft } from '../../../shared/model.ts';
import { draftFor } from './draft.ts';

const server = { host: 'mail.example.test', port: 993, security: 'tls' } as const;
const draft: MailboxDraft = {
  address: 'Anna@example.test',
  kind: 'ordinary',
  provider: { id: 'mailcow', settings: { host: 'mail.example.test', port: '443' } },
  user: 'anna@example.test',
  receiving: { protocol: 'imap', ...server },
  sending: null,
};

it.each([
  ['the address is the user name', 'anna@example.test', 'ben@example.test'],
  ['what stands before the @ is', 'anna', 'ben'],
  ['it is neither, and nobody knows the other one', 'k.anna-7', 'ben@example.test'],
])('makes the user name of another mailbox as that of the first: %s', (_, user, made) => {
  const other = draftFor({ ...draft, user }, 'ben@example.test');
  expect(other).toEqual({ ...draft, address: 'ben@example.test', user: made });
});
