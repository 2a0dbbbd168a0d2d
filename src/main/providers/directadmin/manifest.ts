import type { ProviderManifest } from '../../../shared/provider.ts';

/** DirectAdmin, by the mailbox's owner without any account in the panel, or by the account that its domain belongs to. */
export const directAdminManifest: ProviderManifest = {
  id: 'directadmin',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '2222' },
    { key: 'mode', kind: 'choice', required: true, choices: ['self', 'admin'], initial: 'self' },
    { key: 'adminUser', kind: 'text', required: false, choices: [], initial: '' },
    { key: 'adminPassword', kind: 'secret', required: false, choices: [], initial: '' },
  ],
  rules: null,
  capabilities: {
    self: true,
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
      'docs.directadmin.com (legacy API); roundcube/roundcubemail plugins/password/drivers/directadmin.php; levelzerotechnology/directadmin-go; ductrung-nguyen/DA_connector. No DirectAdmin server was met.',
  },
};
