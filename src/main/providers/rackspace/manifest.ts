import type { ProviderManifest } from '../../../shared/provider.ts';

/** Rackspace Email and Rackspace's Hosted Exchange, by an administrator of their control panel. */
export const rackspaceManifest: ProviderManifest = {
  id: 'rackspace',
  kind: 'api',
  fields: [
    { key: 'product', kind: 'choice', required: true, choices: ['email', 'exchange'], initial: 'email' },
    // The interface knows `me` for the account that the key belongs to.
    { key: 'account', kind: 'text', required: true, choices: [], initial: 'me' },
    { key: 'userKey', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'secretKey', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  rules: null,
  capabilities: {
    self: false,
    admin: true,
    readsRules: false,
    endsSessions: false,
    signInLog: false,
    listsMailboxes: false,
    appPasswords: false,
  },
  propagationSeconds: 300,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'api-wiki.apps.rackspace.com/api-wiki: Rest API, Rackspace Mailbox (Rest API), Exchange Mailbox (Rest API); gist.github.com/ctigeek/51470da167e276a193baf88682f95153. The service itself was not met.',
  },
};
