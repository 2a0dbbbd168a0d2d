import type { ProviderManifest } from '../../../shared/provider.ts';

/** Migadu, by whoever looks after the domain there. */
export const migaduManifest: ProviderManifest = {
  id: 'migadu',
  kind: 'api',
  fields: [
    { key: 'adminUser', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'apiKey', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  rules: null,
  capabilities: {
    self: false,
    admin: true,
    readsRules: false,
    endsSessions: false,
    signInLog: false,
    listsMailboxes: true,
    appPasswords: false,
  },
  propagationSeconds: 60,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'migadu.com/api; metio/migadu-client.go at dd4bddcdddf09ec38b493d73b088625f5c8db8ec: client/mailboxes.go, client/migadu_client.go, model/mailboxes.go. The service itself was not met.',
  },
};
