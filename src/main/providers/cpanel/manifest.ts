import type { ProviderManifest } from '../../../shared/provider.ts';

/** cPanel, by the mailbox's owner (port 2096) or by the hosting account that it belongs to (port 2083), over UAPI. */
export const cpanelManifest: ProviderManifest = {
  id: 'cpanel',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '2096' },
    { key: 'mode', kind: 'choice', required: true, choices: ['self', 'admin'], initial: 'self' },
    { key: 'signIn', kind: 'choice', required: true, choices: ['token', 'password'], initial: 'token' },
    { key: 'adminUser', kind: 'text', required: false, choices: [], initial: '' },
    { key: 'adminPassword', kind: 'secret', required: false, choices: [], initial: '' },
  ],
  // A server tells how strong a password has to be only as a number of its own meter, which nobody else has.
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
      'api.docs.cpanel.net (UAPI Email::passwd_pop, Email::list_pops, PasswdStrength, API tokens); roundcube/roundcubemail plugins/password/drivers/cpanel.php. No cPanel server was met.',
  },
};
