import type { ProviderManifest } from '../../../shared/provider.ts';

/** mailcow, by an administrator's key: its interface for mailbox owners needs a browser's session. */
export const mailcowManifest: ProviderManifest = {
  id: 'mailcow',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '443' },
    { key: 'apiKey', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  rules: null,
  capabilities: {
    self: false,
    admin: true,
    readsRules: true,
    endsSessions: false,
    signInLog: true,
    listsMailboxes: true,
    appPasswords: true,
  },
  // `auth_cache_ttl` in data/conf/dovecot/dovecot.conf: for so long the old password may go on working.
  propagationSeconds: 300,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'mailcow/mailcow-dockerized at 06424670fa5d60fee851f58bfc49f66086d5f0a6: data/web/json_api.php, data/web/inc, data/web/api/openapi.yaml, data/conf/dovecot/dovecot.conf, data/Dockerfiles/dockerapi/modules/DockerApi.py. No mailcow server was met.',
  },
};
