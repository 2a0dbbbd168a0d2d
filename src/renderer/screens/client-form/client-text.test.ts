import { expect, it } from 'vitest';
import { clientIdSchema } from '../../../shared/ids.ts';
import type { MailboxDraft } from '../../../shared/model.ts';
import type { ClientKindView } from '../../../shared/views.ts';
import { clientDraft, clientText, newClient } from './client-text.ts';

const mailbox: MailboxDraft = {
  address: 'anna@firm.example',
  kind: 'ordinary',
  provider: { id: 'by-hand', settings: {} },
  user: 'anna@firm.example',
  receiving: { protocol: 'imap', host: 'mail.firm.example', port: 993, security: 'tls' },
  sending: { host: 'mail.firm.example', port: 465, security: 'tls' },
};
const kind = (part: Partial<ClientKindView>): ClientKindView => ({
  kind: 'thunderbird',
  group: 'computer',
  knocks: true,
  signsInAs: [],
  icon: 'computer',
  usually: 'imap',
  sends: true,
  signIn: 'mailbox-password',
  ...part,
});

it('starts a device with the servers of the mailbox', () => {
  expect(clientDraft(newClient(kind({}), mailbox, 'Desk'), mailbox)).toEqual({
    ...{ kind: 'thunderbird', name: 'Desk', user: mailbox.user, signIn: 'mailbox-password' },
    ...{ receiving: mailbox.receiving, sending: mailbox.sending },
  });
});

it('lets a scanner only send', () => {
  const draft = clientDraft(newClient(kind({ kind: 'scanner', usually: 'none' }), mailbox, 'Scanner'), mailbox);
  expect([draft.receiving, draft.sending]).toEqual([null, mailbox.sending]);
});

it('lets the devices of a cloud mailbox sign in elsewhere', () => {
  expect(newClient(kind({}), { ...mailbox, kind: 'cloud' }, 'x').signIn).toBe('elsewhere');
});

it('gives back a device with settings of its own', () => {
  const draft = {
    ...{ kind: 'other', name: 'Old PC', user: 'anna', signIn: 'mailbox-password' },
    receiving: { protocol: 'pop3', host: 'pop.firm.example', port: 995, security: 'tls' },
    sending: null,
  } as const;
  const record = { ...draft, id: clientIdSchema.parse('c'.repeat(16)), signIn: { how: 'mailbox-password' } as const };
  const text = clientText(record, mailbox);
  expect(text.own).toBe(true);
  expect(clientDraft(text, mailbox)).toEqual(draft);
});
