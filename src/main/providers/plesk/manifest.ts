import type { ProviderManifest } from '../../../shared/provider.ts';

/** Plesk, by an administrator: the mailbox's owner has no interface of their own there. */
export const pleskManifest: ProviderManifest = {
  id: 'plesk',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '8443' },
    // XML first: it is in every version, and Plesk hands what comes by REST on to a program of its own as arguments,
    // which other users of that server can read.
    { key: 'interface', kind: 'choice', required: true, choices: ['xml', 'rest'], initial: 'xml' },
    { key: 'signIn', kind: 'choice', required: true, choices: ['password', 'key'], initial: 'password' },
    { key: 'adminUser', kind: 'text', required: false, choices: [], initial: 'admin' },
    { key: 'adminPassword', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  // A server-wide level from very weak to very strong; no call tells which.
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
      'docs.plesk.com/en-US/obsidian/api-rpc (XML API, REST API), docs.plesk.com/current/cli-linux; plesk/api-php-lib src/Api; roundcube/roundcubemail plugins/password/drivers/plesk.php. No Plesk server was met.',
  },
};
