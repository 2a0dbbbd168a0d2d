import type { ProviderManifest } from '../../../shared/provider.ts';

/** Microsoft 365, by an administrator of the organization and with an application of the organization's own. */
export const microsoft365Manifest: ProviderManifest = {
  id: 'microsoft-365',
  kind: 'api',
  fields: [
    { key: 'way', kind: 'choice', required: true, choices: ['signIn', 'application'], initial: 'signIn' },
    { key: 'tenant', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'clientId', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'credential', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  // Also three of the four kinds of characters, and ASCII only: neither is a rule that the checklist knows.
  rules: {
    minLength: 8,
    maxLength: 256,
    maxBytes: null,
    upper: false,
    lower: false,
    digit: false,
    special: false,
    forbidden: '',
    notCurrent: false,
    source: 'manifest',
  },
  capabilities: {
    self: false,
    admin: true,
    readsRules: false,
    endsSessions: false,
    signInLog: false,
    listsMailboxes: false,
    appPasswords: false,
  },
  mailSignIns: 'oauth',
  propagationSeconds: 300,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'learn.microsoft.com/graph/api/user-update and user-get, learn.microsoft.com/graph/errors, learn.microsoft.com/entra/identity-platform: v2-oauth2-auth-code-flow, v2-oauth2-client-creds-grant-flow, refresh-tokens, reply-url; learn.microsoft.com/entra/identity/authentication/concept-sspr-policy. The service itself was not met.',
  },
};
