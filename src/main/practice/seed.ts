import { Secret } from '../../core/secret.ts';
import type { Authority, ClientDraft, MailboxDraft } from '../../shared/model.ts';
import { type PracticeService, practiceAddresses } from './service.ts';

/** One mailbox to put into the practice space, with the devices that use it. */
export interface PracticeSeed {
  readonly mailbox: MailboxDraft;
  readonly clients: readonly ClientDraft[];
  readonly password: Secret;
  readonly authorities: readonly Authority[];
}

/** The practice mailboxes with their passwords as they are now. */
export function practiceSeed(service: PracticeService): readonly PracticeSeed[] {
  const { host, ports } = service;
  const imap = { protocol: 'imap', host, port: ports.imap, security: 'tls' } as const;
  const imapStartTls = { ...imap, port: ports.imapStartTls, security: 'starttls' } as const;
  const pop3 = { protocol: 'pop3', host, port: ports.pop3, security: 'tls' } as const;
  const smtp = { host, port: ports.smtp, security: 'tls' } as const;
  const smtpStartTls = { host, port: ports.smtpStartTls, security: 'starttls' } as const;
  const device = (
    user: string,
    kind: string,
    name: string,
    receiving: ClientDraft['receiving'],
    sending: ClientDraft['sending'],
  ): ClientDraft => ({ kind, name, user, receiving, sending, signIn: 'mailbox-password' });
  const devices: Readonly<Record<string, (user: string) => readonly ClientDraft[]>> = {
    'anna@practice.example': (user) => [
      device(user, 'thunderbird', 'Thunderbird on this computer', imap, smtpStartTls),
      device(user, 'iphone', 'iPhone', imap, smtp),
      device(user, 'outlook', 'Outlook in the office', pop3, smtp),
      device(user, 'scanner', 'Scanner in the hall', null, smtpStartTls),
      device(user, 'website-form', 'Contact form on the website', null, smtp),
    ],
    'office@practice.example': (user) => [
      device(user, 'thunderbird', 'Thunderbird at the front desk', imapStartTls, smtpStartTls),
      device(user, 'android-phone', 'Android phone', imap, smtp),
    ],
    'scans@practice.example': (user) => [device(user, 'scanner', 'Scanner upstairs', null, smtp)],
  };
  return practiceAddresses.map((address) => ({
    mailbox: {
      address,
      kind: 'ordinary',
      provider: { id: 'practice', settings: { mode: 'self' } },
      user: address,
      receiving: imap,
      sending: smtp,
    },
    clients: devices[address]?.(address) ?? [],
    password: new Secret(service.accounts.passwordOf(address) ?? ''),
    authorities: [service.authority],
  }));
}
