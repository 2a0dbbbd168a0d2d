import type { ProviderManifest } from '../../../shared/provider.ts';

/** poppassd, the password server beside many a POP3 server: one line for each step, from the mailbox's owner. */
export const poppassdManifest: ProviderManifest = {
  id: 'poppassd',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '106' },
    // The protocol has no TLS of its own: something in front of it has, or it never leaves this computer.
    { key: 'security', kind: 'choice', required: true, choices: ['tls', 'loopback'], initial: 'tls' },
    { key: 'account', kind: 'choice', required: true, choices: ['user', 'local'], initial: 'user' },
  ],
  // They are PAM's, and nobody tells them.
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
    source: 'poppassd 1.8.5, as Debian 12 has it, with Dovecot on the same accounts',
  },
};
