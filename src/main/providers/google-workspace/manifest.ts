import type { ProviderManifest } from '../../../shared/provider.ts';

/** Google Workspace, by an administrator of the organization and with an application of the organization's own. */
export const googleWorkspaceManifest: ProviderManifest = {
  id: 'google-workspace',
  kind: 'api',
  fields: [
    { key: 'way', kind: 'choice', required: true, choices: ['signIn', 'serviceAccount'], initial: 'signIn' },
    { key: 'clientId', kind: 'text', required: false, choices: [], initial: '' },
    { key: 'actAs', kind: 'text', required: false, choices: [], initial: '' },
    { key: 'credential', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  // ASCII only, which is not a rule that the checklist knows; an organization may ask for more, and no call tells it.
  rules: {
    minLength: 8,
    maxLength: 100,
    maxBytes: null,
    upper: false,
    lower: false,
    digit: false,
    special: false,
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
  mailSignIns: 'oauth',
  propagationSeconds: 300,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'developers.google.com/admin-sdk/directory/reference/rest/v1/users, developers.google.com/admin-sdk/directory/v1/limits, developers.google.com/identity/protocols/oauth2/native-app and service-account; googleapis/google-api-go-client at 04b26a7aad3a7ffccb80ce51c3fffee255741402: admin/directory/v1/admin-api.json; GAM-team/GAM at 0268858784bd23d5ee6c7839e8c687d611f20301: src/gam/gapi/errors.py. The service itself was not met.',
  },
};
