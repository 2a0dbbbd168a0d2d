import type { ProviderManifest } from '../../../shared/provider.ts';

/** Zimbra, by the mailbox's owner or by an administrator, over SOAP. */
export const zimbraManifest: ProviderManifest = {
  id: 'zimbra',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '443' },
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
    listsMailboxes: false,
    appPasswords: false,
  },
  propagationSeconds: 60,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'Zimbra/zm-mailbox at 2b7f9787c69ed6b95ce37a415ba27c50f1091c72: soap/src/java/com/zimbra/soap, store/src/java/com/zimbra/cs/service, store/src/java/com/zimbra/cs/account/AccountServiceException.java. No Zimbra server was met.',
  },
};
