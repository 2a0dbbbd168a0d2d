import type { ProviderManifest } from '../../../shared/provider.ts';

const field = (
  key: string,
  kind: ProviderManifest['fields'][number]['kind'],
  more: Partial<ProviderManifest['fields'][number]> = {},
): ProviderManifest['fields'][number] => ({ key, kind, required: false, choices: [], initial: '', ...more });

/** PostfixAdmin by its web pages: those of the mailboxes' owners, and those of administrators. */
export const postfixAdminManifest: ProviderManifest = {
  id: 'postfixadmin',
  kind: 'api',
  fields: [
    field('host', 'host', { required: true }),
    field('port', 'port', { required: true, initial: '443' }),
    field('path', 'text', { required: true, initial: '/postfixadmin/' }),
    // `self` signs in with the mailbox's own password, `admin` with an administrator's.
    field('mode', 'choice', { required: true, choices: ['self', 'admin'], initial: 'self' }),
    field('adminName', 'text'),
    field('adminPassword', 'secret'),
  ],
  // Every installation has its own, and no page tells them.
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
  propagationSeconds: 60,
  practice: false,
  checked: {
    how: 'live-server',
    on: '2026-11-22',
    source: 'postfixadmin/postfixadmin 3.3.13, as Debian 12 has it, with Dovecot on the same database',
  },
};
