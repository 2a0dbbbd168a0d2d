import type { ProviderManifest } from '../../../shared/provider.ts';

/** iRedAdmin-Pro, by an administrator of the domain. */
export const iredAdminManifest: ProviderManifest = {
  id: 'iredadmin-pro',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '443' },
    { key: 'path', kind: 'text', required: true, choices: [], initial: '/iredadmin/' },
    { key: 'adminUser', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'adminPassword', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  // Each domain has its own lengths; the documents do not say how they are told.
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
    source: 'docs.iredmail.org (iRedAdmin-Pro: RESTful API). No iRedAdmin-Pro server was met.',
  },
};
