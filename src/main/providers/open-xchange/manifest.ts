import type { ProviderManifest } from '../../../shared/provider.ts';

/** Open-Xchange (OX App Suite), by the mailbox's owner. */
export const openXchangeManifest: ProviderManifest = {
  id: 'open-xchange',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '443' },
    { key: 'path', kind: 'text', required: true, choices: [], initial: '/appsuite/api/' },
  ],
  rules: null,
  capabilities: {
    self: true,
    admin: false,
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
      'documentation.open-xchange.com, HTTP API, modules login and passwordchange; open-xchange/appsuite-middleware: com.openexchange.passwordchange.servlet, com.openexchange.server/src/com/openexchange/passwordchange. No Open-Xchange server was met.',
  },
};
