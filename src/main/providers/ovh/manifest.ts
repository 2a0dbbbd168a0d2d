import type { ProviderManifest } from '../../../shared/provider.ts';

/** OVHcloud's MX Plan and the mailboxes of its web hosting, by whoever may manage the domain's e-mail there. */
export const ovhManifest: ProviderManifest = {
  id: 'ovh',
  kind: 'api',
  fields: [
    { key: 'region', kind: 'choice', required: true, choices: ['eu', 'canada'], initial: 'eu' },
    { key: 'applicationKey', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'secrets', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  // "Length 9 to 30, no space at begin and end, no accent": the letters that are typed with accents on Western keyboards.
  rules: {
    minLength: 9,
    maxLength: 30,
    maxBytes: null,
    upper: false,
    lower: false,
    digit: false,
    special: false,
    forbidden: 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ',
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
  // A change is a task that OVHcloud carries out afterwards; how long that may take, it does not say.
  propagationSeconds: 900,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'eu.api.ovh.com/1.0/email/domain.json; ovh/python-ovh at 3a1485d0563916f449fddfe86fa1e5a93c0e1b3b: ovh/client.py; github.com/ovh/php-ovh issues 56 and 62. The service itself was not met.',
  },
};
