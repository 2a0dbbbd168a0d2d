import type { ProviderManifest } from '../../../shared/provider.ts';

/** Gandi Mail, by whoever may manage the domain's mailboxes there. */
export const gandiManifest: ProviderManifest = {
  id: 'gandi',
  kind: 'api',
  fields: [{ key: 'token', kind: 'secret', required: true, choices: [], initial: '' }],
  // Also at least three digits, which is said in words only.
  rules: {
    minLength: 8,
    maxLength: 200,
    maxBytes: null,
    upper: true,
    lower: false,
    digit: true,
    special: true,
    forbidden: '',
    notCurrent: false,
    source: 'manifest',
  },
  capabilities: {
    self: false,
    admin: true,
    readsRules: false,
    endsSessions: false,
    signInLog: false,
    listsMailboxes: false,
    appPasswords: false,
  },
  // A change is answered with 202: taken in, to be carried out.
  propagationSeconds: 300,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'api.gandi.net/docs/email, api.gandi.net/docs/authentication; go-gandi/go-gandi at 29df69368462adc734b4ffc650d33918f11d25f4: email, types, internal/client. The service itself was not met.',
  },
};
