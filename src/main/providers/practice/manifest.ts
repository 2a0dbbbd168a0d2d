import type { ProviderManifest } from '../../../shared/provider.ts';

/** The built-in practice service: for learning and for tests, never for a real mailbox. */
export const practiceManifest: ProviderManifest = {
  id: 'practice',
  kind: 'api',
  fields: [
    { key: 'mode', kind: 'choice', required: true, choices: ['self', 'admin'], initial: 'self' },
    { key: 'adminPassword', kind: 'secret', required: false, choices: [], initial: '' },
  ],
  rules: null,
  capabilities: {
    self: true,
    admin: true,
    readsRules: true,
    endsSessions: false,
    signInLog: true,
    listsMailboxes: true,
    appPasswords: true,
  },
  propagationSeconds: 0,
  practice: true,
  checked: { how: 'built-in', on: '2026-11-22', source: 'src/main/practice' },
};
