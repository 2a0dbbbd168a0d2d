import type { ProviderManifest } from '../../../shared/provider.ts';

const field = (
  key: string,
  kind: ProviderManifest['fields'][number]['kind'],
  more: Partial<ProviderManifest['fields'][number]> = {},
): ProviderManifest['fields'][number] => ({ key, kind, required: false, choices: [], initial: '', ...more });

/** Group-Office, by a user whose password it is, or by whoever may change the mailboxes of a domain. */
export const groupOfficeManifest: ProviderManifest = {
  id: 'group-office',
  kind: 'api',
  fields: [
    field('host', 'host', { required: true }),
    field('port', 'port', { required: true, initial: '443' }),
    field('path', 'text', { required: true, initial: '/' }),
    // `self` sets a user's password, which Group-Office hands on to the mailbox; `admin` sets the mailbox's alone.
    field('mode', 'choice', { required: true, choices: ['self', 'admin'], initial: 'self' }),
    field('userName', 'text'),
    field('signIn', 'choice', { required: true, choices: ['key', 'password'], initial: 'key' }),
    field('adminUser', 'text'),
    field('adminPassword', 'secret'),
  ],
  rules: null,
  // A user's other sessions end by themselves with every change. Nobody can choose that, so nothing is offered.
  capabilities: {
    self: true,
    admin: true,
    readsRules: true,
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
      'Intermesh/groupoffice at 63bb0bc3f8d3f504097b2aabb4978dd74c9e93c5 (26.0.42): www/api, www/go/core/jmap, www/go/core/model/User.php, www/go/modules/community/maildomains, www/go/modules/community/otp. No Group-Office server was met.',
  },
};
