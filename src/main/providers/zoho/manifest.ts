import type { ProviderManifest } from '../../../shared/provider.ts';

/** Zoho Mail for an organization's own domain, by an administrator of the organization. */
export const zohoManifest: ProviderManifest = {
  id: 'zoho',
  kind: 'api',
  fields: [
    { key: 'region', kind: 'choice', required: true, choices: ['us', 'eu', 'in', 'au', 'jp'], initial: 'us' },
    { key: 'organization', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'clientId', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'secrets', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  // An organization sets its own; no call is known that tells them.
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
  propagationSeconds: 60,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'zoho.com/mail/help/api: put-reset-user-password, get-single-user, response-codes; zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry. The service itself was not met, and the words of its errors are not documented.',
  },
};
