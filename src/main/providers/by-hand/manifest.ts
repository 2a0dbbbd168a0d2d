import type { ProviderManifest } from '../../../shared/provider.ts';
import { guideIds } from './guides.ts';

/** Any provider without an interface of its own: a person changes the password on its page and answers. */
export const byHandManifest: ProviderManifest = {
  id: 'by-hand',
  kind: 'by-hand',
  fields: [
    { key: 'guide', kind: 'choice', required: false, choices: [...guideIds], initial: '' },
    { key: 'page', kind: 'https-url', required: false, choices: [], initial: '' },
  ],
  rules: null,
  capabilities: {
    self: false,
    admin: false,
    readsRules: false,
    endsSessions: false,
    signInLog: false,
    listsMailboxes: false,
    appPasswords: false,
  },
  // Nobody knows; most hosts' mail servers know a new password within minutes.
  propagationSeconds: 600,
  practice: false,
  checked: { how: 'built-in', on: '2026-11-22', source: 'src/main/providers/by-hand' },
};
