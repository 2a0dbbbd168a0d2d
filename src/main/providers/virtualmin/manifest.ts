import type { ProviderManifest } from '../../../shared/provider.ts';

/** Virtualmin, by the administrator of its server. */
export const virtualminManifest: ProviderManifest = {
  id: 'virtualmin',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '10000' },
    { key: 'adminUser', kind: 'text', required: true, choices: [], initial: 'root' },
    { key: 'adminPassword', kind: 'secret', required: true, choices: [], initial: '' },
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
  propagationSeconds: 60,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'virtualmin/virtualmin-gpl: remote.cgi, json-lib.pl, list-users.pl, modify-user.pl. No Virtualmin server was met.',
  },
};
