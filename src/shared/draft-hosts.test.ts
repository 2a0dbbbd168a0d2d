import { expect, it } from 'vitest';
import { hostsOf, hostsOfClient } from './draft-hosts.ts';
import type { MailboxDraft } from './model.ts';
import { panelProvider } from './panel-provider.ts';
import type { ProviderManifest } from './provider.ts';

const manifest = (id: string) =>
  ({ id, kind: 'api', fields: [{ key: 'host', kind: 'host' }] }) as unknown as ProviderManifest;
const draft = (id: string): MailboxDraft => ({
  ...{ address: 'anna@firm.example', kind: 'ordinary', user: 'anna', receiving: null },
  provider: { id, settings: { host: 'panel.hosting.example' } },
  sending: { host: 'smtp.firm.example', port: 465, security: 'tls' },
});
const hosts = (id: string) => hostsOf(draft(id), manifest(id)).map(({ host }) => host);

it('names every host that a password would go to and that is confirmed in the form', () => {
  expect(hosts('plesk')).toEqual(['smtp.firm.example', 'panel.hosting.example']);
  // the file of a panel was confirmed with its server, in a dialog of its own
  expect(hosts(panelProvider)).toEqual(['smtp.firm.example']);
});

it('names none of a device that signs in elsewhere', () => {
  const { receiving, sending } = draft('plesk');
  expect(hostsOfClient({ receiving, sending }, 'mailbox-password').map(({ host }) => host)).toEqual([
    'smtp.firm.example',
  ]);
  expect(hostsOfClient({ receiving, sending }, 'elsewhere')).toEqual([]);
});
