import { defaultRules } from '../../../core/password/policy.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { cutSigns } from './unharmed.ts';

/** Froxlor, by an administrator or by the customer whom the mailbox belongs to, with a key for its API. */
export const froxlorManifest: ProviderManifest = {
  id: 'froxlor',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '443' },
    { key: 'path', kind: 'text', required: true, choices: [], initial: '/' },
    { key: 'apiKey', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'apiSecret', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  // What else it wants of a password, each server decides for itself and tells nobody.
  rules: { ...defaultRules, forbidden: cutSigns, notCurrent: false, source: 'manifest' },
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
      'froxlor/Froxlor at 05b3228ebfa08f04ee7064d2452c68cdfa8fadae (2.3.4): api.php, lib/Froxlor/Api; voku/anti-xss at bca1f8607e55a3c5077483615cd93bd8f11bd675. No Froxlor server was met.',
  },
};
