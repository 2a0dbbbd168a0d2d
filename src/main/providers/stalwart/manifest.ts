import type { ProviderManifest } from '../../../shared/provider.ts';

/** Stalwart, by the mailbox's owner or by an administrator: JMAP since 0.16, its own REST until 0.15. */
export const stalwartManifest: ProviderManifest = {
  id: 'stalwart',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '443' },
    { key: 'mode', kind: 'choice', required: true, choices: ['self', 'admin'], initial: 'self' },
    // Empty where the secret is a key for programs.
    { key: 'adminUser', kind: 'text', required: false, choices: [], initial: '' },
    { key: 'adminSecret', kind: 'secret', required: false, choices: [], initial: '' },
  ],
  // Administrators alone may read them.
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
  // Older versions went on accepting the old password for some minutes (issues 217 and 649).
  propagationSeconds: 300,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'stalwartlabs/stalwart at d72608f3e2d530c6560aaf2c7c290afd72671b82 (0.16): crates/jmap/src/registry; at 9aecfc1dfd53a87c8918a6a98123c50af2001998 (0.15.5): crates/http/src/management. No Stalwart server was met.',
  },
};
