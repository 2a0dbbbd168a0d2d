import type { ProviderManifest } from '../../../shared/provider.ts';

/** What this provider is, and where that is known from. Every fact is checked by somebody, on a date. */
export const templateManifest: ProviderManifest = {
  id: 'template',
  kind: 'api',
  // The form. Labels and help stand in the catalogue under `provider.template.<key>`.
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '443' },
    // `secret` fields never come in `settings`: they are `access.credential`.
    { key: 'token', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  // Rules that the provider's documents state. Null if they are read from the server, or not known.
  rules: null,
  capabilities: {
    self: false,
    admin: true,
    readsRules: true,
    endsSessions: false,
    signInLog: false,
    listsMailboxes: false,
    appPasswords: false,
  },
  propagationSeconds: 60,
  practice: false,
  checked: { how: 'documentation', on: '2026-11-22', source: 'the address of the page that says so' },
};
