import type { ProviderManifest } from '../../../shared/provider.ts';

const field = (
  key: string,
  kind: ProviderManifest['fields'][number]['kind'],
  more: Partial<ProviderManifest['fields'][number]> = {},
): ProviderManifest['fields'][number] => ({ key, kind, required: false, choices: [], initial: '', ...more });

/** LDAP Password Modify (RFC 3062): OpenLDAP, 389 Directory Server and others that speak it. */
export const ldapManifest: ProviderManifest = {
  id: 'ldap',
  kind: 'api',
  fields: [
    field('host', 'host', { required: true }),
    field('port', 'port', { required: true, initial: '636' }),
    field('security', 'choice', { required: true, choices: ['tls', 'starttls'], initial: 'tls' }),
    // `self` signs in with the mailbox's own password, `admin` with an administrator's.
    field('mode', 'choice', { required: true, choices: ['self', 'admin'], initial: 'self' }),
    // Either the name of the entry, such as uid={local},ou=people,dc=example,dc=test, or where to search for it.
    field('userDn', 'text'),
    field('searchBase', 'text'),
    field('searchFilter', 'text', { initial: '(mail={address})' }),
    field('adminDn', 'text'),
    field('adminPassword', 'secret'),
  ],
  rules: null,
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
    how: 'live-server',
    on: '2026-11-22',
    source: 'RFC 3062, draft-behera-ldap-password-policy-10; OpenLDAP slapd 2.5 with the ppolicy overlay',
  },
};
