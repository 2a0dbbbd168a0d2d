import type { ProviderManifest } from '../../../shared/provider.ts';

/** Modoboa 2, by the mailbox's owner where the server lets programs sign in with a password, or by an administrator. */
export const modoboaManifest: ProviderManifest = {
  id: 'modoboa',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '443' },
    { key: 'mode', kind: 'choice', required: true, choices: ['admin', 'self'], initial: 'admin' },
    { key: 'apiToken', kind: 'secret', required: false, choices: [], initial: '' },
    { key: 'clientId', kind: 'text', required: false, choices: [], initial: '' },
  ],
  // Django's validators, which every server may choose for itself; no call tells which.
  rules: null,
  // `last_login` of an account is about the web pages.
  capabilities: {
    self: true,
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
      'modoboa/modoboa at 9ec749703cde97636ea5a9db95f4accea63b8a87: modoboa/core/api, modoboa/admin/api, doc-ng/openapi.json; encode/django-rest-framework rest_framework/views.py; RFC 6749. No Modoboa server was met.',
  },
};
