import type { ProviderManifest } from '../../../shared/provider.ts';

/** SOGo, by the mailbox's owner: what its own sign-in page does with a password that has to be changed. */
export const sogoManifest: ProviderManifest = {
  id: 'sogo',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '443' },
    { key: 'path', kind: 'text', required: true, choices: [], initial: '/SOGo/' },
    // Only where SOGo's own sign-in page has a list of domains.
    { key: 'domain', kind: 'text', required: false, choices: [], initial: '' },
  ],
  // The directory's or the table's behind it; SOGo tells them to nobody.
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
    how: 'live-server',
    on: '2026-11-22',
    source:
      'SOGo 5.8.0, as Debian 12 has it, on OpenLDAP with its password policy, with Dovecot on the same directory; what newer versions say, from Alinto/sogo at ee2ebbb81cc0538626988e47d70ce4c0d4195377: UI/MainUI/SOGoRootPage.m',
  },
};
