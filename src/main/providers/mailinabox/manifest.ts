import type { ProviderManifest } from '../../../shared/provider.ts';

/** Mail-in-a-Box, by one of its administrators: only they may set passwords there. */
export const mailinaboxManifest: ProviderManifest = {
  id: 'mailinabox',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '443' },
    { key: 'adminUser', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'adminPassword', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  // `validate_password` in management/mailconfig.py, in characters.
  rules: {
    minLength: 8,
    maxLength: 1_000,
    maxBytes: null,
    upper: false,
    lower: false,
    digit: false,
    special: false,
    forbidden: '',
    notCurrent: false,
    source: 'manifest',
  },
  // A new password ends the sessions of the control panel, and of nothing else.
  capabilities: {
    self: false,
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
      'mail-in-a-box/mailinabox at b162b96da2b9bbaf48d1d2862af16431c1386ad1: management/daemon.py, management/auth.py, management/mailconfig.py, api/mailinabox.yml. No such server was met.',
  },
};
